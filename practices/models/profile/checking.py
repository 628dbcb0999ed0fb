"""Whether a profile holds together: each member by itself, and what must stand beside what."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.plaintext import broken
from practices.models.profile.members import GROUNDS, GROUPS, MEMBERS, normal


def check(profile, carrier):
    """Raise ValidationError by member. ``carrier``: the first one of the case, "" where there is none."""
    found = {}
    values = normal(profile)
    for member in MEMBERS:
        if values[member.name] != member.kind.empty and values[member.name] != []:
            try:
                _check_texts(values[member.name])
                member.kind.check(values[member.name])
            except ValidationError as error:
                found[member.name] = error.error_list
    for name, text in _together(values, carrier):
        found.setdefault(name, [text])
    if found:
        raise ValidationError(found)


def _check_texts(value):
    if isinstance(value, str) and (suspected := broken(value)):
        raise suspected.error
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check_texts(part)


def _together(values, carrier):
    """(member, what is wrong) of members that need each other."""
    if values["phase"] and not values["phase_year"]:
        yield "phase_year", _("A phase needs the year in which it was last known.")
    if values["phase_year"] and not values["phase"]:
        yield "phase", _("There is a year, but no phase.")
    begin, end = values["begin"], values["end"]
    # A year alone holds all of its months.
    if begin and end and end < begin[: len(end)]:
        yield "end", _("The end (%(end)s) lies before the begin (%(begin)s).") % {"end": end, "begin": begin}
    if values["cost_amount"] is not None and not values["cost_currency"]:
        yield "cost_currency", _("An amount needs its currency.")
    if values["cost_currency"] and values["cost_amount"] is None:
        yield "cost_amount", _("There is a currency, but no amount.")
    if values["evidence"] and not values["effects"]:
        yield "effects", _("There is a kind of evidence, but no text on what came of it.")
    if values["effects"] and not values["evidence"]:
        yield "evidence", _("Say how one knows of the effect.")
    if values["contact_address"] and not values["contact"]:
        yield "contact", _("Say whose address this is.")
    if values["further_carriers"] and not carrier:
        yield "further_carriers", _("There is no first carrier.")
    elif carrier in values["further_carriers"]:
        yield "further_carriers", _("The first carrier stands among the further ones.")
    for member in MEMBERS:
        if member.english and values[member.name] and not values[member.german]:
            yield member.german, _("It is there in English only.")
    yield from _grounds(values, carrier)


def _grounds(values, carrier):
    for group in GROUPS:
        ground = f"{group}_basis"
        if ground not in GROUNDS:
            continue
        asked = [m.name for m in MEMBERS if m.group == group and not m.free and m.name != ground]
        told = [name for name in asked if values[name] or values[name] == 0]
        if told and values[ground] is None:
            yield (
                ground,
                _("Say on what this rests: on a source, with its passage, or on our judgement, with a reason."),
            )
        if values[ground] and not told and not (group == "actors" and carrier):
            yield ground, _("There is nothing that this could be the ground of.")
