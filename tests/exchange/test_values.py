"""Dates, years and degrees as they are typed in Germany."""

from datetime import date

import pytest

from exchange.columns.values import as_date, as_degrees, as_year
from practices.lookup.unknown import NotUnderstood


@pytest.mark.parametrize(
    "text",
    [
        "1.5.2026",
        "01.05.2026",
        "01.05.26",
        "1. 5. 2026",
        "2026-05-01",
        "2026-05-01 00:00:00",
        "1. Mai 2026",
        "1 May 2026",
    ],
)
def test_a_date_in_any_form(text):
    assert as_date(text) == date(2026, 5, 1)


@pytest.mark.parametrize(("text", "year"), [("01.03.99", 1999), ("3. März 1987", 1987), ("24. Dez. 2020", 2020)])
def test_years_of_two_digits_and_written_months(text, year):
    assert as_date(text).year == year


@pytest.mark.parametrize("text", ["31.02.2026", "05/01/2026", "bald", "2026", "46143", "1. Maien 2026"])
def test_no_date_is_refused_by_name(text):
    with pytest.raises(NotUnderstood, match=text):
        as_date(text)


@pytest.mark.parametrize(
    "value", ["2018", 2018, 2018.0, "1.5.2018", "2018-05-01", "Mai 2018", "05/2018", "05.2018", "01.05.18"]
)
def test_a_year_or_the_year_of_a_date(value):
    assert as_year(value) == 2018


def test_what_is_no_year_is_refused_with_what_may_be_meant():
    with pytest.raises(NotUnderstood) as caught:
        as_year("ca. 2018")
    assert caught.value.proposal == "2018"
    with pytest.raises(NotUnderstood) as caught:
        as_year("2017 oder 2018")
    assert caught.value.proposal == ""


@pytest.mark.parametrize("text", ["51,7079", "51.7079", "51,7079°", "51,7079° N", 51.7079, "+51,7079"])
def test_degrees_with_comma_or_point(text):
    assert as_degrees(text, 90) == 51.7079


def test_degrees_west_and_out_of_range():
    assert as_degrees("3,5 W", 180) == as_degrees("-3.5", 180) == -3.5
    for text in ("391234", "91", "51 N 7 E", "fünf"):
        with pytest.raises(NotUnderstood):
            as_degrees(text, 90)
