"""Documents of a selection, opened and read back: what stands in them, how they are tagged, and what is refused."""

import io
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from docx import Document
from pypdf import PdfReader

from dossiers.documents import making
from dossiers.selection import chosen
from practices.models import Practice
from tests.dossiers.test_shortlist import LATHEN, LOITZ, SCHOENAU, page, query

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
HOSTILE = '#eval("1") $x$ *b* _u_ @a <script> \\ 😀'


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
    return " ".join("\n".join(page.extract_text() for page in pages).replace("-\n", "").split())


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
    for expected in ("Strom", "für Bad Sülze", "2 Beispiele guter Praxis", "2.409", "nie-gewesen"):
        assert expected in cover
    for slug in (SCHOENAU, LOITZ):
        practice = Practice.objects.get(slug=slug)
        (text,) = [text for text in texts[1:] if f"/praxis/{slug}/" in text]
        for expected in (practice.label, practice.transfer[:40], "Was Sie dort erfragen sollten"):
            assert expected in text
    assert "Was hat es gekostet" in text_of(found.pages)


def test_fifty_cases_make_one_dossier_and_each_begins_a_page(client):
    found = pdf(client, "/dossier.pdf")
    titles = Practice.objects.published().values_list("title", flat=True)
    starts = [text_of([one]) for one in found.pages]
    assert len(titles) == 50
    for title in titles:
        assert any(title in text for text in starts), title
    assert len(found.pages) <= 60


def test_in_english_the_dossier_speaks_english(client):
    found = pdf(client, f"/dossier.pdf{query(SCHOENAU)}&lang=en")
    assert found.trailer["/Root"]["/Lang"] == "en"
    assert "What to ask them" in text_of(found.pages)
    assert "citizens' initiative" in text_of(found.pages).replace("’", "'")


def test_what_is_typed_is_text_and_nothing_else(client):
    found = pdf(client, "/handzettel.pdf", praxis=SCHOENAU, title=HOSTILE, town="#panic()")
    text = text_of(found.pages)
    assert len(found.pages) == 1
    for expected in ('#eval("1") $x$ *b* _u_ @a', "<script>", "#panic()"):
        assert expected in text
    assert HOSTILE in [one.text for one in words(client, "/dossier.docx", praxis=SCHOENAU, title=HOSTILE).paragraphs]


def test_word_gets_styles_a_header_row_and_an_alternative_text(client):
    document = words(client, f"/dossier.docx{query(SCHOENAU, LOITZ)}&title=Strom")
    styles = {one.text: one.style.name for one in document.paragraphs}
    assert styles["Strom"] == "Title"
    assert styles[Practice.objects.get(slug=LOITZ).label] == "Heading 1"
    head = document.tables[0].rows[0]
    assert head.cells[1].text == "Beispiel"
    assert "tblHeader" in head._tr.xml
    assert document.inline_shapes[0]._inline.docPr.get("descr").startswith("Karte der Beispiele")
    assert 'w:val="de-DE"' in document.styles["Normal"].element.xml
    assert document.core_properties.title == "Strom"


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


def test_a_filter_with_more_than_fifty_is_refused_with_its_number(client, monkeypatch):
    monkeypatch.setattr("dossiers.selection.MOST", 7)
    text = page(client, "/dossier.pdf?handlungsfeld=mobilitaet", 400).select_one(".problems").get_text(" ", strip=True)
    assert "9 Beispiele" in text
    assert "bis zu 7" in text


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
    code = "import atlas.wsgi, sys; sys.exit(bool({'typst', 'docx', 'fontTools.subset'} & set(sys.modules)) and 7)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
