"""Enter presses the first button of a form: on no page of the workplace does that destroy anything.

Every page below /admin/ is visited, found from the addresses themselves. What destroys asks first, without a script
too: it stands folded away, or on a page that asks.
"""

import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from practices.case.contents import read
from practices.models import ImportJob, Practice, SecondCoding, Version
from tests.workplace.conftest import edit, form_of
from workplace.workflow import revisions, steps

pytestmark = pytest.mark.django_db

DESTROYS = re.compile(r"discard|delete|give-up|reject|withdraw|unset|remove|bring-back", re.IGNORECASE)
ASKS = ("delete/", "delete_selected")
# (method, name of the default button, the rest of the address it is sent to) of forms with fields to press Enter in.
# Whoever adds a form with fields says here that its first button does no harm.
HARMLESS = {
    ("post", "_save"),  # the case, and every form of the admin
    ("post", "index"),  # the action chosen above a list; deleting asks on a page of its own
    ("post", "save"),  # a second coding, as it is so far
    ("post", "set-password"),
    ("post", "password/"),
    ("post", "merge/"),
    ("post", "comeback/"),
    ("post", "login/"),
    ("post", "password_change/"),
    ("post", "import/"),
    ("post", "columns/"),
    ("post", "check/"),
    ("post", "settle"),
}


def addresses(patterns=None, before=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from addresses(pattern.url_patterns, route)


def filled(route, samples):
    """The route with something that is there in place of each converter; [] where nothing is."""
    route = re.sub(r"\^\(\?P<app_label>.*\)/\$", "practices/", route)
    model = re.match(r"admin/(\w+)/(\w+)/(?:<path:object_id>|<id>|<int:pk>)", route)
    pks = [""]
    name = (model[1], model[2]) if model else None
    if name in samples:
        pks = samples[name]
    elif model and model[2] in apps.all_models[model[1]]:
        pks = [row.pk for row in apps.get_model(*name)._base_manager.all()[:1]]
    for pk in pks:
        address = re.sub(r"<(?:path:object_id|id|int:pk)>", str(pk), route) if pk else route
        for converter, value in samples["converters"].items():
            address = address.replace(converter, str(value))
        yield f"/{address}"


@pytest.fixture
def samples(published, in_review_too, people):
    """Cases in every state, a second coding, an import."""
    pending = revisions.save(published, read(published.pk) | {"title": "Vorschlag"}, people["kollegin"])
    open_one = Practice.objects.get(slug="olfen-buergerbus")
    revisions.save(open_one, read(open_one.pk) | {"title": "Offen"}, people["host"])
    revisions.take(pending, "submit", people["kollegin"])
    gone = Practice.objects.filter(status="published").exclude(pk__in=[published.pk, open_one.pk]).first()
    steps.take(gone, "withdraw", people["redaktion"], "Darum")
    coding = SecondCoding.objects.create(practice=open_one, coder=people["host"], coder_name="H")
    done = SecondCoding.objects.create(
        practice=in_review_too, coder=people["kollegin"], coder_name="K", state="finished", first={}, content={}
    )
    job = ImportJob.objects.create(id=uuid.uuid4(), by=people["host"], filename="x.csv", state="checked")
    cases = [published.pk, in_review_too.pk, open_one.pk, gone.pk]
    return {
        ("practices", "practice"): cases,
        ("practices", "second-coding"): [coding.pk],
        "converters": {
            "<uuid:pk>": job.pk,
            "<int:number>": 1,
            "<str:ending>": "csv",
            "<int:content_type_id>": 1,
            "<object_id>": 1,
            "<int:pk>": done.pk,
        },
    }


@pytest.fixture
def in_review_too(people):
    from core.acting import acting
    from practices.case.applying import apply
    from tests.workplace.conftest import content

    with acting(user=people["erfassung"]):
        practice = apply(None, content(slug="noch-einer", title="Noch einer"))
    return steps.take(practice, "submit", people["erfassung"])


def faults(page, address):
    """What is wrong with the forms of a page: a default button that isn't known as harmless, one that doesn't ask."""
    found = []
    for form in page.find_all("form"):
        own = [e for e in form.find_all(["button", "input"]) if e.get("form") in (None, form.get("id"))]
        own += [e for e in page.find_all(["button", "input"], form=form.get("id")) if form.get("id") and e not in own]
        order = list(page.find_all(["button", "input"]))
        own.sort(key=lambda e: next(at for at, one in enumerate(order) if one is e))
        buttons = [e for e in own if (e.get("type") or "submit") in ("submit", "image") and e.name == "button"]
        buttons += [e for e in own if e.name == "input" and e.get("type") in ("submit", "image")]
        buttons.sort(key=lambda e: next(at for at, one in enumerate(order) if one is e))
        fields = [
            e for e in own
            if e.name == "input" and e.get("type") not in ("hidden", "submit", "image", "button", "reset", "file")
        ]  # fmt: skip
        method, action = form.get("method", "get").lower(), form.get("action") or address
        if method != "post" or not buttons:
            continue
        default = buttons[0]
        names = {("post", default.get(key, "-")) for key in ("name", "value")}
        names.add(("post", action.split("?")[0].split("#")[0].strip("/").rpartition("/")[2] + "/"))
        names.update(("post", name) for name in form.get("class", []))
        if fields and (not names & HARMLESS or DESTROYS.search(f"{default.get('name')} {default.get('value')}")):
            found.append(f"{address}: Enter presses {default}")
        for button in buttons:
            told = f"{button.get('name')} {button.get('value')} {button.get('formaction', action)}"
            asked = button.find_parent("details") or address.endswith(ASKS)
            if DESTROYS.search(told) and "bring-back" not in told and not asked:
                found.append(f"{address}: {button} doesn't ask")
    return found


def test_enter_destroys_nothing_on_any_page(samples, as_):
    visited, found = set(), []
    for name in ("host", "kollegin"):
        client = as_(name)
        for route in addresses():
            if not route.startswith("admin/") or "<url>" in route or route.startswith("admin/r/"):
                continue
            for address in filled(route, samples):
                assert "<" not in address, f"{route}: say in samples what stands for it"
                answer = client.get(address)
                if answer.status_code in (200, 403) and answer.get("Content-Type", "").startswith("text/html"):
                    visited.add(route)
                    found += faults(BeautifulSoup(answer.content, "html.parser"), address)
    assert not found, "\n".join(sorted(set(found)))
    for expected in (
        "<int:pk>/review/",
        "<int:pk>/change/",
        "<uuid:pk>/",
        "auth/user/add/",
        "second-coding/",
        "stale/",
    ):
        assert any(route.endswith(expected) for route in visited), expected


def test_nor_on_the_pages_that_only_a_post_shows(as_, draft, people):
    client = as_("erfassung")
    client.post("/admin/practices/practice/autosave/", form_of(client, edit(draft)) | {"title": "Getippt"})
    restored = client.get(edit(draft))
    fields = form_of(client, edit(draft))
    pages = [
        restored,
        client.post(edit(draft), fields | {"title": ""}),
        client.post(edit(draft), fields | {"base": ""}),
    ]
    client.cookies.clear()
    pages.append(client.post(edit(draft), fields))
    shown = [BeautifulSoup(page.content, "html.parser") for page in pages]
    assert [len(page.select("#case-form, .merge, .comeback")) for page in shown] == [1] * 4
    assert [fault for page in shown for fault in faults(page, edit(draft))] == []


def test_enter_in_a_form_with_a_restored_state_saves_it(as_, draft):
    """It pressed “discard”: everything typed was gone without a question."""
    client = as_("erfassung")
    client.post("/admin/practices/practice/autosave/", form_of(client, edit(draft)) | {"title": "Getippt"})
    form = BeautifulSoup(client.get(edit(draft)).content, "html.parser").find("form", id="case-form")
    default = form.find(["button", "input"], type="submit")
    client.post(edit(draft), form_of(client, edit(draft)) | {default["name"]: default["value"]})
    draft.refresh_from_db()
    assert draft.title == "Getippt"
    assert Version.objects.filter(practice=draft).count() == 2
