"""What reads for visitors reads one state of the data."""

from django.conf import settings

from practices.catalogue import in_one_state

READS = ("GET", "HEAD")
WORKPLACE = "/admin/"


class OneStateMiddleware:
    """The last of all: calls the view of a public address itself, and has its answer read of one state.

    The workplace is left out: its pages write, too. What it takes from the catalogue is of one state all the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        workplace = request.path_info.startswith(WORKPLACE)
        if request.method not in READS or workplace or getattr(view, "of_any_state", False):
            return None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user"):
            # A session that isn't valid any more is deleted as soon as somebody asks who it is: a write.
            request.user.is_authenticated  # noqa: B018
        return in_one_state(lambda: _rendered(view(request, *arguments, **named)))


def _rendered(response):
    return response.render() if callable(getattr(response, "render", None)) else response
