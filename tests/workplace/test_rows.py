"""The rows of the form: what somebody types is found, what isn't clear is offered, and many sources cost nothing."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.case.contents import read
from practices.models import Place, Source
from tests.workplace.conftest import edit, form_of, told
from workplace.form.case_form import CaseForms

pytestmark = pytest.mark.django_db

SOURCES = "/admin/practices/practice/sources/"


@pytest.fixture
def many(study):
    """Three hundred sources and places more."""
    Source.objects.bulk_create(
        Source(slug=f"quelle-{n}", citation=f"Autorin {n}: Band {n} der Reihe. Ort 2020", title=f"Band {n}", year=2020)
        for n in range(300)
    )
    Place.objects.bulk_create(
        Place(slug=f"ort-{n}", name=f"Ort {n}", country="DE", state="DE-NI", lat=52, lon=9) for n in range(300)
    )


def choices(page, row):
    """{value: label} of what is offered for a row."""
    soup = BeautifulSoup(page.content, "html.parser")
    return {
        field["value"]: soup.find("label", {"for": field["id"]}).text
        for field in soup.find_all("input", {"name": f"{row}-choice"})
    }


class TestSources:
    def test_a_source_is_called_by_its_title(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft))
        assert fields["sources-0-source"] == "Urbane Kleinstädte"
        before = read(draft.pk)
        assert client.post(edit(draft), fields).status_code == 302
        assert read(draft.pk) == before

    def test_titles_that_several_share_are_no_name(self, as_, draft):
        Source.objects.create(
            slug="zweite", citation="Noch eine: Urbane Kleinstädte. Bonn 2020", title="Urbane Kleinstädte"
        )
        client = as_("erfassung")
        slug = read(draft.pk)["sources"][0]["source"]
        fields = form_of(client, edit(draft))
        assert fields["sources-0-source"] == slug
        answer = client.post(edit(draft), fields | {"sources-0-source": "Urbane Kleinstädte"})
        assert set(choices(answer, "sources-0")) >= {slug, "zweite"}

    @pytest.mark.parametrize("words", ["band 17", "AUTORIN reihe 17 ", "quelle-17", "Band 17"])
    def test_words_are_searched_and_what_may_be_meant_is_chosen_without_a_script(self, as_, draft, many, words):
        client = as_("erfassung")
        fields = form_of(client, edit(draft)) | {"sources-0-source": words, "coding_note": "Bleibt stehen"}
        answer = client.post(edit(draft), fields)
        if answer.status_code == 200:
            offered = choices(answer, "sources-0")
            assert "Band 17 · 2020" in offered.values()
            assert "Bleibt stehen" in answer.content.decode()
            sent = {"sources-0-asked": words, "sources-0-choice": "quelle-17"}
            assert client.post(edit(draft), fields | sent).status_code == 302
        assert read(draft.pk)["sources"][0]["source"] == "quelle-17"

    def test_a_choice_for_words_that_changed_since_is_none(self, as_, draft, many):
        client = as_("erfassung")
        sent = {"sources-0-asked": "band 17", "sources-0-choice": "quelle-17", "sources-0-source": "Band 18"}
        assert client.post(edit(draft), form_of(client, edit(draft)) | sent).status_code == 302
        assert read(draft.pk)["sources"][0]["source"] == "quelle-18"

    def test_what_is_no_source_is_said(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft)) | {"sources-0-source": "Gibt es nicht"}
        assert "Keine Quelle heißt „Gibt es nicht“" in told(client.post(edit(draft), fields))

    def test_the_same_new_one_twice_is_one(self, as_, draft):
        client = as_("erfassung")
        new = {"sources-TOTAL_FORMS": "3"}
        for row in (1, 2):
            new |= {
                f"sources-{row}-citation": "Neue Autorin: Ein Buch. Bonn 2021",
                f"sources-{row}-locator": f"S. {row}",
            }
        assert client.post(edit(draft), form_of(client, edit(draft)) | new).status_code == 302
        assert Source.objects.filter(citation__startswith="Neue Autorin").count() == 1

    def test_suggestions(self, as_, many, client):
        member = as_("erfassung")
        assert member.get(SOURCES, {"q": "autorin 299"}).json()["results"] == [
            {"slug": "quelle-299", "label": "Band 299 · 2020"}
        ]
        assert len(member.get(SOURCES, {"q": "band"}).json()["results"]) == 12
        assert member.get(SOURCES).json()["results"] == []
        assert as_("leitung").get(SOURCES, {"q": "band"}).status_code == 403
        assert client.get(SOURCES, {"q": "band"}).status_code == 302


def test_a_place_that_is_not_clear_is_chosen_without_a_script(as_, draft):
    client = as_("erfassung")
    fields = form_of(client, edit(draft)) | {"places-0-place": "Neustadt"}
    answer = client.post(edit(draft), fields)
    offered = choices(answer, "places-0")
    wanted = next(value for value, label in offered.items() if "Holstein" in label)
    assert (
        client.post(edit(draft), fields | {"places-0-asked": "Neustadt", "places-0-choice": wanted}).status_code == 302
    )
    assert Place.objects.get(slug=read(draft.pk)["places"][0]).name == "Neustadt in Holstein"


class TestManySources:
    def test_the_page_grows_with_none_of_them(self, as_, draft, many):
        client = as_("erfassung")
        fields, page = form_of(client, edit(draft)), client.get(edit(draft))
        assert "Band 17" not in page.content.decode()
        Source.objects.filter(slug__startswith="quelle-").delete()
        Place.objects.filter(slug__startswith="ort-").delete()
        fewer = client.get(edit(draft))
        assert abs(len(page.content) - len(fewer.content)) < 200
        assert fields["sources-0-source"]

    def rows(self, number):
        """What a form with so many sources and places sends."""
        sent = {"sources-TOTAL_FORMS": str(number), "places-TOTAL_FORMS": str(number)}
        for n in range(number):
            sent |= {
                f"sources-{n}-source": f"Band {n}",
                f"sources-{n}-locator": "S. 1",
                f"places-{n}-place": f"ort-{n}",
            }
        return sent

    def queries(self, sent):
        """The statements with which such a form is checked and read."""
        forms = CaseForms(sent)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert all(forms.parts[name].is_valid() for name in ("sources", "places")), forms.parts["sources"].errors
            assert len(forms.parts["sources"].items()) == len(forms.parts["places"].items())
        return [query["sql"] for query in captured]

    def test_any_number_of_rows_costs_one_query_for_each_kind(self, many):
        from django.http import QueryDict

        for number in (1, 40):
            data = QueryDict(mutable=True)
            data.update(
                {f"{part}-{name}_FORMS": "0" for part in ("sources", "places") for name in ("INITIAL", "TOTAL")}
            )
            for name, value in self.rows(number).items():
                data[name] = value
            asked = self.queries(data)
            assert len(asked) == 2, asked
            assert all(" IN (" in sql for sql in asked)

    def test_new_names_read_everything_once(self, as_, draft, many):
        client = as_("erfassung")

        def reads(rows):
            sent = {"places-TOTAL_FORMS": str(len(rows)), "sources-TOTAL_FORMS": str(len(rows))}
            for n, name in enumerate(rows):
                sent |= {
                    f"places-{n}-place": name,
                    f"sources-{n}-source": "",
                    f"sources-{n}-citation": f"{name}, wie es war. Eine Chronik. {name} 2021",
                    f"sources-{n}-locator": "S. 1",
                }
            fields = form_of(client, edit(draft)) | sent
            with CaptureQueriesContext(connection) as captured:
                assert client.post(edit(draft), fields).status_code == 302
            tables = ('FROM "practices_place" ORDER', 'FROM "practices_source" ORDER')
            return [sum(table in query["sql"] for query in captured) for table in tables]

        assert reads(["Loitz", "Alfter", "Rheinbach"]) == [1, 1]
