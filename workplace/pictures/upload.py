"""Takes in one picture for the form of a case.

``POST picture/`` (multipart, ``file``) → {"digest", "url", "width", "height"}, or 400 {"error"} that says what is wrong
with the file. For whoever may enter cases.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from workplace.pictures import intake

PERMISSIONS = ("practices.add_practiceimage", "practices.change_practice")


class Bounded(FileUploadHandler):
    """Reads no further than a picture may be long, so that a huge file costs neither memory nor disk."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.read = 0

    def receive_data_chunk(self, raw_data, start):
        self.read += len(raw_data)
        if self.read > intake.MAX_BYTES:
            self.request.oversized = int(self.request.META.get("CONTENT_LENGTH") or self.read)
            raise SkipFile  # what follows in the body is read all the same: the token may stand there
        return raw_data

    def file_complete(self, file_size):
        return None


@csrf_exempt  # only until the handler is set: the token is read from the body that the handler bounds
def upload(request):
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method == "POST" and size > intake.MAX_BYTES + intake.ENVELOPE:
        return _refused(intake.too_big(size), 413)
    request.upload_handlers.insert(0, Bounded(request))
    return _upload(request)


@csrf_protect
def _upload(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    uploaded = request.FILES.get("file")  # the body is read here at the latest
    if size := getattr(request, "oversized", 0):
        return _refused(intake.too_big(size))
    if uploaded is None:
        return _refused(ValidationError(_("No file was sent (file).")))
    try:
        picture = intake.store(uploaded, request.user)
    except ValidationError as error:
        return _refused(error)
    return JsonResponse(
        {
            "digest": picture.digest,
            "url": picture.get_absolute_url(),
            "width": picture.width,
            "height": picture.height,
        }
    )


def _refused(error, status=400):
    return JsonResponse({"error": " ".join(error.messages)}, status=status)
