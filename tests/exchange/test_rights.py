"""An import may do what the person who brings it may do, row by row."""

import pytest

from practices.models import Practice, Revision, SecondCoding
from tests.exchange.conftest import GOOD, SLUG
from workplace.workflow import steps

pytestmark = pytest.mark.django_db

OLFEN = "olfen-leohaus"
CHANGED = GOOD | {"Träger": "Kommune"}


@pytest.fixture
def draft(import_, people):
    """A draft of the group Erfassung."""
    import_([GOOD], user=people["erfassung"], write=True)
    return Practice.objects.get(slug=SLUG)


def test_what_somebody_imports_is_their_draft(people, draft):
    assert (draft.author, draft.status) == (people["erfassung"], "draft")
    assert draft.handlungsfeld_coder == draft.handlungsmuster.get().coder == people["erfassung"]
    assert draft.versions.get().by == people["erfassung"]


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("erfassung", "draft", "changed"),
        ("kollegin", "draft", "refused"),
        ("redaktion", "draft", "changed"),
        (None, "draft", "changed"),
        ("erfassung", "in-review", "refused"),
        ("redaktion", "in-review", "changed"),
        ("erfassung", "published", "changed"),
        ("kollegin", "published", "changed"),
        ("redaktion", "withdrawn", "refused"),
        (None, "withdrawn", "refused"),
    ],
)
def test_who_may_change_a_case_on_its_way(import_, people, draft, name, status, expected):
    from practices.models.status import by_the_host

    with by_the_host():
        draft.status = status
        draft.save()
    user = people[name] if name else None
    result = import_([CHANGED], user=user, write=True, only_good_rows=True)
    assert result.only["status"] == expected, result.rows
    changed = Practice.objects.get(slug=SLUG).carrier == "municipality"
    assert changed == (expected == "changed" and status != "published")
    assert Revision.objects.count() == (expected == "changed" and status == "published")


def test_a_likely_double_in_work_is_told_without_what_stands_in_it(import_, people, draft):
    again = GOOD | {"Titel": f"{GOOD['Titel']}!", "Slug": "anderer-fall"}
    (notice,) = import_([again], user=people["kollegin"]).only["notices"]
    assert "in Arbeit (sprechen Sie mit erfassung)" in notice
    assert SLUG not in notice
    for name in ("erfassung", "redaktion"):
        assert f"„{SLUG}“" in import_([again], user=people[name]).only["notices"][0]


def test_nobody_learns_what_somebody_else_is_working_on(import_, people, draft):
    for row in (GOOD, CHANGED):
        result = import_([row], user=people["kollegin"])
        assert result.only["status"] == "refused"
        assert "changes" not in result.only
        assert "jemand anderes arbeitet" in result.faults()["slug"][0]


def test_a_revision_of_somebody_else_is_left_alone(import_, people):
    row = {"Slug": OLFEN, "Kurzfassung": "Von der einen."}
    assert import_([row], user=people["erfassung"], write=True).counts["changed"] == 1
    other = import_([{"Slug": OLFEN, "Kurzfassung": "Von der anderen."}], user=people["kollegin"])
    assert "von jemand anderem" in other.faults()["slug"][0]
    assert import_([{"Slug": OLFEN, "Kurzfassung": "Redaktion."}], user=people["redaktion"]).counts["changed"] == 1


def test_who_codes_blind_sees_nothing_of_the_case(import_, people):
    practice = Practice.objects.get(slug=OLFEN)
    SecondCoding.objects.create(practice=practice, coder=people["erfassung"], coder_name="x")
    result = import_([{"Slug": OLFEN, "Kurzfassung": "Neu."}], user=people["erfassung"])
    assert "codieren diesen Fall gerade blind" in result.faults()["slug"][0]
    assert "changes" not in result.only


def test_leitung_enters_no_cases(people):
    assert not steps.may_enter(people["leitung"])
