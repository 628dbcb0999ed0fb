"""What somebody typed into a form that was refused, so that the page that refuses it can give it back."""

import re
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.http import UnreadablePostError
from django.utils.translation import gettext as _

WORKPLACE, LOGIN = "/admin/", "/admin/log"
MOST_FIELDS, MOST_LETTERS = 200, 100_000
# What a form carries along and nobody types: tokens, numbers of rows and versions, buttons, what was ticked in a list.
CARRIED = re.compile(
    r"_.*|csrfmiddlewaretoken|autosave_.*|base|version|versions?-\d+|theirs|mine|revision|step|action|index|next|select_across"
    r"|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*-DELETE|.*-id|.*password.*|initial-.*"
)
_NAMED_BY = ("Practice", "Place", "Source", "HandlungsmusterCoding")


def typed_in(request):
    """[(name of the field, text)] of a POST to the workplace; [] for anything else, and where it can't be read."""
    if request.method != "POST" or not request.path_info.startswith(WORKPLACE) or request.path_info.startswith(LOGIN):
        return []
    try:
        lists = list(request.POST.lists())
    except (RequestDataTooBig, SuspiciousOperation, UnreadablePostError, OSError):
        return []
    found = [
        (label_of(name), value[:MOST_LETTERS])
        for name, values in lists
        if not CARRIED.fullmatch(name)
        for value in values
        if value.strip()
    ]
    return found[:MOST_FIELDS]


def comment_of(request):
    """The comment that goes with a decision, without what no database stores."""
    return request.POST.get("comment", "").replace("\x00", "")[:5000]


def is_from_here(request):
    """Whether a page of this site sent the form: what another site makes somebody send is given back to nobody."""
    sent_by = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sent_by).netloc == request.get_host()


def label_of(name):
    """How people call a field: as the models do, where one has it."""
    bare = name.rpartition("-")[2]
    if bare == "comment":
        return _("Comment")
    for model in _NAMED_BY:
        try:
            return str(apps.get_model("practices", model)._meta.get_field(bare).verbose_name)
        except (FieldDoesNotExist, AttributeError):
            continue
    return bare.replace("_", " ")
