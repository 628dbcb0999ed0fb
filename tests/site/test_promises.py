"""Promises about every page: crawl what is linked from the start and look at each answer."""

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

QUERIES_FOLLOWED_FROM = ("/", "/?handlungsfeld=mobilitaet")
HOST = "http://testserver"
_crawled = {}


def crawl(client, language):
    """{path: (response, soup)} of every internal page; links with a query only from two pages, to stay finite.

    The shipped data is the same for every test, so each language is crawled once.
    """
    if language not in _crawled:
        _crawled[language] = _crawl(client, language)
    return _crawled[language]


def _crawl(client, language):
    client.cookies["django_language"] = language
    waiting, seen = list(QUERIES_FOLLOWED_FROM), {}
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        response = client.get(path)
        soup = BeautifulSoup(response.content, "html.parser") if "html" in response["Content-Type"] else None
        seen[path] = (response, soup)
        for link in soup.find_all("a", href=True) if soup else []:
            target = urlsplit(urljoin(HOST + path, link["href"]))
            if f"{target.scheme}://{target.netloc}" != HOST or target.path.startswith(("/static/", "/admin/")):
                continue
            if target.query and (path not in QUERIES_FOLLOWED_FROM or "lang=" in target.query):
                target = target._replace(query="")
            waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return seen


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_keeps_the_promises(client, language):
    pages = crawl(client, language)
    assert len([path for path in pages if path.startswith("/praxis/")]) >= 50
    broken = {}
    for path, (response, soup) in pages.items():
        faults = faults_of(response, soup, language) if soup else response.status_code != 200 and ["not 200"]
        if faults:
            broken[path] = faults
    assert broken == {}


def faults_of(response, soup, language):
    faults = []
    if response.status_code != 200:
        faults.append(f"status {response.status_code}")
    if len(soup.find_all("h1")) != 1:
        faults.append("not exactly one h1")
    if not (soup.title and soup.title.get_text(strip=True).removesuffix("– Gute-Praxis-Atlas")):
        faults.append("no title")
    if soup.html.get("lang") != language:
        faults.append("wrong lang")
    faults += [f"foreign {tag.name}" for tag in soup.find_all(src=True) if urlsplit(tag["src"]).netloc]
    faults += [
        f"foreign {tag['href']}"
        for tag in soup.find_all("link", href=True)
        if urlsplit(tag["href"]).netloc not in ("", "testserver")
    ]
    faults += ["inline script" for tag in soup.find_all("script", src=False) if tag.get("type") != "application/json"]
    faults += ["style attribute" for _ in soup.find_all(style=True)] + ["style element" for _ in soup.find_all("style")]
    faults += [f"handler {name}" for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    faults += [f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]
    labels = {label.get("for") for label in soup.find_all("label")}
    faults += [
        f"unlabelled {field.get('name')}"
        for field in soup.find_all("input")
        if field.get("type") != "hidden" and field.get("id") not in labels
    ]
    policy = response["Content-Security-Policy"]
    if "default-src 'none'" not in policy or "unsafe" in policy:
        faults.append("weak policy")
    if response["X-Frame-Options"] != "DENY" or response["Referrer-Policy"] != "same-origin":
        faults.append("headers missing")
    return faults


def test_titles_tell_pages_apart(client):
    titles = {}
    for path, (_response, soup) in crawl(client, "de").items():
        if soup and "?" not in path:
            titles.setdefault(soup.title.get_text(strip=True), []).append(path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_english_pages_speak_english(client):
    page = client.get("/?lang=en").content.decode()
    assert "About" in page
    assert "Über den Atlas" not in page
    assert client.cookies["django_language"].value == "en"
    assert "Examples of other fields" in client.get("/handlungsfelder/digitalisierung/").content.decode()


def test_what_is_missing_is_a_page_of_ours(client):
    for path in ("/praxis/gibt-es-nicht/", "/handlungsfelder/gibt-es-nicht/", "/nirgends/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "Unter dieser Adresse ist nichts" in response.content.decode()


NASTY = [
    "q=%27%20OR%201=1--", "q=%22unbalanced", "q=%E2%80%AE%D7%A9", "q=%F0%9F%98%80", "q=" + "x" * 5000, "q=%00",
    "bbox=1e9,2,3,4", "bbox=%00", "page=99999999999999999999", "page_size=-1", "handlungsfeld[]=x", "%25=%25",
    "state=DE-NI%00", "place=%25s%25d", "ordering=password", "lang=../../etc", "a=" * 50, "=", "&&&", "q=%ff%fe",
    "country=%C3%84%C3%96", "page=%D9%A3", "handlungsfeld=" + "a" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("query", NASTY)
@pytest.mark.parametrize(
    "path", ["/", "/praxis/olfen-leohaus/", "/api/v1/practices/", "/api/v1/practices.geojson", "/api/v1/chancen/"]
)
def test_no_address_breaks_the_atlas(client, path, query):
    assert client.get(f"{path}?{query}").status_code in (200, 400, 404)
