"""What a search engine or a chat is told of a page: one address for each language, a picture, a list of pages."""

import io

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from dossiers.documents import making
from practices.models import Practice
from tests.workplace.current.conftest import case, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
HOST = "http://testserver"
CASE = "/praxis/olfen-leohaus/"


def head_of(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    said = {tag.get("property") or tag.get("name"): tag["content"] for tag in soup.select("meta[content]")}
    links = {tag["hreflang"]: tag["href"] for tag in soup.select("link[rel=alternate][hreflang]")}
    return said, soup.select_one("link[rel=canonical]")["href"], links


@pytest.mark.parametrize("path", ["/", CASE, "/handlungsfelder/mobilitaet/", "/ueber/", "/analyse/"])
def test_each_language_has_one_address_that_canonical_and_alternates_agree_on(client, path):
    german, english = HOST + path, f"{HOST}{path}?lang=en"
    for address, here in ((path, german), (f"{path}?lang=de", german), (f"{path}?lang=en", english)):
        said, canonical, links = head_of(client, address)
        assert canonical == said["og:url"] == here
        assert links == {"de": german, "en": english, "x-default": german}


def test_a_case_is_told_with_its_title_its_text_and_its_picture(client):
    practice = case()
    said, _canonical, _links = head_of(client, f"{CASE}?lang=en")
    assert (said["og:title"], said["og:description"]) == (practice.title_en, practice.summary_en)
    assert (said["og:type"], said["og:locale"]) == ("article", "en_GB")
    assert practice.title_en in said["og:image:alt"]
    picture = client.get(said["og:image"].removeprefix(HOST))
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "public, max-age=86400")
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)


def test_what_is_not_public_has_no_picture_and_a_busy_machine_says_so(client, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 0)
    assert client.get(f"{CASE}bild.png").status_code == 503
    put(case(), "draft")
    assert client.get(f"{CASE}bild.png").status_code == 404


def test_the_list_of_pages_names_every_published_case_and_nothing_else(client):
    put(case(), "draft")
    index = BeautifulSoup(client.get("/sitemap.xml").content, "xml")
    found = []
    for section in index.select("sitemap loc"):
        found += BeautifulSoup(client.get(section.get_text().removeprefix(HOST)).content, "xml").select("url loc")
    addresses = [tag.get_text() for tag in found]
    cases = {HOST + practice.get_absolute_url() for practice in Practice.objects.published()}
    assert {address for address in addresses if "/praxis/" in address} == cases
    assert len(addresses) == len(set(addresses))
    for address in set(addresses) - cases:
        assert client.get(address.removeprefix(HOST)).status_code == 200, address


def test_robots_are_kept_from_what_is_made_for_somebody(client):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {HOST}/sitemap.xml" in text
    for path in ("/admin/", "/dossier", "/merkliste/"):
        assert f"Disallow: {path}\n" in text
