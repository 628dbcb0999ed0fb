"""The same form for a new record sent several times (a double click, the back button) makes one record."""

import re
import secrets

from django.urls import reverse

from practices.models import SentForm
from workplace.workflow.unsaved import digest_of

FIELD = "sent"
TOKEN = re.compile(r"[0-9a-f]{32}")


def token_for(request):
    """The token of the form that is shown: the one that was sent, or a new one."""
    sent = request.POST.get(FIELD, "")
    return sent if TOKEN.fullmatch(sent) else secrets.token_hex(16)


def outcome(request, kind):
    """The address of the record that came of this form; None where none did, or it is gone."""
    row = SentForm.objects.filter(user=request.user, form=request.POST.get(FIELD, ""), key=_key(kind)).first()
    if row is None or not kind.model._base_manager.filter(pk=row.case).exists():
        return None
    names = (kind.model._meta.app_label, kind.model._meta.model_name)
    return reverse("admin:{}_{}_change".format(*names), args=[row.case])


def claim(request, kind):
    """Say that this form is being saved, within the transaction that does. Who says so meanwhile: IntegrityError."""
    if TOKEN.fullmatch(request.POST.get(FIELD, "")):
        row, key = {"user": request.user, "form": request.POST[FIELD]}, _key(kind)
        SentForm.objects.filter(**row, key=key, case=None).delete()  # it was refused, and is sent again
        SentForm.objects.create(**row, key=key, digest=digest_of([]))


def record(request, kind, pk):
    """This form became the record with this key."""
    SentForm.objects.filter(user=request.user, form=request.POST.get(FIELD, ""), key=_key(kind)).update(case=pk)


def _key(kind):
    return f"{kind.label}-0"[:60]
