"""What mail programs and networks hang onto a shared link is taken off; anything else unknown is still refused."""

import pytest

from atlas.middleware.shared_links import BEGINNINGS, NAMES, cleaned
from tests import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
PAGES = (
    "/",
    "/praxis/olfen-leohaus/",
    "/handlungsfelder/",
    "/handlungsfelder/mobilitaet/",
    "/codebuch/",
    "/ueber/",
    "/praxis/gibt-es-nicht/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_shared_link_leads_to_the_clean_address(client, address):
    answer = client.get(f"{address}?fbclid=IwAR0x&utm_source=news%20letter&UTM_Medium=mail")
    assert (answer.status_code, answer["Location"]) == (301, address)


def test_everything_else_stays_as_it_was_written(client):
    answer = client.get("/?q=B%C3%BCrger%20bus&utm_campaign=a&handlungsfeld=mobilitaet&lang=en&gclid=x")
    assert answer["Location"] == "/?q=B%C3%BCrger%20bus&handlungsfeld=mobilitaet&lang=en"
    assert client.get(answer["Location"]).status_code == 200
    assert cleaned("q=a&&x") == "q=a&&x"


def test_an_unknown_parameter_is_refused_as_ever(client):
    assert client.get("/?farbe=blau").status_code == 400
    led = client.get("/?farbe=blau&mc_eid=1", follow=True)
    assert (led.redirect_chain, led.status_code) == ([("/?farbe=blau", 301)], 400)


@pytest.mark.parametrize("address", ["/api/v1/practices/", "/export/practices.csv"])
def test_programs_are_told(client, address):
    assert client.get(f"{address}?utm_source=x").status_code == 400


def test_a_redirect_never_leads_to_another_host(client):
    for path in ("//evil.example/", "/%2Fevil.example/"):
        answer = client.get(path + "?fbclid=1")
        assert answer.status_code in (301, 404)
        assert not answer.get("Location", "").startswith("//")


def test_a_path_keeps_its_escapes(client):
    assert client.get("/praxis/a%3Fb%25c/?fbclid=1")["Location"] == "/praxis/a%3Fb%25c/"


def test_a_form_that_is_sent_is_not_led_away(client):
    assert client.post("/?fbclid=1").status_code != 301


def test_the_list_is_documented():
    text = (ROOT / "docs/filter.md").read_text(encoding="utf-8")
    assert [name for name in (*BEGINNINGS, *sorted(NAMES)) if name not in text] == []


def test_on_a_case_removing_the_filters_stays_with_the_case(client):
    page = client.get("/praxis/olfen-leohaus/?farbe=blau").content.decode()
    assert '<a href="/praxis/olfen-leohaus/">Alle Filter entfernen</a>' in page
    assert '<a href="/">Alle Filter entfernen</a>' in client.get("/?farbe=blau").content.decode()
