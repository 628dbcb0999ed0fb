"""The same new form sent several times: one case, and everybody is led to it; never an error of the server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from practices.models import Autosave, Practice
from tests.databases import manage, study_database
from tests.workplace.conftest import edit, form_of, told
from tests.workplace.records import fields_of
from tests.workplace.test_form import ADD, new_case

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def own_database(tmp_path_factory):
    """The environment of a database of its own, which threads may write to at the same time."""
    environment = os.environ | {"ATLAS_VAR": str(tmp_path_factory.mktemp("sent")), "SECRET_KEY": "x" * 50}
    with study_database(environment):
        make = "from django.contrib.auth.models import User; User.objects.create_superuser('host')"
        manage(environment, "shell", "--no-imports", "--command", make)
        yield environment


def sent(environment, kind):
    done = subprocess.run([sys.executable, HERE / "senders.py", kind], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_four_at_once_are_one_case_and_each_is_led_to_it(own_database):
    found = sent(own_database, "same")
    assert [status for status, _location in found["answers"]] == [302] * 4
    assert len({location for _status, location in found["answers"]}) == 1
    assert (found["cases"], found["kept"]) == (1, 0)


def test_so_it_is_with_a_new_place(own_database):
    found = sent(own_database, "place")
    assert [status for status, _location in found["answers"]] == [302] * 4
    assert found["cases"] == 1


@pytest.mark.parametrize("kind", ["nameless", "different"])
def test_four_that_want_the_same_address_are_no_error_of_the_server(own_database, kind):
    found = sent(own_database, kind)
    assert sorted(status for status, _location in found["answers"]) == [200, 200, 200, 302]
    assert found["cases"] == 1
    assert found["kept"] == (3 if kind == "different" else 0)


@pytest.mark.django_db
class TestOneAfterTheOther:
    @pytest.fixture
    def saved(self, as_):
        client = as_("erfassung")
        fields = new_case(client)
        first = client.post(ADD, fields)
        return client, fields, first["Location"]

    def test_the_same_leads_to_what_it_became(self, saved):
        client, fields, location = saved
        for button in ({}, {"_save": "1"}, {"_submit": "1"}):
            assert client.post(ADD, fields | button)["Location"] == location
        assert Practice.objects.filter(status="draft").count() == 1

    def test_the_back_button_and_something_changed_is_asked(self, saved):
        """Is it another case, or the same? What was typed stays on the page and is kept."""
        client, fields, _location = saved
        answer = client.post(ADD, fields | {"title": "Noch ein Schrank in Loitz", "slug": "noch-ein-schrank"})
        assert answer.status_code == 200
        assert "schon gesichert" in told(answer)
        assert 'value="Noch ein Schrank in Loitz"' in answer.content.decode()
        assert Autosave.objects.get().data
        assert Practice.objects.filter(status="draft").count() == 1

    def again(self, client, fields):
        """The page that asks, as it would be sent."""
        from bs4 import BeautifulSoup

        form = BeautifulSoup(client.post(ADD, fields).content, "html.parser").find("form", id="case-form")
        hidden = {name: form.find("input", {"name": name})["value"] for name in ("form", "autosave_key", "base")}
        return fields | hidden | {"not_a_duplicate": "1"}

    def test_another_case_is_entered_beside_it(self, saved):
        client, fields, _location = saved
        fields = self.again(client, fields | {"title": "Noch ein Schrank in Loitz", "slug": "noch-ein-schrank"})
        assert client.post(ADD, fields).status_code == 302
        assert Practice.objects.filter(status="draft").count() == 2
        assert not Autosave.objects.exists()

    def test_a_change_goes_into_the_case_by_a_merge(self, saved):
        client, fields, _location = saved
        practice = Practice.objects.get(status="draft")
        client.post(edit(practice), form_of(client, edit(practice)) | {"carrier": "foundation"})
        fields = self.again(client, fields | {"title": "Der Schrank in Loitz"})
        answer = client.post(ADD, fields | {"_into": str(practice.pk)})
        assert 'class="merge"' in answer.content.decode()
        assert 'name="base" value="1"' in answer.content.decode()
        practice.refresh_from_db()
        assert (practice.carrier, practice.title) == ("foundation", "Öffentlicher Bücherschrank in Loitz")

    @pytest.mark.parametrize("into", ["", "x", "999999", "9" * 40])
    def test_a_case_that_this_form_never_made_is_not_written_to(self, as_, draft, into):
        client = as_("kollegin")
        for target in (into, str(draft.pk)):
            client.post(
                ADD, new_case(client, title="Ein anderer Titel") | {"_into": target, "slug": f"x-{target}"[:90]}
            )
            draft.refresh_from_db()
            assert draft.title == "Ein neuer Fall"


RECORDS = {
    "practices/place": {"slug": "zweimal", "name": "Zweimal", "country": "DE", "precision": "none"},
    "practices/source": {"slug": "zweimal", "citation": "Zweimal, A. (2020): Einmal.", "kind": "report"},
    "handlungsfelder/buergerrolle": {
        "slug": "zweimal", "title": "Zweimal", "definition": "Wer doppelt klickt.", "chapter": "03.06", "position": "9",
    },
    "auth/user": {"username": "zweimal", "password1": "ein-langes-passwort-42", "password2": "ein-langes-passwort-42"},
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS)
class TestRecords:
    def test_the_second_is_led_to_what_the_first_became(self, admin_client, study, model):
        page = f"/admin/{model}/add/"
        fields = fields_of(admin_client, page) | RECORDS[model]
        first = admin_client.post(page, fields)
        assert first.status_code == 302, told(first)
        again = admin_client.post(page, fields, follow=True)
        assert "schon gesichert" in told(again)
        assert again.redirect_chain[0][0].endswith("/change/")

    def test_what_was_refused_can_be_sent_again(self, admin_client, study, model):
        page = f"/admin/{model}/add/"
        fields = fields_of(admin_client, page)
        refused = admin_client.post(page, fields)
        assert refused.status_code == 200
        assert f'name="sent" value="{fields["sent"]}"' in refused.content.decode()
        assert admin_client.post(page, fields | RECORDS[model]).status_code == 302
