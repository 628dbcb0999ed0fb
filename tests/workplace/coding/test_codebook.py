"""The codebook's pages, and what a change of a term asks and does."""

import pytest
from bs4 import BeautifulSoup

from handlungsfelder import codebook
from handlungsfelder.editions import changes
from handlungsfelder.models import Buergerrolle, CodebookVersion, Handlungsfeld, Handlungsmuster, Teilaspekt
from practices.models import HandlungsmusterCoding, Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.fixture(autouse=True)
def alone(settings):
    """One of Leitung is enough here; that a second one is needed is tested in tests/workplace."""
    settings.SELF_APPROVAL = True


def soup_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def edit(client, term, **fields):
    """Send the admin form of a term with some fields changed."""
    address = f"/admin/handlungsfelder/{term._meta.model_name}/{term.pk}/change/"
    form = soup_of(client, address).find("form", id=f"{term._meta.model_name}_form")
    sent = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if field.get("type") in ("submit", "radio") or not field.get("name"):
            continue
        chosen = field.find("option", selected=True) if field.name == "select" else None
        value = chosen["value"] if chosen else field.get("value", "")
        sent[field["name"]] = field.text.lstrip("\n") if field.name == "textarea" else value
    return client.post(address, sent | fields)


def problems(response):
    return BeautifulSoup(response.content, "html.parser").select(".errorlist")


@pytest.fixture
def leo(client, person):
    user = person("leo", "Leitung")
    client.force_login(user)
    return user


@pytest.fixture
def term():
    return Handlungsmuster.objects.get(slug="mit-anpacken")


# Pages


def test_the_codebook_tells_every_term_with_its_criteria(client):
    soup = soup_of(client, "/codebuch/")
    for system, model in codebook.SYSTEMS.items():
        for term in model.objects.all():
            article = soup.find(id=f"{system}-{term.slug}")
            text = article.get_text(" ", strip=True)
            assert all(part in text for part in (term.title, term.definition, term.inclusion, term.exclusion))
            assert term.example in text
    contents = {a["href"] for a in soup.select(".codebook__contents a[href^='#']")}
    assert all(soup.find(id=target[1:]) for target in contents)
    assert len(contents) > 20


def test_an_english_page_marks_the_german_texts(client):
    soup = soup_of(client, "/codebuch/?lang=en")
    article = soup.find(id="handlungsmuster-mit-anpacken")
    assert [e.get("lang") for e in article.select("dd, .code__definition")] == ["de"] * 4
    assert article.select_one("small[lang=en]").get_text() == "Lending a hand"


def test_an_edition_shows_what_changed(client, term):
    first = codebook.current_number()
    Handlungsmuster.objects.filter(pk=term.pk).update(definition="Menschen packen gemeinsam an.")
    Buergerrolle.objects.create(slug="zaungast", title="Zaungast", definition="Wer zusieht.", chapter="03.06")
    edition = codebook.new_edition(note="Schärfer gefasst.")
    page = soup_of(client, f"/codebuch/{edition.number}/")
    changed = {d.summary.span.get_text(): d for d in page.select("details.change")}
    assert set(changed) == {"Mit anpacken", "Zaungast"}
    assert changed["Mit anpacken"].select_one(".change__after ins")
    assert changed["Mit anpacken"].select_one(".change__before del")
    assert "Wer zusieht." in changed["Zaungast"].ins.get_text()
    assert "Schärfer gefasst." in page.select_one(".changes").get_text()
    older = soup_of(client, f"/codebuch/{first}/")
    assert term.definition in older.get_text()
    assert "Dies ist eine frühere Ausgabe" in older.get_text()
    assert term.definition not in soup_of(client, "/codebuch/").get_text()


def test_editions_that_are_not(client):
    for number in ("0", "999", "9" * 30):
        soup_of(client, f"/codebuch/{number}/", 404)


def test_without_any_edition_the_page_says_so(client):
    CodebookVersion.objects.all().delete()
    assert "Es gibt noch keine Ausgabe" in soup_of(client, "/codebuch/").get_text()


def test_no_name_of_a_person_is_published(client, person):
    user = person("hildegard")
    codebook.new_edition(by=user, by_name="Hildegard Beispiel")
    HandlungsmusterCoding.objects.update(coder=user)
    for address in ("/codebuch/", f"/codebuch/{codebook.current_number()}/", "/praxis/olfen-leohaus/"):
        assert "Hildegard" not in client.get(address).content.decode()


def test_the_codebook_is_linked_from_terms_cases_and_the_foot(client):
    number = codebook.current_number()
    assert soup_of(client, "/").select_one("footer a[href='/codebuch/']")
    assert soup_of(client, "/handlungsmuster/").select_one("main a[href='/codebuch/']")
    assert soup_of(client, "/buergerrollen/engagierte/").select_one("a[href='/codebuch/#buergerrollen-engagierte']")
    page = soup_of(client, "/praxis/olfen-leohaus/")
    links = {a["href"] for a in page.select("a.coding__edition")}
    assert f"/codebuch/{number}/#handlungsmuster-mit-anpacken" in links
    assert len(links) == len(page.select("a.coding__edition")) == len(page.select(".coding__basis"))


def test_queries_of_the_codebook(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/codebuch/")
    edition = f"/codebuch/{codebook.current_number()}/"
    with django_assert_num_queries(3):
        client.get(edition)


def test_the_comparison_marks_words():
    def book(**entry):
        return {"handlungsmuster": [{"slug": "helfen", "title": "Helfen", "definition": "Wer hilft."} | entry]}

    (change,) = changes(book(), book(definition="Wer mitmacht.", example="Olfen"))
    definition, example = change.fields
    assert definition.before == [("Wer ", False), ("hilft", True), (".", False)]
    assert definition.after == [("Wer ", False), ("mitmacht", True), (".", False)]
    assert (example.before, example.after) == ([], [("Olfen", True)])
    assert changes(book(), book()) == changes({}, {}) == []


def test_the_api_names_the_edition(client, leo, term):
    """Its answers are kept in memory: a change of the edition must show all the same."""
    address = "/api/v1/practices/olfen-leohaus/"
    number = codebook.current_number()
    answer = client.get(address).json()
    members = ("further_handlungsfelder", "teilaspekte", "handlungsmuster", "buergerrollen")
    codings = [answer["handlungsfeld"], *(coding for member in members for coding in answer[member])]
    assert {coding["codebook"] for coding in codings} == {number}
    edit(client, term, definition="Dasselbe, klarer.", answer="wording", codebook_note="Klarer gesagt.")
    assert client.get(address).json()["handlungsmuster"][0]["codebook"] == number + 1


# Changing a term


def test_a_change_of_meaning_demands_an_answer_and_a_note(client, leo, term):
    before = codebook.current_number()
    response = edit(client, term, definition="Etwas ganz anderes.")
    assert response.status_code == 200
    text = " ".join(e.get_text() for e in problems(response))
    assert "nur der Wortlaut oder die Bedeutung" in text
    assert "Sagen Sie in einem Satz" in text
    assert "Etwas ganz anderes." in response.content.decode()
    term.refresh_from_db()
    assert term.definition != "Etwas ganz anderes."
    assert codebook.current_number() == before


@pytest.mark.parametrize("field", ["title", "definition", "inclusion", "exclusion"])
def test_each_field_that_carries_meaning_asks(client, leo, term, field):
    assert problems(edit(client, term, **{field: "Neu"}))


def test_only_the_wording_moves_the_codings_along(client, leo, term):
    before = codebook.current_number()
    response = edit(client, term, definition="Dasselbe, klarer.", answer="wording", codebook_note="Klarer gesagt.")
    assert response.status_code == 302, problems(response)
    edition = codebook.current()
    assert (edition.number, edition.by, edition.note) == (before + 1, leo, "Klarer gesagt.")
    assert set(term.codings.values_list("codebook", "recheck")) == {(before + 1, False)}
    others = HandlungsmusterCoding.objects.exclude(term=term)
    assert set(others.values_list("codebook", flat=True)) == {before}


def test_another_meaning_leaves_the_codings_under_their_edition(client, leo, term):
    before = codebook.current_number()
    edit(client, term, exclusion="Anders abgegrenzt.", answer="keep", codebook_note="Neue Grenze.")
    assert codebook.current_number() == before + 1
    assert set(term.codings.values_list("codebook", "recheck")) == {(before, False)}
    # A later change of wording doesn't carry along what was coded under the other meaning.
    edit(client, term, exclusion="Anders abgegrenzt!", answer="wording", codebook_note="Zeichen.")
    assert set(term.codings.values_list("codebook", flat=True)) == {before}


def test_codings_to_check_again_are_marked(client, leo, term):
    edit(client, term, definition="Viel enger.", answer="recheck", codebook_note="Enger gefasst.")
    assert set(term.codings.values_list("recheck", flat=True)) == {True}
    assert not HandlungsmusterCoding.objects.exclude(term=term).filter(recheck=True).exists()


def test_a_handlungsfeld_takes_main_and_further_codings_along(client, leo):
    field = Handlungsfeld.objects.get(slug="nachhaltigkeit")
    before = codebook.current_number()
    changed = Practice.objects.filter(handlungsfeld=field).values_list("updated", flat=True)
    times = sorted(changed)
    edit(client, field, definition="Neu gefasst.", answer="recheck", codebook_note="Enger.")
    assert field.practices.count() == field.practices.filter(handlungsfeld_recheck=True).count() > 0
    assert field.further_codings.count() == field.further_codings.filter(recheck=True).count() > 0
    edit(client, field, definition="Neu gefasst!", answer="wording", codebook_note="Zeichen.")
    assert set(field.practices.values_list("handlungsfeld_codebook", flat=True)) == {before}
    assert sorted(changed.all()) == times  # what the public reads didn't change, so "last edited" stays


def test_a_change_that_touches_no_meaning_asks_nothing_but_makes_an_edition(client, leo, term):
    before = codebook.current_number()
    assert edit(client, term, story="Eine andere Geschichte.").status_code == 302
    assert codebook.current_number() == before
    assert edit(client, term, example="Ein anderes Beispiel.").status_code == 302
    assert codebook.current_number() == before + 1
    assert set(term.codings.values_list("codebook", flat=True)) == {before + 1}


def test_an_answer_without_a_question_is_refused(client, leo, term):
    assert "nichts zu entscheiden" in str(problems(edit(client, term, answer="recheck")))
    assert "keine neue Ausgabe" in str(problems(edit(client, term, codebook_note="Für nichts.")))


def test_the_english_side_and_an_unknown_answer(client, leo, term):
    assert edit(client, term, definition_en="Something else.").status_code == 302
    assert problems(edit(client, term, definition="Neu", answer="perhaps", codebook_note="x"))


def test_a_new_and_a_removed_term_make_editions_that_say_so(client, leo, settings):
    before = codebook.current_number()
    parent = Handlungsfeld.objects.first()
    sent = {"slug": "neu", "title": "Neu", "definition": "Ein neuer.", "chapter": "02.01", "position": 99}
    response = client.post("/admin/handlungsfelder/teilaspekt/add/", sent | {"handlungsfeld": parent.pk})
    assert response.status_code == 302, problems(response)
    assert "Neu" in codebook.current().note
    term = Teilaspekt.objects.get(slug="neu")
    settings.SELF_APPROVAL = True
    client.post(f"/admin/handlungsfelder/teilaspekt/{term.pk}/delete/", {"post": "yes"})
    assert not Teilaspekt.objects.filter(slug="neu").exists()
    edition = codebook.current()
    assert (edition.number, edition.by) == (before + 2, leo)
    assert "Neu" in edition.note


def test_a_coded_term_cant_be_removed_in_bulk(client, leo, term):
    before = codebook.current_number()
    removal = {"action": "delete_selected", "_selected_action": [term.pk], "post": "yes"}
    client.post("/admin/handlungsfelder/handlungsmuster/", removal)
    assert Handlungsmuster.objects.filter(pk=term.pk).exists()
    assert codebook.current_number() == before


@pytest.mark.parametrize("group", ["Erfassung", "Redaktion"])
def test_only_leitung_changes_the_vocabulary(client, person, term, group):
    client.force_login(person("gast", group))
    address = f"/admin/handlungsfelder/handlungsmuster/{term.pk}/change/"
    assert client.post(address, {"title": "x", "answer": "wording", "codebook_note": "x"}).status_code == 403
    assert "answer" not in client.get(address).content.decode()


def test_nothing_is_written_when_the_term_cant_be(client, leo, term, monkeypatch):
    """Term, edition and codings stand or fall together."""

    def broken(*args, **kwargs):
        raise RuntimeError("gone")

    before = (codebook.current_number(), term.definition)
    monkeypatch.setattr("workplace.coding.recheck._mark", broken)
    with pytest.raises(RuntimeError):
        edit(client, term, definition="Halb geschrieben.", answer="recheck", codebook_note="x")
    term.refresh_from_db()
    assert (codebook.current_number(), term.definition) == before
