"""Is a content allowed? Asked of the models themselves, on instances that are never saved, without a query per row."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from core.plaintext import SUSPICIOUS
from exchange.faults.fault import Fault
from practices.case.contents import CODINGS, TEXTS
from practices.models import (
    Citation,
    HandlungsfeldCoding,
    Practice,
    PracticeImage,
)
from practices.models.profile.members import given
from practices.systems import SYSTEMS

MODELS = {system.member: system.coding for system in SYSTEMS}
# References are looked up already, and what isn't editable isn't in a table.
_NOT_ASKED = ("handlungsfeld", "handlungsfeld_coder", "author")
# Stands for the key of a case that has none yet.
_NO_KEY = -1


def practice_of(content, vocabulary, practice=None):
    """An unsaved Practice with what a content says of the case itself."""
    main = content["handlungsfeld"] or {}
    fields = {name: content[name] for name in TEXTS if name != "status"}
    fields |= {f"handlungsfeld_{part}": main.get(part, "") for part in ("basis", "chapter", "note")}
    return Practice(
        pk=practice.pk if practice else _NO_KEY,
        as_of=content["as_of"],
        confirmed=content["confirmed"],
        profile=given(content),
        handlungsfeld_id=vocabulary.pk("handlungsfeld", main.get("slug", "")),
        **fields,
    )


def validate(content, vocabulary, practice=None):
    """[Fault] of a content in the plain form, whose references are known. ``practice``: the case it changes."""
    checked = practice_of(content, vocabulary, practice)
    faults = _own_faults(checked, content)
    if checked.handlungsfeld_id is None:
        faults.append(Fault("handlungsfeld", "", str(_required())))
    for member in CODINGS:
        names = vocabulary.names(member)
        for coding in content[member]:
            for fault in _coding_faults(member, coding["basis"], coding["chapter"], coding["note"], get_language()):
                title = names.title(coding["slug"])
                message = f"{title}: {fault.message}"
                faults.append(Fault(member, _shown(coding, title), message, fault.proposal))
    main = content["handlungsfeld"]
    if main and any(main["slug"] == coding["slug"] for coding in content["further_handlungsfelder"]):
        faults.append(_main_again(checked, vocabulary.names("handlungsfeld").title(main["slug"])))
    for cited in content["sources"]:
        faults += _part_faults("sources", Citation(locator=cited["locator"]), cited["locator"], ("practice", "source"))
    for image in content["images"]:
        fields = {name: image[name] for name in ("alt", "author", "licence")}
        faults += _part_faults("images", PracticeImage(**fields), image["picture"][:12], ("practice", "picture"))
    return faults


def _own_faults(practice, content):
    try:
        practice.full_clean(exclude=_NOT_ASKED, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [
            _fault(field, str(_value_of(content, field)), one)
            for field, errors in error.error_dict.items()
            for one in errors
            if not (field == "handlungsfeld_basis" and content["handlungsfeld"] is None)
        ]
    return []


def _fault(field, value, error):
    if error.code == SUSPICIOUS:
        return Fault(field, value, error.params["message"], error.params["proposal"])
    return Fault(field, value, " ".join(error.messages))


def _value_of(content, field):
    part = field.removeprefix("handlungsfeld_")
    value = (content["handlungsfeld"] or {}).get(part) if part != field else content.get(field)
    return "" if value is None else value


@lru_cache(maxsize=5000)
def _coding_faults(member, basis, chapter, note, language):
    coding = MODELS[member](basis=basis, chapter=chapter, note=note)
    return tuple(_part_faults(member, coding, "", ("practice", "term", "coder")))


def _main_again(practice, title):
    """The models' own words for a main Handlungsfeld that is coded as a further one too."""
    coding = HandlungsfeldCoding(practice=practice, term_id=practice.handlungsfeld_id, basis="editorial", note="…")
    try:
        coding.clean()
    except ValidationError as error:
        return Fault("further_handlungsfelder", title, f"{title}: {' '.join(error.messages)}")
    raise AssertionError("the model allows what the import refuses")


def _part_faults(member, instance, value, not_asked):
    try:
        instance.full_clean(exclude=not_asked, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [_fault(member, value, one) for errors in error.error_dict.values() for one in errors]
    return []


def _required():
    return Practice._meta.get_field("title").error_messages["blank"]


def _shown(coding, title):
    return " | ".join(filter(None, (title, coding["basis"], coding["chapter"], coding["note"])))
