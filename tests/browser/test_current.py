"""Pictures, the front page of the workplace and the queue of stale cases, in a real browser; axe on each of them."""

import pytest

from tests.browser.conftest import EDITOR, running_atlas
from tests.browser.test_accessibility import ADMIN_RULES, RULES, violations

PREPARE = """
from django.contrib.auth.models import Group, User
from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Citation, Practice, Source
from tests.workplace.current import samples
from workplace.links import check
from workplace.pictures import intake
from workplace.workflow import revisions, steps

case = lambda slug: Practice.objects.get(slug=slug)
erna = User.objects.create_user("erna", is_staff=True)
erna.groups.add(Group.objects.get(name="Erfassung"))
anna = User.objects.get(username="anna")
images = [
    {"picture": intake.store(samples.upload(samples.photo(*size)), None).digest, "alt": f"Bild {n}",
     "author": "Stadt Olfen", "licence": licence}
    for n, (size, licence) in enumerate((((2000, 1200), "cc-by-4.0"), ((900, 1600), "permission"), ((60, 40), "cc0")))
]
apply(case("olfen-leohaus"), read(case("olfen-leohaus").pk) | {"images": images})
content = read(case("olfen-buergerbus").pk) | {"status": "draft"}
with acting(user=erna):
    one = apply(None, content | {"slug": "entwurf-eins", "title": "Entwurf eins"})
    two = apply(None, content | {"slug": "entwurf-zwei", "title": "Entwurf zwei"})
    gone = apply(None, content | {"slug": "entwurf-drei", "title": "Entwurf drei"})
with acting(user=anna, comment="War doppelt."):
    gone.delete()
steps.take(one, "submit", erna)
steps.take(two, "submit", erna)
steps.take(two, "return", anna, "Bitte nennen Sie die Seite.")
bosa = case("bosa-albergo-diffuso")
revision = revisions.save(bosa, read(bosa.pk) | {"summary": "Neu."}, erna)
revisions.take(revision, "submit", erna)
steps.take(case("demmin-engagementzentrum"), "withdraw", anna, "Geschlossen.")
source = Source.objects.create(slug="weg", citation="Ein Bericht.", url="https://example.org/" + "lang-" * 40)
Citation.objects.create(practice=case("olfen-leohaus"), source=source, locator="S. 1")
check.keep(source.pk, source.url, 404, "")
for user in (anna, erna):
    user.set_password("ein-langes-passwort-42")
    user.save()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of an atlas of its own with pictures, drafts, a revision, a dead link and a withdrawn case."""
    yield from running_atlas(tmp_path_factory.mktemp("current"), PREPARE)


def log_in(page, site, name=EDITOR[0]):
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", EDITOR[1])
    page.click("[type=submit]")
    page.wait_for_url(f"{site}/admin/", wait_until="load")


def overflows(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_case_with_pictures(open_page, width):
    page = open_page("/praxis/olfen-leohaus/", width=width, bypass_csp=True)
    pictures = page.locator("figure.picture img")
    assert pictures.count() == 3
    for n in range(3):
        pictures.nth(n).scroll_into_view_if_needed()
        page.wait_for_function("n => document.querySelectorAll('figure.picture img')[n].naturalWidth > 0", arg=n)
    first = pictures.first.bounding_box()
    assert first["x"] >= 0
    assert first["x"] + first["width"] <= width
    assert abs(first["width"] / first["height"] - 2000 / 1200) < 0.02  # not squeezed
    assert pictures.last.bounding_box()["width"] == 60  # and not blown up
    assert not overflows(page)
    page.wait_for_selector("#map[data-dots]")
    assert violations(page, RULES) == []


def test_pictures_print_with_their_authors(open_page):
    page = open_page("/praxis/olfen-leohaus/")
    page.emulate_media(media="print")
    figure = page.locator("figure.picture").first
    assert figure.locator("figcaption").is_visible()
    assert "Stadt Olfen" in figure.inner_text()
    assert figure.locator("img").bounding_box()["height"] <= 90 / 25.4 * 96 + 1


def test_a_picture_is_served_under_the_strict_policy(open_page, site):
    page = open_page("/praxis/olfen-leohaus/")
    address = page.locator("figure.picture img").first.get_attribute("src")
    answer = page.request.get(site + address)
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["anna", "erna"])
def test_the_front_page_of_the_workplace(open_page, site, name, width):
    page = open_page("/", width=width, bypass_csp=True)
    log_in(page, site, name)
    assert page.locator("h1").count() == 1
    assert not overflows(page)
    assert page.locator(".gaps tbody tr").count() == 7
    assert ("Bitte nennen Sie die Seite." in page.inner_text("#own-head ~ ul")) if name == "erna" else True
    assert page.locator("#review-head").count() == (1 if name == "anna" else 0)
    assert violations(page, ADMIN_RULES) == []


def test_the_front_page_in_the_dark(open_page, site):
    page = open_page("/", color_scheme="dark", bypass_csp=True)
    log_in(page, site, "erna")
    assert violations(page, ADMIN_RULES) == []


def test_a_gap_leads_to_the_form_by_keyboard(open_page, site):
    page = open_page("/", width=390, bypass_csp=True)  # the policy forbids the evaluation that the waiting needs
    log_in(page, site)
    page.locator(".gaps").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.gaps').scrollLeft > 0")
    page.locator(".gaps__none a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/practices/practice/add/?handlungsfeld=*&handlungsmuster=*")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_what_is_to_be_checked(open_page, site, width):
    page = open_page("/", width=width, bypass_csp=True)
    log_in(page, site)
    for address in ("/admin/practices/stale/", "/admin/practices/links/", "/admin/auth/user/add/"):
        page.goto(site + address)
        assert not overflows(page), address
        assert violations(page, ADMIN_RULES) == [], address


def test_a_case_is_confirmed_without_javascript(open_page, site):
    page = open_page("/", java_script_enabled=False)
    log_in(page, site)
    page.goto(f"{site}/admin/practices/stale/")
    title = page.locator(".queue__item h2").first.inner_text()
    address = page.locator(".queue__do a").first.get_attribute("href")
    number = page.locator(".queue__item").count()
    page.locator(".queue__do button").first.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert title in page.inner_text(".messagelist")
    assert title not in page.locator(".queue__list").inner_text()
    assert page.locator(".queue__item").count() <= number
    page.goto(site + address)
    assert page.locator(".practice__currency").is_visible()


def test_a_withdrawn_case(open_page):
    page = open_page("/praxis/demmin-engagementzentrum/", bypass_csp=True)
    page.expected = {410}
    assert "Demmin" in page.inner_text("h1")
    assert violations(page, RULES) == []
