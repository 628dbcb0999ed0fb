"""The front page of the workplace: each sees what they may act on, and it costs few queries."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.catalogue import current
from practices.catalogue.gaps import gaps
from practices.models import HandlungsmusterCoding, Practice, Source
from tests.workplace.current.conftest import case, changed, put
from workplace.links import check
from workplace.review import worklist
from workplace.workflow import revisions, steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

PAGE = "/admin/"


def new(slug, user, **members):
    """A draft of this user."""
    content = read(case("olfen-buergerbus").pk) | {"slug": slug, "title": slug.title(), "status": "draft"} | members
    with acting(user=user):
        return apply(None, content)


def board(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.context, BeautifulSoup(response.content, "html.parser")


def section(soup, name):
    return soup.select_one(f"section[aria-labelledby={name}-head]")


def test_the_author_sees_what_is_asked_of_them(log_in, member):
    client, reviewer = log_in("Erfassung", "erna"), member("Redaktion", "rita")
    returned, quiet = new("zurueck", client.user), new("in-arbeit", client.user)
    new("von-anderen", reviewer)
    steps.take(returned, "submit", client.user)
    steps.take(returned, "return", reviewer, "Bitte <b>die Seite</b> nennen.")
    revision = revisions.save(case(), read(case().pk) | {"summary": "Ein neuer Satz."}, client.user)
    revisions.take(revision, "submit", client.user)
    revisions.take(revision, "return", reviewer, "Die Quelle fehlt.")
    context, soup = board(client)
    own = context["own"]
    assert own.count == 3
    assert {item.practice.slug for item in own.items[:2]} == {"zurueck", "olfen-leohaus"}  # asked for comes first
    assert own.items[2].practice == quiet
    text = section(soup, "own").get_text()
    assert "Bitte <b>die Seite</b> nennen." in text
    assert "Die Quelle fehlt." in text
    assert "rita" in text
    assert "Von-Anderen" not in soup.get_text()
    steps.take(returned, "submit", client.user)  # handed in again: nothing is asked any more
    assert "die Seite" not in section(board(client)[1], "own").get_text()


def test_the_reviewer_sees_the_queue_longest_waiting_first(log_in, member):
    client, author = log_in("Redaktion", "rita"), member("Erfassung", "erna")
    for n in range(9):
        steps.take(new(f"fall-{n}", author), "submit", author)
    own = steps.take(new("eigener", client.user), "submit", client.user)
    revision = revisions.save(case(), read(case().pk) | {"summary": "Ein neuer Satz."}, author)
    revisions.take(revision, "submit", author)
    changed(case("fall-0"), user=client.user, summary="Nachgebessert.")  # waits no shorter for that
    context, soup = board(client)
    review = context["review"]
    assert review.count == 11
    assert [item.practice.slug for item in review.items] == [f"fall-{n}" for n in range(8)]
    assert section(soup, "review").select_one("a[href='/admin/practices/practice/queue/']")
    second = member("Redaktion", "zoe")  # rita wrote to one of them
    for practice in Practice.objects.filter(slug__startswith="fall-"):
        steps.take(practice, "publish", second)
    context, soup = board(client)
    assert [(item.practice.pk, item.revision) for item in context["review"].items] == [
        (own.pk, None),
        (case().pk, revision),
    ]


def test_what_is_to_be_checked_is_counted(log_in):
    client = log_in("Redaktion")
    stale = Practice.objects.published().stale().count()
    source = Source.objects.first()
    Source.objects.filter(pk=source.pk).update(url="https://example.org/weg")
    check.keep(source.pk, "https://example.org/weg", 404, "")
    coding = HandlungsmusterCoding.objects.first()
    HandlungsmusterCoding.objects.filter(pk=coding.pk).update(recheck=True)
    Practice.objects.filter(slug="olfen-buergerbus").update(handlungsfeld_recheck=True)
    context, soup = board(client)
    assert (context["stale"], context["dead"], context["recheck"]) == (stale, 1, 2)
    addresses = {a["href"] for a in section(soup, "check").find_all("a")}
    assert addresses == {"/admin/practices/stale/", "/admin/practices/links/", "/admin/practices/recheck/"}
    steps.confirm(case(), client.user)
    HandlungsmusterCoding.objects.filter(pk=coding.pk).update(recheck=False)
    context, _soup = board(client)
    assert (context["stale"], context["recheck"]) == (stale - 1, 1)


def test_erfassung_counts_its_own(log_in):
    client = log_in("Erfassung")
    assert (board(client)[0]["stale"], board(client)[0]["recheck"]) == (0, 0)
    put(case(), "published", author=client.user, handlungsfeld_recheck=True)
    Practice.objects.filter(slug="olfen-buergerbus").update(handlungsfeld_recheck=True)
    assert (board(client)[0]["stale"], board(client)[0]["recheck"]) == (1, 1)


def test_each_group_sees_what_it_may_act_on(log_in):
    seen = {}
    for group in ("Erfassung", "Redaktion", "Leitung"):
        client = log_in(group)
        soup = board(client)[1]
        seen[group] = {head["id"].removesuffix("-head") for head in soup.select("section > h2[id]")}
    assert seen == {
        "Erfassung": {"own", "check", "tools", "gaps", "recent", "apps"},
        "Redaktion": {"own", "review", "check", "tools", "gaps", "recent", "upkeep", "apps"},
        "Leitung": {"gaps", "recent", "upkeep", "apps"},
    }


def test_somebody_without_any_right_gets_a_page_all_the_same(log_in, member):
    client = log_in("Erfassung")
    client.user.groups.clear()
    context, soup = board(client)
    assert not any(name in context for name in ("own", "review", "gaps", "recent", "deleted"))
    assert len(soup.find_all("h1")) == 1


def test_gaps_are_the_numbers_of_the_public_filter(client, log_in):
    patterns, rows = gaps(current())
    assert (len(patterns), len(rows)) == (7, 7)
    for field, numbers in rows:
        for pattern, number in zip(patterns, numbers, strict=True):
            query = f"handlungsfeld={field.slug}&handlungsmuster={pattern.slug}"
            assert client.get(f"/api/v1/practices/?page_size=1&{query}").json()["count"] == number
    table = section(board(log_in("Erfassung"))[1], "gaps").table
    cells = [(cell, numbers[i]) for (_f, numbers), row in zip(rows, table.tbody.find_all("tr"), strict=True)
             for i, cell in enumerate(row.find_all("td"))]  # fmt: skip
    assert len(cells) == 49
    for cell, number in cells:
        link = cell.a["href"]
        if number:
            assert link.startswith("/?handlungsfeld=")
            assert "gaps__none" not in cell.get("class", [])
        else:  # told by text and border, not by colour alone
            assert link.startswith("/admin/practices/practice/add/?handlungsfeld=")
            assert cell.get_text().strip().startswith("0 +")
    assert all(th["scope"] == "col" for th in table.thead.find_all("th"))
    assert all(th["scope"] == "row" for th in table.tbody.find_all("th"))
    assert client.get(next(cell.a["href"] for cell, number in cells if not number)).status_code in (200, 302)


def test_who_may_enter_no_case_is_not_asked_to(log_in):
    soup = board(log_in("Leitung"))[1]
    assert "/practice/add/" not in str(section(soup, "gaps"))


def test_drafts_leave_the_gaps_as_they_are(log_in):
    before = board(log_in("Redaktion"))[0]["gaps"]["none"]
    put(case(), "draft")
    after = board(log_in("Erfassung"))[0]["gaps"]["none"]
    assert after >= before


def test_recent_changes_say_who_when_and_what(log_in, member):
    reviewer, author = log_in("Redaktion", "rita"), member("Erfassung", "erna")
    draft = new("geheimer-entwurf", author)
    steps.take(draft, "submit", author, "Bitte ansehen.")
    changed(case(), user=reviewer.user, title="Ein neuer Titel")
    context, soup = board(reviewer)
    newest, step, _entered = context["recent"][:3]
    assert (newest["title"], newest["who"]) == ("Ein neuer Titel", "rita")
    assert (step["title"], step["who"]) == ("Geheimer-Entwurf", "erna")
    text = section(soup, "recent").get_text()
    assert "Bitte ansehen." in text
    assert timezone.localdate().strftime("%d.%m.%Y") in text
    other = log_in("Erfassung", "emil")
    titles = {change["title"] for change in board(other)[0]["recent"]}
    assert "Ein neuer Titel" in titles
    assert "Geheimer-Entwurf" not in titles
    other.force_login(author)
    assert "Geheimer-Entwurf" in {change["title"] for change in board(other)[0]["recent"]}


def test_the_shipped_cases_say_where_they_come_from(log_in):
    assert {change["who"] for change in board(log_in("Redaktion"))[0]["recent"]} == {"Gute-Praxis-Atlas"}


def test_saving_again_and_again_is_one_change(log_in, member):
    client = log_in("Redaktion")
    for n in range(12):
        changed(case(), user=client.user, summary=f"Satz {n}.")
    recent = board(client)[0]["recent"]
    assert len(recent) == 10
    assert [change["version"].slug for change in recent].count("olfen-leohaus") == 1


def test_a_deleted_case_is_shown_without_a_link(log_in, member):
    client = log_in("Redaktion", "rita")
    with acting(user=client.user, comment="War doppelt."):
        case().delete()
    _context, soup = board(client)
    assert "War doppelt." in section(soup, "deleted").get_text()
    newest = section(soup, "recent").li
    assert newest.a is None
    assert "Leohaus" in newest.get_text()
    assert section(board(log_in("Erfassung"))[1], "deleted") is None


@pytest.mark.parametrize(("group", "number"), [("Erfassung", 19), ("Redaktion", 23), ("Leitung", 8)])
def test_the_number_of_queries_is_pinned(log_in, member, django_assert_num_queries, group, number):
    client, author = log_in(group), member("Erfassung", "erna")

    def work(names):
        for name in names:
            new(f"{name}-eigen", client.user)
            steps.take(new(name, author), "submit", author)
            with acting(user=author):
                new(f"{name}-weg", author).delete()

    work(["eins"])
    revision = revisions.save(case(), read(case().pk) | {"summary": "Ein neuer Satz."}, author)
    revisions.take(revision, "submit", author)
    current()
    client.get(PAGE)
    with django_assert_num_queries(number):
        client.get(PAGE)
    work([f"fall-{n}" for n in range(5)])
    current()
    client.get(PAGE)
    with django_assert_num_queries(number):
        client.get(PAGE)


def test_what_is_counted_over_all_cases_is_counted_once_per_state(log_in, django_assert_num_queries):
    client, catalogue = log_in("Redaktion"), current()
    worklist.stale_count(client.user, catalogue)
    worklist.recheck_count(client.user, catalogue)
    client.user.has_perm("practices.publish_practice")
    with django_assert_num_queries(0):
        worklist.stale_count(client.user, catalogue)
        worklist.recheck_count(client.user, catalogue)
