"""A value that stands twice in an address means what it means once, and is carried on once."""

from django.utils.functional import cached_property

from practices.filter.parameters import PARAMETERS


class RepeatsMiddleware:
    """Folds repeated values of the parameters that may have several; of the others a second one is refused later."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    @cached_property
    def several(self):
        return {name for name, parameter in PARAMETERS.items() if parameter.many}

    def process_view(self, request, view, arguments, named):
        data = request.GET
        repeated = [name for name, values in data.lists() if name in self.several and len(set(values)) < len(values)]
        if repeated:
            request.GET = data.copy()
            for name in repeated:
                request.GET.setlist(name, list(dict.fromkeys(data.getlist(name))))
