"""Who gave each coding of a revision: whoever brought it into the form it has, in whichever version."""

from practices.case.contents import CODINGS, normal
from practices.models import Version


def of(revision):
    """{(member, slug): user or None} of the codings of a revision that the case it started from doesn't have so."""
    first = Version.objects.get(practice=revision.practice_id, number=revision.base)
    before, given = _codings(first.content), {}
    for version in Version.objects.filter(revision=revision).select_related("by").order_by("number"):
        after = _codings(version.content)
        given = {key: user for key, user in given.items() if key in after}
        given |= {key: version.by for key in after if before.get(key) != after[key]}
        before = after
    return given


def _codings(content):
    """{(member, slug): coding}."""
    content = normal(content)
    found = {(member, coding["slug"]): coding for member in CODINGS for coding in content[member]}
    if main := content["handlungsfeld"]:
        found["handlungsfeld", main["slug"]] = main
    return found
