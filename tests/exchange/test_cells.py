"""What stands in a cell with several values can be written and read back, whatever it is."""

from hypothesis import given
from hypothesis import strategies as st

from exchange.columns import cells

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
parts = st.lists(texts, min_size=2, max_size=4).filter(lambda item: any(part.strip() for part in item))


@given(st.lists(parts, max_size=4))
def test_any_text_comes_back(items):
    read = cells.parse(cells.write(items))
    filled = [item + [""] * (4 - len(item)) for item in read]
    assert filled == [item + [""] * (4 - len(item)) for item in items if any(part.strip() for part in item)]


@given(texts)
def test_a_disarmed_cell_is_no_formula_and_comes_back(text):
    shown = cells.disarm(text)
    assert shown[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert cells.rearm(shown) == text


def test_people_may_type_a_semicolon_instead_of_a_line_break():
    assert cells.parse("Mit anpacken; Protestieren") == [["Mit anpacken"], ["Protestieren"]]
    assert cells.parse("Mit anpacken\r\nProtestieren") == [["Mit anpacken"], ["Protestieren"]]
    assert cells.parse(r"eins\; noch eins") == [["eins; noch eins"]]
    assert cells.parse("Mit anpacken | redaktionell | | Grund; mit Semikolon") == [
        ["Mit anpacken", "redaktionell", "", "Grund; mit Semikolon"]
    ]


def test_a_lone_backslash_stays():
    assert cells.parse(r"C:\Daten | x") == [[r"C:\Daten", "x"]]
