"""The daily work: each part once a day, whoever calls it and however often; shown in the workplace."""

from datetime import timedelta
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from core.locks import alone
from practices.models import Autosave, Upkeep
from workplace import upkeep
from workplace.links import check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def daily(capsys):
    """What the command says of each part, in order; and its exit code."""
    try:
        call_command("daily")
        code = 0
    except SystemExit as ended:
        code = ended.code
    return capsys.readouterr().out.splitlines(), code


def part(name):
    return next(part for part in upkeep.WORK if part.name == name)


def test_what_time_asks_for_is_done(capsys, member, monkeypatch):
    now, cleared = timezone.now(), []
    monkeypatch.setattr("workplace.login.sessions.SessionStore.clear_expired", lambda: cleared.append(1))
    for key, days in (("practice-1", 400), ("practice-2", 100)):
        Autosave.objects.create(user=member("Erfassung", f"p{days}"), key=key, data=[])
        Autosave.objects.filter(key=key).update(at=now - timedelta(days=days))
    assert daily(capsys)[1] == 0
    assert cleared == [1]
    assert list(Autosave.objects.values_list("key", flat=True)) == ["practice-2"]


def test_a_second_call_of_the_day_does_nothing(capsys, monkeypatch):
    daily(capsys)
    before = list(Upkeep.objects.order_by("part").values())
    lines, code = daily(capsys)
    assert code == 0
    assert all("heute schon erledigt" in line for line in lines[:3])
    assert list(Upkeep.objects.order_by("part").values()) == before
    Upkeep.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert "heute schon erledigt" not in daily(capsys)[0][0]


def test_a_part_that_somebody_is_at_is_left_to_them():
    """The lock is held by another connection, as another process would hold it."""
    outcome = {}

    def other():
        try:
            outcome["other"] = upkeep.run(part("sessions"))
        finally:
            connections.close_all()

    with alone("upkeep-sessions"):
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert outcome["other"] == (upkeep.TAKEN, "")
    assert not Upkeep.objects.filter(part="sessions").exists()
    assert upkeep.run(part("sessions"))[0] == upkeep.DONE


def test_a_part_that_fails_keeps_no_other_from_its_turn_and_is_tried_again(capsys, monkeypatch):
    def failing():
        raise OSError(28, "No space left on device")

    parts = (upkeep.Part("sessions", "x", failing), *upkeep.WORK[1:])
    monkeypatch.setattr(upkeep, "WORK", parts)
    lines, code = daily(capsys)
    assert code == 1
    assert "misslungen" in lines[0]
    assert "No space left" in lines[0]
    assert "erledigt" in lines[1]
    assert not Upkeep.objects.get(part="sessions").ok
    monkeypatch.setattr(upkeep, "WORK", (upkeep.Part("sessions", "x", lambda: "gut"), *upkeep.WORK[1:]))
    lines, code = daily(capsys)
    assert (code, "gut" in lines[0], "heute schon" in lines[1]) == (0, True, True)


@pytest.mark.parametrize("switched_on", [False, True])
def test_links_are_asked_where_the_host_wants_it(settings, monkeypatch, capsys, switched_on):
    asked = []
    settings.LINK_CHECK = switched_on
    monkeypatch.setattr(check, "run", lambda: asked.append(1) or check.Outcome([1, 2], [2], 5, 3))
    lines, _code = daily(capsys)
    assert len(asked) == switched_on
    assert ("2 Adressen gefragt, 1 davon tot, 3 bleiben" in lines[-1]) == switched_on
    daily(capsys)
    assert len(asked) == switched_on


@pytest.mark.parametrize(("group", "shown"), [("Erfassung", False), ("Redaktion", True), ("Leitung", True)])
def test_the_workplace_shows_when_it_was_done(log_in, capsys, group, shown):
    client = log_in(group)

    def section():
        found = BeautifulSoup(client.get("/admin/").content, "html.parser").find("h2", id="upkeep-head")
        return found and found.parent.get_text(" ", strip=True)

    if not shown:
        assert section() is None
        return
    assert "noch nie gelaufen" in section()
    daily(capsys)
    assert "Abgelaufene Sitzungen sind gelöscht" in section()
    assert "überfällig" not in section()
    Upkeep.objects.update(day=timezone.localdate() - timedelta(days=3))
    assert "überfällig" in section()
