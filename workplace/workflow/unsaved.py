"""What is typed and not saved yet is kept per person and form, whole and unchecked, so that nothing is lost.

A form that was opened (``Sheet``) carries what it started from. What comes back to it later, from whichever tab and
after whatever happened meanwhile, brings that number along, so that saving it merges instead of overwriting.
"""

import json
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.models import Autosave, Practice, SentForm

MOST_BYTES = 500_000
MOST_KEPT = 200
DISCARDED_FOR = timedelta(days=30)
SENT_FOR = timedelta(days=30)
# A case, a new one, or a record (practices.records; a new one has no number).
KEY = re.compile(r"practice-\d{1,18}|new-[0-9a-f]{16}|[a-z]+\.[a-z]+-\d{1,18}")
FORM = re.compile(r"[0-9a-f]{16,32}")
# What a form carries beside what is typed.
NOT_KEPT = {
    "csrfmiddlewaretoken",
    "base",
    "autosave_key",
    "form",
    "restored",
    "not_a_duplicate",
    "_save",
    "_submit",
    "_leave",
    "_into",
}


@dataclass(frozen=True)
class Sheet:
    """A form that somebody has in front of them.

    ``key`` names its case, ``form`` the page, ``base`` the version it started from (None where nobody knows),
    ``restored`` the kept state it was filled in from, as _mark() writes it.
    """

    key: str
    form: str
    base: int | None
    restored: str = ""

    @classmethod
    def opened(cls, practice, base, *, token="", kept=None):
        """A page just made. What was kept brings its own base along; a new case gets a token of its own."""
        key = f"practice-{practice.pk}" if practice is not None else f"new-{token}"
        if not KEY.fullmatch(key):
            key = f"new-{secrets.token_hex(8)}"
        if kept is not None:
            base = kept.base
        return cls(key, secrets.token_hex(16), base, _mark(kept) if kept else "")

    @classmethod
    def sent(cls, data):
        """What a browser sent (a QueryDict); what is no key or token becomes ""."""
        key, form, base = data.get("autosave_key", ""), data.get("form", ""), data.get("base", "")
        known = base.isascii() and base.isdecimal() and len(base) < 10
        return cls(
            key if KEY.fullmatch(key) else "",
            form if FORM.fullmatch(form) else "",
            int(base) if known else None,
            data.get("restored", "")[:60],
        )

    def as_new(self):
        """The same page for a case that isn't there yet, or not any more."""
        return replace(self, key=f"new-{secrets.token_hex(8)}", form=secrets.token_hex(16), base=0, restored="")

    @property
    def draft(self):
        """The token of a new case; "" for one that is there."""
        return self.key.removeprefix("new-") if self.key.startswith("new-") else ""

    @property
    def pk(self):
        """The key of the case; None for a new one."""
        number = self.key.removeprefix("practice-")
        return int(number) if number.isdecimal() else None


def pairs_of(data):
    """[[name, value]] of what a form sent, without what no database stores."""
    return [
        [name.replace("\x00", ""), value.replace("\x00", "")]
        for name, values in data.lists()
        for value in values
        if name not in NOT_KEPT and isinstance(value, str)
    ]


def keep(user, sheet, pairs, *, late=False):
    """Keep what is typed on this page; returns the Autosave, None where just this was saved already.

    ``late``: it may have been under way while the page was saved, then it is older than that. Raises
    ValidationError where there is no valid key, or too much.
    """
    if not sheet.key:
        raise ValidationError(_("This form has no valid key; reload the page."))
    if len(json.dumps(pairs)) > MOST_BYTES:
        raise ValidationError(_("That is too much text to be kept meanwhile; save it."))
    sent = SentForm.objects.filter(user=user, form=sheet.form).first() if sheet.form else None
    if sent is not None and (late or sent.digest == digest_of(pairs)):
        return None
    kept, _created = Autosave.objects.update_or_create(
        user=user, key=sheet.key, form=sheet.form, defaults={"data": pairs, "base": sheet.base, "discarded": None}
    )
    _drop_restored(user, sheet, but=kept.pk)
    _sweep(user)
    return kept


def of(user, key, *, discarded=False):
    """The states kept under a key, the newest first."""
    rows = Autosave.objects.filter(user=user, key=key, discarded__isnull=not discarded)
    return list(rows.order_by("-at", "-pk"))


def begun(user, *, discarded=False):
    """New cases that this person began and never saved, the newest state of each: [Autosave].

    What is kept of a case that is gone meanwhile counts among them.
    """
    _set_free_gone(user)
    return _newest(Autosave.objects.filter(user=user, key__startswith="new-", discarded__isnull=not discarded))


def unfinished(user):
    """What this person typed on forms of cases, new or not, and never saved, the newest state of each: [Autosave]."""
    _set_free_gone(user)
    cases = Q(key__startswith="new-") | Q(key__startswith="practice-")
    return _newest(Autosave.objects.filter(cases, user=user, discarded__isnull=True))


def _newest(rows):
    newest = {}
    for row in rows.order_by("-at", "-pk"):
        newest.setdefault(row.key, row)
    return list(newest.values())


def _set_free_gone(user):
    kept = Autosave.objects.filter(user=user, key__startswith="practice-").values_list("key", flat=True)
    keys = {int(key.removeprefix("practice-")) for key in kept}
    if keys:
        there = Practice.objects.filter(pk__in=keys).values_list("pk", flat=True)
        for pk in keys.difference(there):
            set_free(user, pk)


def set_free(user, pk):
    """What is kept of a case that is gone (by its key) becomes a new one that was begun: its states, newest first."""
    key = f"new-{secrets.token_hex(8)}"
    Autosave.objects.filter(user=user, key=f"practice-{pk}").update(key=key)
    return of(user, key)


def forget(user, sheet):
    """What was typed on this page is saved."""
    Autosave.objects.filter(user=user, key=sheet.key, form=sheet.form).delete()
    _drop_restored(user, sheet)


def discard(user, key, pk=None):
    """Put aside what is kept under a key, or one state of it; it can be fetched back for a while."""
    rows = Autosave.objects.filter(user=user, key=key, discarded=None)
    rows = rows.filter(pk=pk) if pk is not None else rows
    gone = list(rows)
    rows.update(discarded=timezone.now())
    Autosave.objects.filter(user=user, discarded__lt=timezone.now() - DISCARDED_FOR).delete()
    return gone


def digest_of(pairs):
    return sha256(json.dumps(sorted(pairs)).encode()).hexdigest()


def outcome(user, sheet):
    """The SentForm of this page, or of the new case it belongs to; None where no case that is there came of it."""
    mine = SentForm.objects.filter(user=user, case__in=Practice.objects.values("pk"))
    found = mine.filter(form=sheet.form).first() if sheet.form else None
    if found is None and sheet.draft:
        found = mine.filter(key=sheet.key).order_by("-pk").first()
    return found


def made(user, pk):
    """The SentForm with which this person made the case with this key (as it was sent); None where they didn't."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    cases = Practice.objects.filter(pk=int(pk)).values("pk")
    return SentForm.objects.filter(user=user, key__startswith="new-", case__in=cases).order_by("pk").first()


def claim(user, sheet, pairs):
    """Say that this page is being saved. Who says the same meanwhile waits, and gets an IntegrityError."""
    if sheet.form and sheet.key:
        SentForm.objects.filter(user=user, at__lt=timezone.now() - SENT_FOR).delete()
        SentForm.objects.create(user=user, form=sheet.form, key=sheet.key, digest=digest_of(pairs))


def record(user, sheet, pairs, practice, number):
    """This page was saved: remember what became of it, and forget what was kept of it."""
    if sheet.form and sheet.key:
        SentForm.objects.update_or_create(
            user=user,
            form=sheet.form,
            defaults={"key": sheet.key, "digest": digest_of(pairs), "case": practice.pk, "number": number},
        )
    forget(user, sheet)


def as_data(kept):
    """What was typed, as a QueryDict."""
    return querydict(kept.data)


def querydict(pairs):
    """[[name, value]] as a QueryDict."""
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


def _mark(kept):
    return f"{kept.pk}.{kept.at.isoformat()}"


def _drop_restored(user, sheet, but=None):
    """The state this page was filled in from has done its work, unless another tab went on with it since."""
    pk = sheet.restored.partition(".")[0]
    if pk.isascii() and pk.isdecimal() and len(pk) < 19 and int(pk) != but:
        row = Autosave.objects.filter(user=user, key=sheet.key, pk=int(pk)).first()
        if row is not None and _mark(row) == sheet.restored:
            row.delete()


def _sweep(user):
    """No more than so many states for one person: what was discarded goes first, then the oldest."""
    order = sorted(
        Autosave.objects.filter(user=user).values_list("discarded", "at", "pk"),
        key=lambda row: (row[0] is None, row[1]),
        reverse=True,
    )
    Autosave.objects.filter(pk__in=[pk for _discarded, _at, pk in order[MOST_KEPT:]]).delete()
