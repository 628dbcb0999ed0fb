"""The page that shows two versions keeps what it promises: what either side added stays."""

import pytest
from bs4 import BeautifulSoup

from practices.case.contents import read
from practices.models import Version
from tests.workplace.conftest import edit, form_of

pytestmark = pytest.mark.django_db


def add(fields, part, **row):
    """The form with one more row of a part, and all rows that it had."""
    at = int(fields[f"{part}-INITIAL_FORMS"])
    return fields | {f"{part}-TOTAL_FORMS": str(at + 1)} | {f"{part}-{at}-{name}": text for name, text in row.items()}


def both_save(as_, draft, theirs, mine):
    """The page that the second one gets: (client, address, fields). ``theirs``/``mine``: fields → fields."""
    first, second = as_("erfassung"), as_("redaktion")
    own = mine(form_of(second, edit(draft)))
    assert first.post(edit(draft), theirs(form_of(first, edit(draft)))).status_code == 302
    answer = second.post(edit(draft), own)
    assert answer.status_code == 200
    form = BeautifulSoup(answer.content, "html.parser").find("form", class_="merge")
    fields = {
        field["name"]: field.get("value") or field.text.lstrip("\n")
        for field in form.find_all(["input", "textarea"])
        if field.get("type") != "radio" or field.has_attr("checked")
    }
    return second, form["action"], fields, form


def reason_and_another(note, term):
    def change(fields):
        row = {"term": term, "basis": "editorial", "note": f"Grund für {term}"}
        return add(
            fields | {"handlungsmuster-0-note": note, "handlungsmuster-0-basis": "editorial"}, "handlungsmuster", **row
        )

    return change


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_one_reason_changed_by_both_and_a_handlungsmuster_added_by_each(as_, draft, side):
    first = read(draft.pk)["handlungsmuster"][0]["slug"]
    known = {one["slug"] for one in read(draft.pk)["handlungsmuster"]}
    new = [slug for slug in ("protestieren", "raeume-aneignen", "mit-entscheiden") if slug not in known]
    theirs, mine = new[:2]
    client, address, fields, form = both_save(
        as_, draft, reason_and_another("Ihr Grund.", theirs), reason_and_another("Mein Grund.", mine)
    )
    (name,) = {field["name"] for field in form.find_all("input", type="radio")}
    assert client.post(address, fields | {name: side}).status_code == 302
    found = {one["slug"]: one["note"] for one in read(draft.pk)["handlungsmuster"]}
    assert {theirs, mine} <= found.keys()
    assert found[first] == {"mine": "Mein Grund.", "theirs": "Ihr Grund."}[side]


def test_two_who_each_add_a_place_keep_both(as_, draft):
    client, address, fields, form = both_save(
        as_,
        draft,
        lambda fields: add(fields, "places", place="loitz"),
        lambda fields: add(fields, "places", place="andernach"),
    )
    assert client.post(address, fields).status_code == 302
    assert set(read(draft.pk)["places"]) == {"olfen", "loitz", "andernach"}
    assert form.find("input", type="radio") is None


def test_both_passages_of_one_source_stay_unless_one_is_chosen(as_, draft):
    client, address, fields, _form = both_save(
        as_,
        draft,
        lambda fields: fields | {"sources-0-locator": "S. 11"},
        lambda fields: fields | {"sources-0-locator": "S. 22"},
    )
    assert client.post(address, fields).status_code == 302
    assert {"S. 11", "S. 22"} <= {one["locator"] for one in read(draft.pk)["sources"]}


def test_the_same_decision_twice_is_written_once(as_, draft):
    client, address, fields, _form = both_save(
        as_, draft, lambda fields: fields | {"title": "Ihrer"}, lambda fields: fields | {"title": "Meiner"}
    )
    answers = [client.post(address, fields | {"take-title": "own", "own-title": "Unserer"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    draft.refresh_from_db()
    assert draft.title == "Unserer"
    assert Version.objects.filter(practice=draft).count() == 3


def test_what_fits_nowhere_goes_on_in_the_form(as_, draft):
    """Both sides together can be impossible: then it is worked on where everything can be changed."""
    client, address, fields, _form = both_save(
        as_, draft, lambda fields: fields | {"title": "Ihrer"}, lambda fields: fields | {"title": "Meiner"}
    )
    answer = client.post(address, fields | {"take-title": "theirs", "_form": "1"})
    assert answer["Location"] == edit(draft)
    again = form_of(client, edit(draft))
    assert (again["title"], again["base"]) == ("Ihrer", "2")
    assert again["sources-0-source"] == "Urbane Kleinstädte"
    assert client.post(edit(draft), again | {"title": "Am Ende so"}).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Am Ende so"
