"""Documents of a selection, opened and read back: what stands in them, how they are tagged, and what is refused."""

import io
import re
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from dossiers.documents import making
from dossiers.documents.contents import contents
from dossiers.selection import chosen
from practices.catalogue import state
from practices.models import Practice
from tests.dossiers.test_shortlist import LATHEN, LOITZ, SCHOENAU, page, query
from tests.workplace.current.conftest import case, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
MURNAU = "murnau-makerspace"
HOSTILE = '#eval("1") $x$ *b* _u_ @a <script> \\ 😀 שלום'


def pdf(client, address, **data):
    response = client.get(address, data)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Cache-Control"] == "private, no-cache"
    return PdfReader(io.BytesIO(response.content))


def words(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200
    return Document(io.BytesIO(response.content))


def text_of(pages):
    """Without the hyphens at the ends of lines. pypdf reads all of a font as soft where one of them is."""
    text = "\n".join(page.extract_text() for page in pages)
    return " ".join(text.replace("-\n", "").replace("\xad\n", "").replace("\xad", "-").split())


def test_a_dossier_is_tagged_and_tells_each_case_on_a_page(client):
    found = pdf(client, f"/dossier.pdf{query(SCHOENAU, LOITZ, 'nie-gewesen')}&title=Strom&town=Bad+Sülze")
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "de"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert found.metadata.title == "Strom"
    fonts = [font.get_object() for one in found.pages for font in one["/Resources"]["/Font"].values()]
    described = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(one) for one in described)
    texts = [text_of([one]) for one in found.pages]
    cover = texts[0]
    for expected in ("Strom", "für Bad Sülze", "2 Beispiele guter Praxis", "2.409", "Vision (2018)", "nie-gewesen"):
        assert expected in cover
    for slug in (SCHOENAU, LOITZ):
        practice = Practice.objects.get(slug=slug)
        (text,) = [text for text in texts[1:] if f"/praxis/{slug}/" in text]
        for expected in (practice.label, practice.transfer[:40], "Was Sie dort erfragen sollten"):
            assert expected in text
    assert "Was hat es gekostet" in text_of(found.pages)
    for expected in (
        "Was wir die anderen fragen sollten",
        "Was würden Sie nicht noch einmal tun?",
        "Über dieses Dokument",
    ):
        assert expected in texts[-1]


def test_fifty_cases_make_one_dossier_and_each_has_a_page(client):
    found = pdf(client, "/dossier.pdf")
    practices = list(Practice.objects.published())
    texts = [text_of([one]).replace("-", "") for one in found.pages]
    assert len(practices) == 50
    pages = []
    for practice in practices:
        told = practice.title.replace("-", ""), practice.get_absolute_url().replace("-", "")
        (number,) = [number for number, text in enumerate(texts) if all(one in text for one in told)]
        pages.append(number)
    assert sorted(pages) == list(range(min(pages), len(texts) - 1))
    before = " ".join(texts[: min(pages)])
    for expected in ("Ohne Punkt: 1, 13", "Außerhalb der Karte: 10."):
        assert expected in before


def test_a_case_told_at_length_is_set_smaller_to_stand_on_a_page():
    practices = list(Practice.objects.published().for_list().filter(slug__in=(MURNAU, SCHOENAU)).order_by("slug"))
    data = contents(practices, title="Strom", town="", address="https://atlas.example/", base="https://atlas.example")
    pages = len(PdfReader(io.BytesIO(making.made("dossier.pdf", data))).pages)
    data["cases"][0]["text"] *= 2
    assert len(PdfReader(io.BytesIO(making.made("dossier.pdf", data))).pages) == pages


def test_a_single_case_has_no_cover_of_its_own(client):
    found = pdf(client, f"/dossier.pdf{query('japan-autonomer-bus-sb-drive')}&town=Bad+Sülze")
    text = text_of(found.pages)
    assert len(found.pages) == 1
    for expected in ("für Bad Sülze", "Was wir die anderen fragen sollten", "Dieselbe Auswahl im Atlas"):
        assert expected in text


def test_a_handout_is_one_page_however_much_there_is_to_name(client):
    found = pdf(client, "/handzettel.pdf", title="Wie andere kleine Städte ihre Ortskerne beleben. " * 2)
    assert len(found.pages) == 1
    last = Practice.objects.published().for_list().order_by("title_sort").last()
    assert last.title in text_of(found.pages)


def test_in_english_the_dossier_speaks_english(client):
    found = pdf(client, f"/dossier.pdf{query(SCHOENAU)}&lang=en")
    assert found.trailer["/Root"]["/Lang"] == "en"
    assert "What to ask them" in text_of(found.pages)
    assert "citizens' initiative" in text_of(found.pages).replace("’", "'")
    assert re.search(r"Taken from the atlas on \d+ [A-Z][a-z]+ \d{4}", text_of(found.pages))
    document = words(client, f"/dossier.docx{query(MURNAU)}&lang=en")
    marked = [run.text for one in document.paragraphs for run in one.runs if 'w:lang w:val="de-DE"' in run._r.xml]
    practice = Practice.objects.for_list().get(slug=MURNAU)
    assert any(text.startswith(practice.citations.all()[0].source.citation[:40]) for text in marked)
    assert practice.profile["effect_basis"]["note"] in marked


def test_what_is_typed_is_text_and_nothing_else(client):
    found = pdf(client, "/handzettel.pdf", praxis=SCHOENAU, title=HOSTILE, town="#panic()")
    text = text_of(found.pages)
    assert len(found.pages) == 1
    for expected in ('#eval("1") $x$ *b* _u_ @a', "<script> \\ ? ????", "#panic()"):
        assert expected in text
    assert HOSTILE in [one.text for one in words(client, "/dossier.docx", praxis=SCHOENAU, title=HOSTILE).paragraphs]


def test_word_gets_styles_a_header_row_and_an_alternative_text(client):
    document = words(client, f"/dossier.docx{query(SCHOENAU, LOITZ)}&title=Strom")
    styles = {one.text: one.style.name for one in document.paragraphs}
    assert styles["Strom"] == "Title"
    assert styles[f"2. {Practice.objects.get(slug=LOITZ).label}"] == "Heading 1"
    head = document.tables[0].rows[0]
    assert head.cells[1].text == "Beispiel"
    assert "tblHeader" in head._tr.xml
    assert document.inline_shapes[0]._inline.docPr.get("descr").startswith("Karte der Beispiele")
    assert 'w:val="de-DE"' in document.styles["Normal"].element.xml
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["de-DE"]
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Strom", "Gute-Praxis-Atlas")
    assert properties.created.date() == timezone.localdate()
    linked = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert f"http://testserver/praxis/{LOITZ}/" in linked


def test_a_council_paper_leaves_open_what_only_the_town_can_write(client):
    document = words(client, f"/ratsvorlage.docx{query(SCHOENAU, LATHEN)}&town=Loitz")
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert heads == [
        "Sachverhalt",
        "Beispiele anderer Kommunen",
        "Übertragbarkeit auf uns",
        "Kosten und Folgekosten",
        "Klimawirkung",
        "Vorschlag zum Beschluss",
    ]
    left_open = [run.text for one in document.paragraphs for run in one.runs if run.font.highlight_color]
    assert "[Der Rat beschließt …]" in left_open
    told = "\n".join(one.text for one in document.paragraphs)
    assert "Eingebracht von: Loitz" in told
    assert "Die Quellen sagen nichts zu den Kosten" in told


def test_a_filter_is_named_and_its_sentence_is_the_title(client):
    soup = page(client, "/dossier/?handlungsfeld=mobilitaet")
    assert soup.find(id="dossier-title")["value"] == "Mobilität"
    assert [(one["name"], one["value"]) for one in soup.select("form input[type=hidden]")] == [
        ("handlungsfeld", "mobilitaet")
    ]
    total = client.get("/api/v1/practices/?handlungsfeld=mobilitaet").json()["count"]
    assert len(chosen(client.get("/dossier/?handlungsfeld=mobilitaet").wsgi_request.GET).practices) == total


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("?title=" + "ä" * 500, ["title=", "500", "120"]),
        ("?town=%00", ["town=", "drucken"]),
        ("?farbe=rot", ["farbe=rot"]),
        ("?handlungsfeld=verkehr", ["handlungsfeld=verkehr"]),
        ("?q=gibtesnirgends", ["Kein Beispiel ist ausgewählt"]),
        ("?praxis=nie-gewesen", ["Kein Beispiel ist ausgewählt"]),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(client, address, said):
    for path in ("/dossier/", "/dossier.pdf"):
        text = page(client, path + address, 400).select_one(".problems").get_text(" ", strip=True)
        assert all(part in text for part in said), text


def test_the_title_that_is_proposed_is_never_refused(client):
    practice = case()
    words = " ".join(["Mobilität"] * 25)
    Practice.objects.filter(pk=practice.pk).update(title="Ein langes Wort " * 10)
    for address in (
        f"/dossier/?praxis={practice.slug}",
        f"/dossier/?q={words}%20Bürgerbus%09&handlungsfeld=mobilitaet",
    ):
        proposed = page(client, address).find(id="dossier-title")["value"]
        assert len(proposed) <= 120
        assert page(client, f"{address}&title={proposed}").find(id="dossier-title")["value"] == proposed


def test_a_selection_of_more_than_fifty_is_told_of_kindly_and_makes_no_document(client, monkeypatch):
    monkeypatch.setattr("dossiers.selection.MOST", 7)
    soup = page(client, "/dossier/?handlungsfeld=mobilitaet")
    assert "9 Beispiele" in soup.select_one(".problems").get_text(" ", strip=True)
    assert soup.select_one(".dossier .button")["href"] == "/?handlungsfeld=mobilitaet"
    assert not soup.find(id="dossier-title")
    refused = page(client, "/dossier.pdf?handlungsfeld=mobilitaet", 400)
    assert "9 Beispiele" in refused.select_one(".problems").get_text(" ", strip=True)


def test_what_was_withdrawn_is_named_and_the_rest_is_made(client):
    gone = put(case(), "draft")
    told = f"„{gone.title}“"
    assert told in page(client, f"/dossier/{query(gone.slug, LOITZ)}").select_one(".problems").get_text()
    assert told in text_of(pdf(client, f"/dossier.pdf{query(gone.slug, LOITZ)}").pages)
    assert any(told in one.text for one in words(client, f"/ratsvorlage.docx{query(gone.slug, LOITZ)}").paragraphs)
    soup = page(client, f"/dossier.pdf{query(gone.slug)}", 400)
    assert "Kein Beispiel ist ausgewählt" in soup.select_one(".problems").get_text()
    assert told in soup.select_one(".dossier").get_text()


def test_who_holds_a_document_does_not_have_it_made_again(client, monkeypatch):
    asked = f"/ratsvorlage.docx{query(SCHOENAU)}"
    tag = client.get(asked)["ETag"]
    monkeypatch.setattr(making, "AT_ONCE", 0)
    held = client.get(asked, headers={"If-None-Match": tag})
    assert (held.status_code, held["ETag"], held["Cache-Control"]) == (304, tag, "private, no-cache")
    for other in (f"{asked}&town=Loitz", f"{asked}&lang=en", f"/dossier.docx{query(SCHOENAU)}"):
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 503


def test_while_a_document_is_made_no_state_is_held_and_no_secret_told(client, monkeypatch):
    seen = {}

    def run(command, **given):
        seen.update(given, state=getattr(state._thread, "state", None))
        return subprocess.CompletedProcess(command, 0, b"made", b"")

    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setattr(making.subprocess, "run", run)
    for address in (f"/dossier.pdf{query(SCHOENAU)}", "/praxis/olfen-leohaus/bild.png"):
        assert client.get(address).content == b"made"
        assert seen["state"] is None
        assert "SECRET_KEY" not in seen["env"]


def test_the_number_of_queries_does_not_follow_the_number_of_cases(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(making, "made", lambda kind, data: b"made")
    client.get("/dossier/")
    for slugs in ((SCHOENAU, LOITZ), (SCHOENAU, LOITZ, LATHEN, "olfen-leohaus")):
        with django_assert_num_queries(10):
            client.get(f"/dossier/{query(*slugs)}")
        with django_assert_num_queries(10):
            client.get(f"/dossier.pdf{query(*slugs)}")
    with django_assert_num_queries(10):
        client.get("/dossier.pdf?handlungsfeld=mobilitaet")


def test_few_are_made_at_once_and_a_process_that_fails_is_told_of(client, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 0)
    busy = client.get(f"/dossier.pdf{query(SCHOENAU)}")
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert "in ein paar Sekunden" in BeautifulSoup(busy.content, "html.parser").get_text()
    monkeypatch.setattr(making, "AT_ONCE", 1)
    monkeypatch.setattr(making, "SECONDS", 0.01)
    assert client.get(f"/dossier.pdf{query(SCHOENAU)}").status_code == 503
    with pytest.raises(making.Failed, match="KeyError"):
        monkeypatch.setattr(making, "SECONDS", 20)
        making.made("dossier.doc", {})


def test_what_sets_documents_is_not_loaded_by_the_server():
    code = "import atlas.wsgi, atlas.urls, sys; sys.exit(bool({'typst', 'docx', 'fontTools'} & set(sys.modules)) and 7)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
