"""The queue of codings whose term means something else now."""

import pytest

from core.acting import acting
from handlungsfelder import codebook
from handlungsfelder.models import Handlungsfeld, Handlungsmuster
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice, Version
from workplace.coding import recheck
from workplace.workflow.decisions import state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

QUEUE = "/admin/practices/recheck/"


@pytest.fixture
def changed(person):
    """The meaning of mit-anpacken and of the field zusammenleben-daseinsvorsorge changed; codings are to be checked."""
    user = person("leo", "Leitung")
    for model, slug, system in (
        (Handlungsmuster, "mit-anpacken", "handlungsmuster"),
        (Handlungsfeld, "zusammenleben-daseinsvorsorge", "handlungsfeld"),
    ):
        term = model.objects.get(slug=slug)
        term.definition = "Enger gefasst."
        recheck.change_term(term.save, system, slug, "recheck", "Enger.", user)
    return codebook.current_number()


def still_right(client, case, member, term):
    sent = {"case": case.pk, "member": member, "term": term, "version": state_of(case.pk)}
    return client.post(QUEUE, sent, follow=True)


def test_the_queue_lists_every_case_once_with_its_codings(client, clara, changed, case):
    client.force_login(clara)
    response = client.get(QUEUE)
    entries = {p.pk: [(f.member, f.slug) for f in flagged] for p, flagged in recheck.queue(clara)}
    assert entries[case.pk] == [
        ("handlungsfeld", "zusammenleben-daseinsvorsorge"),
        ("handlungsmuster", "mit-anpacken"),
    ]
    page = response.content.decode()
    assert f"/admin/practices/practice/{case.pk}/change/" in page
    assert "mit den mitgelieferten Daten" in page
    assert response.context["total"] == sum(map(len, entries.values())) > 10


def test_still_right_takes_it_off_with_coder_and_edition(client, clara, changed, case):
    client.force_login(clara)
    updated, versions = case.updated, Version.objects.filter(practice=case.pk).count()
    still_right(client, case, "handlungsmuster", "mit-anpacken")
    coding = case.handlungsmuster.get(term__slug="mit-anpacken")
    assert (coding.recheck, coding.coder, coding.codebook) == (False, clara, changed)
    still_right(client, case, "handlungsfeld", "zusammenleben-daseinsvorsorge")
    case.refresh_from_db()
    assert (case.handlungsfeld_recheck, case.handlungsfeld_coder) == (False, clara)
    assert case.handlungsfeld_codebook == changed
    assert case.updated == updated
    assert Version.objects.filter(practice=case.pk).count() == versions  # nothing of what is told changed
    assert case.pk not in {p.pk for p, _flagged in recheck.queue(clara)}
    assert "nicht mehr zu prüfen" in still_right(client, case, "handlungsmuster", "mit-anpacken").content.decode()


def test_what_changed_meanwhile_is_not_confirmed_unread(client, clara, changed, case):
    client.force_login(clara)
    seen = state_of(case.pk)
    with acting(user=clara):
        apply(case, read(case.pk) | {"summary": "Anders."})
    sent = {"case": case.pk, "member": "handlungsmuster", "term": "mit-anpacken", "version": seen}
    assert "seit Sie die Seite geöffnet haben" in client.post(QUEUE, sent, follow=True).content.decode()
    assert case.handlungsmuster.get(term__slug="mit-anpacken").recheck


def test_coding_anew_takes_it_off_too(clara, changed, case):
    content = read(case.pk)
    content["handlungsmuster"][0] |= {"basis": "editorial", "note": "Neu begründet."}
    with acting(user=clara):
        apply(case, content)
    coding = case.handlungsmuster.get(term__slug="mit-anpacken")
    assert (coding.recheck, coding.coder, coding.codebook) == (False, clara, changed)


def test_erfassung_confirms_only_in_own_cases(client, berta, changed, case):
    client.force_login(berta)
    assert client.get(QUEUE).status_code == 200
    still_right(client, case, "handlungsmuster", "mit-anpacken")
    assert case.handlungsmuster.get(term__slug="mit-anpacken").recheck
    Practice.objects.filter(pk=case.pk).update(author=berta)
    still_right(client, case, "handlungsmuster", "mit-anpacken")
    assert not case.handlungsmuster.get(term__slug="mit-anpacken").recheck


def test_leitung_sees_but_doesnt_confirm(client, changed, case):
    from django.contrib.auth.models import User

    client.force_login(User.objects.get(username="leo"))
    assert client.get(QUEUE).context["total"] > 0
    still_right(client, case, "handlungsmuster", "mit-anpacken")
    assert case.handlungsmuster.get(term__slug="mit-anpacken").recheck


def test_drafts_of_others_are_for_reviewers(berta, clara, changed, draft):
    assert draft.pk in {p.pk for p, _flagged in recheck.queue(clara)}
    assert draft.pk not in {p.pk for p, _flagged in recheck.queue(berta)}


@pytest.mark.parametrize("member", ["", "practices", "handlungsmuster"])
def test_nonsense_is_refused(client, clara, changed, case, member):
    client.force_login(clara)
    assert "nicht mehr zu prüfen" in still_right(client, case, member, "gibt-es-nicht").content.decode()
    assert client.post(QUEUE, {"case": "x"}).status_code == 404


def test_queries_of_the_queue(client, clara, changed, django_assert_max_num_queries):
    client.force_login(clara)
    with django_assert_max_num_queries(20):
        client.get(QUEUE)
