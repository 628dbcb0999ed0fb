"""Disagreements: found, shown side by side, and settled so that the case carries the decision."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from handlungsfelder.models import Handlungsmuster
from practices.case.contents import read
from practices.models import Practice, Resolution, Revision, Version
from practices.models.status import by_the_host
from tests.workplace.coding.conftest import coded
from workplace.coding import second_coding
from workplace.coding.disagreements import disagreements, resolve
from workplace.workflow import revisions
from workplace.workflow.decisions import state_of
from workplace.workflow.steps import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

OVERVIEW = "/admin/practices/disagreements/"


def page_of(coding):
    return f"{OVERVIEW}{coding.pk}/"


def slugs(content, member):
    return [coding["slug"] for coding in content[member]]


@pytest.fixture
def settled_by(clara):
    def settle(coding, member, slug, decision="second", reason="Der Text sagt es so.", user=clara):
        return resolve(coding, member, slug, decision, reason, user)

    return settle


@pytest.fixture
def coded_draft(draft, berta):
    """A draft (it was in review when berta coded it) on which she differs in everything but the roles."""
    with by_the_host():
        draft.status = "in-review"
        draft.save()
    coding = coded(
        draft,
        berta,
        handlungsfeld=["bauen-wohnen-flaeche"],
        handlungsmuster=["raeume-aneignen", "mit-anpacken"],
        teilaspekte=["koproduktion-von-daseinsvorsorge"],
    )
    with by_the_host():
        draft.status = "draft"
        draft.save()
    return coding


@pytest.fixture
def coded_published(case, berta):
    return coded(case, berta, handlungsmuster=["raeume-aneignen"], handlungsfeld=["bauen-wohnen-flaeche"])


def test_what_they_differ_in(coded_draft):
    found = {(one.member, one.slug): one for one in disagreements(coded_draft)}
    assert set(found) == {
        ("handlungsfeld", "bauen-wohnen-flaeche"),
        ("teilaspekte", "lern-und-begegnungsraeume"),
        ("handlungsmuster", "raeume-aneignen"),
    }
    main = found["handlungsfeld", "bauen-wohnen-flaeche"]
    assert (main.first["slug"], main.second["slug"]) == ("zusammenleben-daseinsvorsorge", "bauen-wohnen-flaeche")
    assert found["teilaspekte", "lern-und-begegnungsraeume"].second is None
    assert found["handlungsmuster", "raeume-aneignen"].first is None


def test_another_ground_for_the_same_code_is_no_disagreement(case, berta):
    assert disagreements(coded(case, berta)) == []


# On a draft the case changes at once


def test_second_on_a_draft_adds_removes_and_moves(draft, coded_draft, settled_by, clara):
    settled_by(coded_draft, "handlungsmuster", "raeume-aneignen")
    settled_by(coded_draft, "teilaspekte", "lern-und-begegnungsraeume")
    settled_by(coded_draft, "handlungsfeld", "bauen-wohnen-flaeche")
    content = read(draft.pk)
    assert slugs(content, "handlungsmuster") == ["mit-anpacken", "raeume-aneignen"]
    assert slugs(content, "teilaspekte") == ["koproduktion-von-daseinsvorsorge"]
    assert content["handlungsfeld"] == {
        "slug": "bauen-wohnen-flaeche",
        "basis": "editorial",
        "chapter": "",
        "note": "Grund für bauen-wohnen-flaeche",
    }
    version = Version.objects.filter(practice=draft.pk).latest("number")
    assert (version.action, version.by) == (Version.Action.CODED, clara)
    assert "Der Text sagt es so." in version.comment


def test_first_leaves_the_case_and_its_versions_as_they_are(draft, coded_draft, settled_by):
    before, versions = read(draft.pk), Version.objects.filter(practice=draft.pk).count()
    for one in disagreements(coded_draft):
        settled_by(coded_draft, one.member, one.slug, "first")
    assert read(draft.pk) == before
    assert Version.objects.filter(practice=draft.pk).count() == versions
    assert coded_draft.resolutions.count() == 3


def test_first_holds_even_where_the_case_changed_since(draft, coded_draft, settled_by):
    draft.teilaspekte.filter(term__slug="lern-und-begegnungsraeume").delete()
    settled_by(coded_draft, "teilaspekte", "lern-und-begegnungsraeume", "first")
    assert "lern-und-begegnungsraeume" in slugs(read(draft.pk), "teilaspekte")


def test_a_further_field_that_becomes_the_main_one_isnt_both(case, berta, settled_by, draft):
    with by_the_host():
        draft.status = "in-review"
        draft.save()
    further = ["bauen-wohnen-flaeche"]
    one = coded(draft, berta, further_handlungsfelder=further)
    settled_by(one, "further_handlungsfelder", "bauen-wohnen-flaeche")
    assert slugs(read(draft.pk), "further_handlungsfelder") == further
    coding = second_coding.finished().get()
    coding.content = coding.content | {"handlungsfeld": coding.content["further_handlungsfelder"]}
    coding.save()
    settled_by(coding, "handlungsfeld", "bauen-wohnen-flaeche")
    content = read(draft.pk)
    assert (content["handlungsfeld"]["slug"], content["further_handlungsfelder"]) == ("bauen-wohnen-flaeche", [])


# On a published case it is a revision


def test_second_on_a_published_case_waits_for_approval(case, coded_published, settled_by, clara, person):
    before = read(case.pk)
    settled_by(coded_published, "handlungsmuster", "raeume-aneignen")
    settled_by(coded_published, "handlungsfeld", "bauen-wohnen-flaeche")
    assert read(case.pk) == before
    revision = revisions.active(case)
    assert (revision.author, revision.state) == (clara, Revision.State.REVIEW)
    assert Revision.objects.count() == 1
    proposed = revisions.latest(revision)
    assert proposed.action == Version.Action.CODED
    assert slugs(proposed.content, "handlungsmuster") == ["mit-anpacken", "raeume-aneignen"]
    with pytest.raises(Refused):
        revisions.take(revision, "approve", clara)
    revisions.take(revision, "approve", person("dora", "Redaktion"))
    content = read(case.pk)
    assert content["handlungsfeld"]["slug"] == "bauen-wohnen-flaeche"
    assert slugs(content, "handlungsmuster") == ["mit-anpacken", "raeume-aneignen"]


def test_ones_own_open_revision_takes_it_along_and_stays_open(case, coded_published, settled_by, clara):
    revisions.save(case, read(case.pk) | {"title": "Ein anderer Titel"}, clara)
    settled_by(coded_published, "handlungsmuster", "raeume-aneignen")
    revision = revisions.active(case)
    assert revision.state == Revision.State.OPEN
    content = revisions.latest(revision).content
    assert content["title"] == "Ein anderer Titel"
    assert "raeume-aneignen" in slugs(content, "handlungsmuster")


def test_somebody_elses_revision_refuses_it_by_name(client, case, coded_published, clara, person):
    revisions.save(case, read(case.pk) | {"title": "Ein anderer Titel"}, person("dora", "Erfassung"))
    client.force_login(clara)
    sent = {"member": "handlungsmuster", "term": "raeume-aneignen", "decision": "second", "reason": "Ja."}
    sent["version"] = state_of(case.pk)
    page = client.post(page_of(coded_published), sent, follow=True).content.decode()
    assert "Dora hat eine Änderung dieses Falls in Arbeit" in page
    assert Resolution.objects.count() == 0
    # What needs no change of the case can be settled all the same.
    client.post(page_of(coded_published), sent | {"decision": "first"})
    assert Resolution.objects.get().decision == "first"


@pytest.mark.parametrize("names", [True, False])
def test_a_case_that_changed_meanwhile_is_looked_at_first(client, case, coded_published, clara, names):
    client.force_login(clara)
    shown = BeautifulSoup(client.get(page_of(coded_published)).content, "html.parser")
    seen = shown.select_one(".settle [name=version]")["value"]
    with by_the_host():
        case.summary = "Inzwischen anders."
        case.save()
    sent = {"member": "handlungsmuster", "term": "raeume-aneignen", "decision": "second", "reason": "Mein Grund."}
    answer = client.post(page_of(coded_published), sent | ({"version": seen} if names else {}))
    assert answer.status_code == 409
    assert "Mein Grund." in answer.content.decode()
    assert Resolution.objects.count() == 0


def test_a_withdrawn_case_refuses_it(case, coded_published, settled_by):
    with by_the_host():
        case.status = "withdrawn"
        case.save()
    with pytest.raises(Refused, match="Zurückgezogen"):
        settled_by(coded_published, "handlungsmuster", "raeume-aneignen")
    assert Resolution.objects.count() == 0


def test_a_public_case_doesnt_lose_its_last_pattern_in_silence(case, berta, settled_by):
    coding = coded(case, berta, handlungsmuster=[])
    with pytest.raises(ValidationError, match="Handlungsmuster"):
        settled_by(coding, "handlungsmuster", "mit-anpacken")
    assert not Revision.objects.exists()
    Practice.objects.filter(pk=case.pk).update(coding_note="Die Quelle schweigt.")
    settled_by(coding, "handlungsmuster", "mit-anpacken")
    assert slugs(revisions.latest(revisions.active(case)).content, "handlungsmuster") == []


def test_a_term_that_is_gone_is_refused_and_named(case, berta, clara, client):
    Handlungsmuster.objects.create(slug="vergangen", title="Vergangen", definition="War einmal.", chapter="03.05")
    coding = coded(case, berta, handlungsmuster=["mit-anpacken", "vergangen"])
    Handlungsmuster.objects.filter(slug="vergangen").delete()
    client.force_login(clara)
    sent = {"member": "handlungsmuster", "term": "vergangen", "decision": "second", "reason": "Ja."}
    sent["version"] = state_of(case.pk)
    page = client.post(page_of(coding), sent).content.decode()
    assert "„vergangen“ ist nicht bekannt" in page
    assert Resolution.objects.count() == 0


# Who, and how


@pytest.mark.parametrize("group", ["Erfassung", "Leitung"])
def test_only_reviewers_settle(client, person, coded_published, settled_by, group):
    user = person("gast", group)
    with pytest.raises(Refused, match="Redaktion"):
        settled_by(coded_published, "handlungsmuster", "raeume-aneignen", user=user)
    client.force_login(user)
    page = client.get(page_of(coded_published))
    assert page.status_code == 200
    assert "Darüber entscheidet die Gruppe Redaktion" in page.content.decode()
    assert 'name="decision"' not in page.content.decode()


def test_drafts_are_seen_by_reviewers_and_by_who_coded_them(client, coded_draft, clara, berta, person):
    seen = {}
    for user in (clara, berta, person("dora", "Erfassung"), person("leo", "Leitung")):
        client.force_login(user)
        in_list = len(client.get(OVERVIEW).context["entries"].object_list)
        seen[user.username] = (in_list, client.get(page_of(coded_draft)).status_code)
    assert seen == {"clara": (1, 200), "berta": (1, 200), "dora": (0, 403), "leo": (0, 403)}


def test_a_reason_is_required_and_what_was_typed_comes_back(client, clara, coded_published):
    client.force_login(clara)
    sent = {"member": "handlungsmuster", "term": "raeume-aneignen", "decision": "second", "reason": "  "}
    soup = BeautifulSoup(client.post(page_of(coded_published), sent).content, "html.parser")
    section = soup.find(id="handlungsmuster-raeume-aneignen")
    assert "Sagen Sie, warum" in section.get_text()
    assert section.select_one("input[value=second]").has_attr("checked")
    for decision, reason, expected in (
        ("neither", "Mein Grund steht noch da", "Wählen Sie"),
        ("first", "x" * 2001, "2001 Zeichen"),
        ("first", "a\x00b", "Nullzeichen"),
    ):
        page = client.post(page_of(coded_published), sent | {"decision": decision, "reason": reason}).content.decode()
        assert expected in page
    assert Resolution.objects.count() == 0


def test_settled_once_and_readable_ever_after(client, clara, person, coded_published, settled_by):
    settled_by(coded_published, "handlungsmuster", "raeume-aneignen", reason="Das Haus wird neu genutzt.")
    with pytest.raises(Refused, match="Clara"):
        settled_by(coded_published, "handlungsmuster", "raeume-aneignen", "first", user=person("dora", "Redaktion"))
    client.force_login(clara)
    soup = BeautifulSoup(client.get(page_of(coded_published)).content, "html.parser")
    text = soup.find(id="handlungsmuster-raeume-aneignen").get_text(" ", strip=True)
    for part in ("Das Haus wird neu genutzt.", "Clara", "Wie beim zweiten Mal codiert"):
        assert part in text
    assert not soup.find(id="handlungsmuster-raeume-aneignen").select("form")


@pytest.mark.parametrize(("member", "term"), [("handlungsmuster", "protestieren"), ("nichts", "x"), ("", "")])
def test_nothing_to_settle_is_said(client, clara, coded_published, member, term):
    client.force_login(clara)
    sent = {"member": member, "term": term, "decision": "second", "reason": "Ja."}
    page = client.post(page_of(coded_published), sent)
    assert page.status_code == 403
    assert "weichen die beiden Codierungen nicht" in page.content.decode()


def test_texts_of_coders_are_shown_as_text(client, clara, case, berta):
    coding = second_coding.start(case, berta)
    nasty = {"slug": "raeume-aneignen", "basis": "editorial", "chapter": "", "note": "<script>alert(1)</script>"}
    first = second_coding.first_of(case.pk)
    content = {member: [*codings] for member, codings in first.items()} | {"handlungsmuster": [nasty]}
    second_coding.finish(coding, content, berta)
    client.force_login(clara)
    page = client.get(page_of(coding)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_queries_dont_grow_with_the_cases(client, clara, berta, person, django_assert_max_num_queries):
    for practice in Practice.objects.order_by("slug")[:12]:
        coded(practice, berta, buergerrollen=["marktakteure"])
    coding = coded(Practice.objects.order_by("slug")[20], berta, buergerrollen=["marktakteure"])
    client.force_login(clara)
    with django_assert_max_num_queries(8):
        client.get(OVERVIEW)
    with django_assert_max_num_queries(10):
        client.get(page_of(coding))
