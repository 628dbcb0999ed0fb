"""Documents for Word and LibreOffice, with real styles. Runs in the child process alone."""

import io

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LOCALES = {"de": "de-DE", "en": "en-GB"}
PINE = RGBColor(0x24, 0x46, 0x3F)


def dossier(data, picture):
    """The dossier as bytes; ``picture``: the map as PNG, or None."""
    words, cases = data["words"], data["cases"]
    document = _document(data)
    document.add_paragraph(data["title"], style="Title")
    document.add_paragraph(_line(data), style="Subtitle")
    if len(cases) > 1:
        document.add_heading(words["overview"], level=1)
        _overview(document, words, cases)
        if picture:
            document.add_heading(words["map"], level=1)
            _picture(document, picture, words)
    _missing(document, data)
    for case in cases:
        _case(document, words, case, data["lang"])
    _about(document, data)
    return _bytes(document)


def council_paper(data):
    """The skeleton of a council paper: what the atlas knows is filled in, what only the town can write is left open."""
    words = data["words"]
    document = _document(data)
    document.add_paragraph(words["paper"], style="Title")
    document.add_paragraph(data["title"], style="Subtitle")
    for label, value in ((words["author"], data["town"]), (words["body"], ""), (words["date"], "")):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        _open(paragraph, "[…]") if not value else paragraph.add_run(value)
    _open(document.add_paragraph(), words["blank"])
    document.add_heading(words["facts_head"], level=1)
    _open(document.add_paragraph(), words["blank_facts"])
    document.add_heading(words["others"], level=1)
    for case in data["cases"]:
        document.add_heading(f"{case['title']}", level=2)
        document.add_paragraph(" · ".join(filter(None, (case["place"], case["carrier"], case["state"]))))
        document.add_paragraph(case["lead"])
        for section in case["sections"][:1]:
            _labelled(document, section)
        _small(document, f"{words['source']}: {'; '.join(case['sources'])} – {case['address']}")
    _missing(document, data)
    document.add_heading(words["transfer"], level=1)
    for case in data["cases"]:
        for part in case["lesson"]:
            document.add_paragraph(f"{case['title'].partition(':')[0]}: {part}", style="List Bullet")
    _small(document, words["ours"])
    _open(document.add_paragraph(), words["blank_transfer"])
    document.add_heading(words["costs"], level=1)
    known = [case for case in data["cases"] if case["cost"]]
    for case in known:
        document.add_paragraph(f"{case['title'].partition(':')[0]}: {'; '.join(case['cost'])}", style="List Bullet")
    if not known:
        document.add_paragraph(words["costs_unknown"])
    elif len(known) < len(data["cases"]):
        document.add_paragraph(words["untold_costs"])
    _open(document.add_paragraph(), words["blank_costs"])
    for name in ("climate", "proposal"):
        document.add_heading(words[name], level=1)
        _open(document.add_paragraph(), words[f"blank_{name}"])
    _about(document, data)
    return _bytes(document)


def _document(data):
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(22)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Cambria", Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb, styles[name].font.name = PINE, "Cambria"
        styles[name].element.rPr.rFonts.attrib.clear()
        styles[name].element.rPr.rFonts.set(qn("w:ascii"), "Cambria")
        styles[name].element.rPr.rFonts.set(qn("w:hAnsi"), "Cambria")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES[data["lang"]])
    styles["Normal"].element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = data["title"], data["words"]["atlas"], ""
    properties.language = LOCALES[data["lang"]]
    _footer(section, f"{data['words']['atlas']} · {data['date']}")
    return document


def _footer(section, text):
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{text} · ").font.size = Pt(8)
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, content in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = content
        run._r.append(part)


def _line(data):
    town = f"{data['words']['for']} {data['town']} · " if data["town"] else ""
    return f"{town}{data['words']['examples']} · {data['words']['as_of']} {data['date']}"


def _overview(document, words, cases):
    heads = ("number", "example", "place", "size", "carrier")
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(words[head]).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for case in cases:
        cells = table.add_row().cells
        texts = (
            str(case["number"]),
            case["title"],
            case["place"],
            case["size"] or "–",
            case["carrier"] or words["unknown"],
        )
        for cell, text in zip(cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(9)
    for column, width in zip(table.columns, (10, 62, 40, 20, 30), strict=True):
        for cell in column.cells:
            cell.width = Mm(width)


def _picture(document, picture, words):
    shape = document.add_picture(io.BytesIO(picture), width=Mm(110))
    shape._inline.docPr.set("descr", words["map_alt"])
    shape._inline.docPr.set("title", words["map"])
    document.add_paragraph(words["map_source"], style="Caption")


def _case(document, words, case, lang):
    heading = document.add_heading(case["title"], level=1)
    heading.paragraph_format.page_break_before = True
    document.add_paragraph(" · ".join(filter(None, (case["field"], case["place"], case["size"]))))
    document.add_paragraph().add_run(case["lead"]).italic = True
    if case["lang"] != lang:
        _small(document, words["german"])
    for part in case["text"]:
        _speaking(document.add_paragraph().add_run(part), case["lang"], lang)
    for told in (*case["facts"], *case["sections"]):
        _labelled(document, told)
    if case["silent"]:
        _small(document, case["silent"])
    if case["lesson"]:
        document.add_heading(words["lesson"], level=2)
        for part in case["lesson"]:
            document.add_paragraph(part)
        _small(document, words["ours"])
    if case["questions"]:
        document.add_heading(words["questions"], level=2)
        for question in case["questions"]:
            document.add_paragraph(question, style="List Bullet")
        _small(document, words["questions_ours"])
    _small(document, f"{words['source']}: {'; '.join(case['sources'])} – {case['address']}")


def _labelled(document, told):
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{told['label']}: ").bold = True
    paragraph.add_run("; ".join(line["text"] for line in told["lines"]))
    ground = " · ".join(filter(None, (told["evidence"], told["ground"])))
    if ground:
        run = paragraph.add_run(f" ({ground})")
        run.font.size = Pt(9)


def _missing(document, data):
    if data["missing"]:
        _small(document, f"{data['words']['missing']} {' '.join(data['missing'])}")


def _about(document, data):
    words = data["words"]
    document.add_heading(words["about"], level=2)
    _small(document, f"{words['as_of']} {data['date']}. {words['licence']} {words['selection']} {data['address']}")


def _small(document, text):
    document.add_paragraph().add_run(text).font.size = Pt(9)


def _open(paragraph, text):
    """What the town still has to write."""
    paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _speaking(run, lang, around):
    if lang != around:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LOCALES[lang])
        run._r.get_or_add_rPr().append(language)


def _bytes(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
