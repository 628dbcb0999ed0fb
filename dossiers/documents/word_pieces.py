"""Pieces of a Word document: styles, tables, pictures, links, languages. Runs in the child process alone."""

import io
from datetime import datetime

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LOCALES = {"de": "de-DE", "en": "en-GB"}
FONT, PINE, SOFT = "Cambria", RGBColor(0x24, 0x46, 0x3F), RGBColor(0x4D, 0x55, 0x50)
# Of each style of Word's own: size and colour; Word's are blue.
STYLES = {
    "Title": (24, PINE),
    "Subtitle": (12, SOFT),
    "Heading 1": (15, PINE),
    "Heading 2": (12, PINE),
    "Caption": (9, SOFT),
    "Small": (9, SOFT),
}


def new(data):
    """An empty A4 document with our styles, the language, the title and a footer."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(22)
    _styles(document, LOCALES[data["lang"]])
    day = datetime.fromisoformat(data["day"])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = data["title"], data["words"]["atlas"], ""
    properties.language, properties.created, properties.modified = LOCALES[data["lang"]], day, day
    properties.last_modified_by = data["words"]["atlas"]
    _footer(section, f"{data['words']['atlas']} · {data['date']} · ")
    return document


def as_bytes(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _styles(document, locale):
    styles = document.styles
    for language in styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), locale)
    styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].element.get_or_add_rPr().append(_language(locale))
    small = styles.add_style("Small", 1)
    small.base_style, small.quick_style = styles["Normal"], True
    for name, (size, colour) in STYLES.items():
        style = styles[name]
        # Without the fonts and colours of the theme that Word's own styles name.
        if (fonts := style.element.get_or_add_rPr().find(qn("w:rFonts"))) is not None:
            style.element.rPr.remove(fonts)
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
        style.font.italic, style.font.bold = False, name.startswith(("Title", "Heading"))
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)
    styles["Heading 2"].paragraph_format.space_before = Pt(12)
    styles["Heading 2"].paragraph_format.space_after = Pt(3)


def _footer(section, text):
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "Small"
    paragraph.add_run(text)
    run = paragraph.add_run()
    for kind, content in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = content
        run._r.append(part)


def table(document, heads, rows, widths):
    """A table of texts whose first row is a header that each page repeats; ``widths`` in mm."""
    made = document.add_table(rows=1, cols=len(heads))
    made.autofit = False
    _lines(made)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    for texts in (heads, *rows):
        row = made.rows[0] if texts is heads else made.add_row()
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().insert(0, whole)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].style = "Small"
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].add_run(text).bold = texts is heads or None
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def _lines(made):
    """Thin lines below the rows, and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D9D2C0")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The order of a table's properties is laid down: borders stand before layout and look.
    properties = made._tbl.tblPr
    later = [one for one in properties if one.tag in (qn("w:tblLayout"), qn("w:tblLook"))]
    (later[0].addprevious if later else properties.append)(borders)


def picture(document, image, width, title, description, caption):
    """A PNG so many mm wide, with an alternative text and a caption."""
    shape = document.add_picture(io.BytesIO(image), width=Mm(width))
    shape._inline.docPr.set("descr", description)
    shape._inline.docPr.set("title", title)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(caption, style="Caption")


def speak(paragraph, text, lang, around):
    """A run of text in a language: ``lang`` is "" or that of the document ``around``, or another one."""
    run = paragraph.add_run(text)
    if lang not in ("", around):
        run._r.get_or_add_rPr().append(_language(LOCALES[lang]))
    return run


def link(paragraph, address):
    """The address, to be followed."""
    run = paragraph.add_run(address)
    run.font.color.rgb, run.font.underline = RGBColor(0x1D, 0x5A, 0x4D), True
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(around)
    around.append(run._r)


def leave_open(paragraph, text):
    """What the town still has to write."""
    paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _language(locale):
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    return language
