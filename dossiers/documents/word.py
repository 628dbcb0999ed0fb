"""Documents for Word and LibreOffice. Runs in the child process alone."""

from docx.shared import Pt

from dossiers.documents.word_pieces import as_bytes, leave_open, link, new, picture, speak, table

COLUMNS = {"number": 10, "title": 48, "place": 33, "size": 22, "carrier": 26, "state": 23}


def dossier(data, image):
    """The dossier as bytes; ``image``: the map as PNG, or None."""
    words, cases = data["words"], data["cases"]
    several = len(cases) > 1
    document = new(data)
    document.add_paragraph(data["title"], style="Title")
    document.add_paragraph(_line(data, several), style="Subtitle")
    if several:
        document.add_heading(words["overview"], level=1)
        heads = [words["example" if name == "title" else name] for name in COLUMNS]
        table(document, heads, [_row(case, words) for case in cases], COLUMNS.values())
    _missing(document, data)
    if several and image:
        document.add_heading(words["map"], level=1)
        source = " · ".join(filter(None, (data["off_map"], words["map_source"])))
        picture(document, image, 120, words["map"], words["map_alt"], source)
    for case in cases:
        _case(document, data, case, several)
    _closing(document, data, several)
    return as_bytes(document)


def council_paper(data):
    """The skeleton of a council paper: what the atlas knows is filled in, what only the town can write is left open."""
    words, cases = data["words"], data["cases"]
    document = new(data)
    document.add_paragraph(words["paper"], style="Title")
    document.add_paragraph(data["title"], style="Subtitle")
    for label, value in ((words["author"], data["town"]), (words["body"], ""), (words["date"], "")):
        paragraph = _labelled(document, label)
        paragraph.add_run(value) if value else leave_open(paragraph, "[…]")
    leave_open(document.add_paragraph(), words["blank"])
    document.add_heading(words["facts_head"], level=1)
    leave_open(document.add_paragraph(), words["blank_facts"])
    document.add_heading(words["others"], level=1)
    for case in cases:
        _example(document, data, case)
    _missing(document, data)
    document.add_heading(words["transfer"], level=1)
    for case in cases:
        for part in case["lesson"]:
            document.add_paragraph(f"{_name(case)}: {part}", style="List Bullet")
    document.add_paragraph(words["ours"], style="Small")
    leave_open(document.add_paragraph(), words["blank_transfer"])
    document.add_heading(words["costs"], level=1)
    _costs(document, data)
    leave_open(document.add_paragraph(), words["blank_costs"])
    for name in ("climate", "proposal"):
        document.add_heading(words[name], level=1)
        leave_open(document.add_paragraph(), words[f"blank_{name}"])
    _about(document, data)
    return as_bytes(document)


def _line(data, several):
    words = data["words"]
    town = f"{words['for']} {data['town']}" if data["town"] else ""
    parts = (town, words["examples"] if several else "", f"{words['as_of']} {data['date']}")
    return " · ".join(filter(None, parts))


def _row(case, words):
    return [
        str(case["number"]),
        case["title"],
        case["place"],
        case["size"] or "–",
        case["carrier"] or words["unknown"],
        case["state"],
    ]


def _name(case):
    """What stands before the colon of a title: mostly the town."""
    return case["title"].partition(":")[0]


def _case(document, data, case, several):
    words, lang = data["words"], data["lang"]
    if several:
        heading = document.add_heading(f"{case['number']}. {case['title']}", level=1)
        heading.paragraph_format.page_break_before = True
    elif case["title"] != data["title"]:
        document.add_heading(case["title"], level=1)
    size = f"{words['size']}: {case['size']}" if case["size"] else ""
    document.add_paragraph(" · ".join(filter(None, (case["field"], case["place"], size))), style="Small")
    document.add_paragraph().add_run(case["lead"]).font.size = Pt(12)
    if case["lang"] != lang:
        document.add_paragraph(words["german"], style="Small")
    for part in case["text"]:
        speak(document.add_paragraph(), part, case["lang"], lang)
    for fact in case["facts"]:
        _fact(document, fact, lang)
    if case["contact"]:
        _labelled(document, words["contact"]).add_run(case["contact"])
    if case["links"]:
        paragraph = _labelled(document, words["links"])
        for one in case["links"]:
            speak(paragraph, f"{one['title']} ", "de", lang)
            link(paragraph, one["url"])
            paragraph.add_run(" ")
    if case["silent"]:
        document.add_paragraph(case["silent"], style="Small")
    for section in case["sections"]:
        document.add_heading(section["label"], level=2)
        for line in section["lines"]:
            speak(document.add_paragraph(), line["text"], line["lang"], lang)
        _ground(document.add_paragraph(style="Small"), section, lang)
    if case["lesson"]:
        document.add_heading(words["lesson"], level=2)
        for part in case["lesson"]:
            document.add_paragraph(part)
        document.add_paragraph(words["ours"], style="Small")
    _questions(document, words["questions"], case["questions"], words["questions_ours"], 2)
    _source(document, data, case)


def _example(document, data, case):
    words, lang = data["words"], data["lang"]
    document.add_heading(case["title"], level=2)
    size = f"{words['size']}: {case['size']}" if case["size"] else ""
    parts = (case["place"], size, case["carrier"], case["state"])
    where = document.add_paragraph(" · ".join(filter(None, parts)), style="Small")
    where.paragraph_format.keep_with_next = True
    document.add_paragraph(case["lead"])
    for told in case["effects"]:
        _fact(document, told, lang)
    _source(document, data, case)


def _costs(document, data):
    words, lang = data["words"], data["lang"]
    known = [case for case in data["cases"] if case["cost"]]
    for case in known:
        paragraph = document.add_paragraph(f"{_name(case)}: ", style="List Bullet")
        _lines(paragraph, case["cost"], lang)
    if not known:
        document.add_paragraph(words["costs_unknown"])
    elif len(known) < len(data["cases"]):
        document.add_paragraph(words["untold_costs"])


def _labelled(document, label):
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    return paragraph


def _fact(document, fact, lang):
    paragraph = _labelled(document, fact["label"])
    _lines(paragraph, fact["lines"], lang)
    if fact["ground"] or fact["evidence"]:
        before = len(paragraph.runs)
        paragraph.add_run(" (")
        _ground(paragraph, fact, lang)
        paragraph.add_run(")")
        for run in paragraph.runs[before:]:
            run.font.size = Pt(9)


def _lines(paragraph, lines, lang):
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run("; ")
        speak(paragraph, line["text"], line["lang"], lang)


def _ground(paragraph, fact, lang):
    paragraph.add_run(" · ".join(filter(None, (fact["evidence"], fact["ground"]))))
    if fact["reason"]:
        paragraph.add_run(": ")
        speak(paragraph, fact["reason"], "de", lang)


def _questions(document, head, questions, ours, level):
    if questions:
        document.add_heading(head, level=level).paragraph_format.page_break_before = level == 1
        for question in questions:
            document.add_paragraph(question, style="List Bullet")
        document.add_paragraph(ours, style="Small")


def _source(document, data, case):
    words = data["words"]
    paragraph = document.add_paragraph(style="Small")
    paragraph.add_run(f"{words['sources' if len(case['sources']) > 1 else 'source']}: ").bold = True
    speak(paragraph, " ".join(case["sources"]), "de", data["lang"])
    paragraph.add_run(" ")
    link(paragraph, case["address"])


def _missing(document, data):
    if data["missing"]:
        document.add_paragraph(f"{data['words']['missing']} {' '.join(data['missing'])}", style="Small")


def _closing(document, data, several):
    words = data["words"]
    _questions(document, words["ask"], words["ask_all"], words["ask_ours"], 1 if several else 2)
    if several:
        document.add_heading(words["sources"], level=1)
        for one in data["sources"]:
            speak(document.add_paragraph(), f"{one}.", "de", data["lang"])
    _about(document, data)


def _about(document, data):
    words = data["words"]
    document.add_heading(words["about"], level=2)
    text = f"{words['as_of']} {data['date']}. {words['licence']} {words['places']} {words['selection']} "
    paragraph = document.add_paragraph(text, style="Small")
    link(paragraph, data["address"])
