"""``/admin/practices/disagreements/``: where coders differ, case by case, and how it was settled."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from handlungsfelder import codebook
from practices.models import Basis, Resolution, SecondCoding, Status
from workplace.coding import second_coding
from workplace.coding.disagreements import Decision, disagreements, may_look, resolve
from workplace.coding.pages.frame import page
from workplace.coding.second_coding import MEMBERS, caption_of
from workplace.frame.typed import typed_in
from workplace.workflow import blind_coders, decisions, revisions, steps
from workplace.workflow.decisions import Overtaken
from workplace.workflow.steps import Refused

ON_A_PAGE = 50


def overview(request):
    """The finished second codings that this user may compare; those with something to settle first."""
    user = request.user
    codings = second_coding.finished().exclude(practice__in=blind_coders.blinded_cases(user)).select_related("practice")
    codings = codings.prefetch_related("resolutions").order_by("-finished")
    entries = []
    for coding in codings:
        if coding.coder_id == user.pk or steps.may_see(coding.practice, user):
            found = disagreements(coding)
            entries.append((coding, len(found), sum(one.resolution is None for one in found)))
    entries.sort(key=lambda entry: entry[2] == 0)
    return page(
        request,
        "disagreements",
        {
            "here": "disagreements",
            "title": _("Disagreements"),
            "entries": Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page")),
            "unsettled": sum(entry[2] for entry in entries),
        },
    )


def case(request, pk):
    """One second coding beside the first. POST ``member``, ``term``, ``decision``, ``reason`` settles one."""
    resolutions = Prefetch("resolutions", Resolution.objects.order_by("at"))
    coding = get_object_or_404(SecondCoding.objects.select_related("practice").prefetch_related(resolutions), pk=pk)
    if not may_look(coding, request.user):
        raise Refused(_("You can't compare these codings now: the second coding isn't finished, or you code the case."))
    errors, refused = {}, {}
    if request.method == "POST":
        try:
            errors = _settle(request, coding)
        except decisions.Gone:
            raise
        except Refused as refusal:
            refused = {"refused": str(refusal), "typed": typed_in(request)}
            refused["status"] = 409 if isinstance(refusal, Overtaken) else 403
        else:
            if not errors:
                return redirect("coding:disagreement", pk)
    return page(request, "disagreement", _context(request, coding, errors) | refused, refused.get("status", 200))


def _settle(request, coding):
    """Errors by field of what was sent; {} when it was settled. Raises Refused."""
    sent = {name: request.POST.get(name, "") for name in ("member", "term", "decision", "reason")}
    version = decisions.named(request.POST.get("version"))
    version = decisions.UNNAMED if version is None else version
    try:
        resolve(coding, sent["member"], sent["term"], sent["decision"], sent["reason"], request.user, version)
    except ValidationError as error:
        texts = error.message_dict if hasattr(error, "error_dict") else {"decision": error.messages}
        known = {name: texts.pop(name) for name in ("decision", "reason") if name in texts}
        rest = [text for many in texts.values() for text in many]
        return sent | {"errors": known | ({"decision": [*known.get("decision", []), *rest]} if rest else {})}
    else:
        messages.success(request, _("Settled."))
    return {}


def _context(request, coding, errors):
    edition = codebook.current()
    book = edition.content if edition else {}
    practice = coding.practice
    items = [_item(one, book, errors) for one in disagreements(coding)]
    revision = revisions.active(practice) if practice.status == Status.PUBLISHED else None
    return {
        "here": "disagreements",
        "title": _("Disagreements: %(case)s") % {"case": practice.title},
        "coding": coding,
        "practice": practice,
        "edition": edition,
        "items": items,
        "unsettled": sum(item["resolution"] is None for item in items),
        "agreed": _agreed(coding, book),
        "state": decisions.state_of(practice.pk),
        "reviewer": steps.is_reviewer(request.user),
        "published": practice.status == Status.PUBLISHED,
        "revision": revision,
        "decisions": Decision.choices,
    }


def _item(one, book, errors):
    """What the template shows of a Disagreement; with what was sent for it and refused."""
    entries = codebook.entries(book, MEMBERS[one.member])
    own = errors if (errors.get("member"), errors.get("term")) == (one.member, one.slug) else {}
    return {
        "id": f"{one.member}-{one.slug}",
        "member": one.member,
        "slug": one.slug,
        "system": caption_of(one.member),
        "key": MEMBERS[one.member],
        "entry": entries.get(one.slug, {"title": one.slug}),
        "sides": [_side(_("First coding"), one.first, entries), _side(_("Second coding"), one.second, entries)],
        "resolution": one.resolution,
        "sent": own,
        "errors": own.get("errors", {}),
    }


def _side(name, coding, entries):
    if coding is None:
        return {"name": name}
    title = entries.get(coding["slug"], {}).get("title", coding["slug"])
    basis = Basis(coding["basis"]).label if coding["basis"] in Basis.values else coding["basis"]
    return {"name": name, "title": title, "basis": basis, **{key: coding[key] for key in ("chapter", "note")}}


def _agreed(coding, book):
    """[(name of the system, [titles])] of what both gave."""
    found = []
    for member, system in MEMBERS.items():
        entries = codebook.entries(book, system)
        one, other = ({c["slug"] for c in side.get(member, [])} for side in (coding.first, coding.content))
        titles = [entries.get(slug, {}).get("title", slug) for slug in sorted(one & other)]
        if titles:
            found.append((caption_of(member), titles))
    return found
