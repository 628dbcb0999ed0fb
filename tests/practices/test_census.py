"""The official table of inhabitants: who is matched, who isn't and why, and what is no such table."""

import re

import pytest
from django.core.management import CommandError, call_command

from practices.geodata.adoption import fields_of, place_of
from practices.geodata.gazetteer import by_source, called
from practices.models import Place, RecordVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
HEAD = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label"
)


def line(ars, name, residents, day="2022-05-15"):
    said = f"GEOGM4;Gemeinden;{ars};{name};{residents};Anzahl;PRS018;Personen"
    return f"1000A;Bevölkerung kompakt;STAG;Stichtag;{day};{said}"


def table(tmp_path, *lines):
    path = tmp_path / "1000A-0000.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8-sig")
    return path


def loaded(path, capsys):
    call_command("load_population", str(path))
    return capsys.readouterr().out


def test_towns_are_found_by_key_and_by_name_within_their_state(tmp_path, capsys):
    said = loaded(
        table(
            tmp_path,
            line("084355003067", "Deggenhausertal", 4500),  # the atlas knows its key
            line("095740138138", "Lauf a.d.Pegnitz, St", 27000),
            line("091800124124", "Murnau a.Staffelsee, M", 12100),
            line("059620004004", "Altena, Stadt", 16774),  # as it is
            line("130750000001", "Berkheim", 1),  # of this name, in another state
        ),
        capsys,
    )
    assert "5 municipalities read; 3 places changed, 1 had these figures" in said
    assert Place.objects.get(slug="deggenhausertal").population == 4500
    lauf = Place.objects.get(slug="lauf-an-der-pegnitz")
    assert (lauf.population, lauf.population_source[:17]) == (27000, "Zensus 15.05.2022")
    assert Place.objects.get(slug="berkheim").population == 3106
    assert "berkheim: left as it is (not in the table)" in said
    assert RecordVersion.objects.filter(comment="1000A-0000.csv").count() == 3


def test_of_namesakes_in_a_state_none_is_guessed(tmp_path, capsys):
    Place.objects.filter(slug="altena").update(gazetteer="")
    said = loaded(table(tmp_path, line("097730000001", "Altena", 1), line("059620005005", "Altena", 2),
                        line("055620004005", "Altena, Dorf", 3)), capsys)  # fmt: skip
    assert "altena: left as it is (several of this name in its state)" in said
    assert Place.objects.get(slug="altena").population == 16774


def test_the_key_of_the_gazetteer_tells_namesakes_of_a_state_apart(tmp_path, capsys):
    path = table(tmp_path, line("097730000001", "Altena", 1), line("059620004004", "Altena, Stadt", 2),
                 line("055620004005", "Altena, Dorf", 3))  # fmt: skip
    said = loaded(path, capsys)
    assert Place.objects.get(slug="altena").population == 2
    assert "09773001 Altena: not in the gazetteer" in said
    assert re.search(r"1 of \d{5} municipalities of the gazetteer have a figure; 2 of the table aren't", said)


def test_a_town_chosen_from_the_gazetteer_later_has_the_official_figure(tmp_path, capsys, admin_client):
    loaded(table(tmp_path, line("160650003003", "Bad Frankenhausen/Kyffhäuser, Stadt", 9999)), capsys)
    (found,) = [
        one
        for one in admin_client.get("/admin/practices/place/gazetteer/?q=Bad Frankenhausen").json()["results"]
        if one["fields"]["name"].startswith("Bad Frankenhausen")
    ]
    place = place_of(by_source(found["source"]))
    assert found["fields"]["population"] == place.population == 9999
    assert place.population_source == found["fields"]["population_source"]
    assert place.population_source.startswith("Zensus 15.05.2022, Statistische Ämter")
    assert "9.999" in found["detail"]


def test_a_key_that_changed_is_found_by_a_name_alone_of_its_kind(tmp_path, capsys):
    said = loaded(table(tmp_path, line("031590010010", "Duderstadt, Stadt", 20112)), capsys)
    assert "not in the gazetteer" not in said
    (entry,) = [one for one in called("Duderstadt") if one.kind == "municipality"]
    assert fields_of(entry)["population"] == 20112


def test_a_town_that_the_table_doesnt_name_has_the_figure_of_geonames_and_says_so(tmp_path, capsys):
    loaded(table(tmp_path, line("160650003003", "Bad Frankenhausen/Kyffhäuser, Stadt", 9999)), capsys)
    entry = next(one for one in called("Sondershausen") if one.kind == "municipality")
    place = place_of(entry)
    assert (place.population, place.population_source) == (entry.population, "GeoNames, Ortskern (CC BY 4.0)")


def test_parts_and_places_abroad_keep_what_they_have(tmp_path, capsys):
    before = dict(Place.objects.exclude(country="DE").values_list("slug", "population"))
    loaded(table(tmp_path, line("053820004004", "Gielsdorf", 99), line("053820004005", "Bosa", 98)), capsys)
    assert Place.objects.get(slug="gielsdorf").population is None
    assert dict(Place.objects.exclude(country="DE").values_list("slug", "population")) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a;b\n1;2\n", "columns missing: time"),
        (f"{HEAD}\n", "holds no municipality"),
        (f"{HEAD}\n{line('059620004004', 'Altena', 'viele')}\n", "line 2: 'viele'"),
    ],
)
def test_what_is_no_such_table_is_a_sentence_and_changes_nothing(tmp_path, content, said):
    path = tmp_path / "falsch.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("load_population", str(path))
    assert Place.objects.get(slug="altena").population == 16774


def test_a_file_that_isnt_there_or_no_text(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_population", str(tmp_path / "nichts.csv"))
    (tmp_path / "bild.csv").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_population", str(tmp_path / "bild.csv"))
