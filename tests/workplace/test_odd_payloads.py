"""JSON of odd shapes sent to the workplace is a clear error that loses nothing."""

import json

import pytest

from practices.case.contents import read
from tests.workplace.conftest import edit, form_of, told
from tests.workplace.test_comeback import AUTOSAVE, change, is_merge


class TestOddJson:
    ODD = [
        "", "{", "[]", "null", "1", '"x"', "NaN", "[" * 100_000, '{"title": ' * 50_000, '{"title": 1}', '{"title": []}',
        '{"title": null}', '{"title": "\\ud800"}', '{"\\ud800": 1}', '{"title": "\\u0000"}', '{"as_of": "2020"}',
        '{"as_of": true}', '{"as_of": Infinity}', '{"confirmed": "gestern"}', '{"confirmed": 5}', '{"places": "olfen"}',
        '{"places": [1]}', '{"places": [["a"]]}', '{"places": {"a": 1}}', '{"handlungsmuster": [1]}',
        '{"handlungsmuster": [{"slug": 1}]}', '{"handlungsmuster": {"slug": "x"}}', '{"handlungsfeld": "x"}',
        '{"handlungsfeld": {"slug": []}}', '{"sources": [{"source": "bbsr"}]}', '{"images": [{"picture": {}}]}',
        '{"status": {}}', '{"slug": ["x"]}',
    ]  # fmt: skip

    @pytest.mark.parametrize("sent", ODD)
    def test_it_is_a_400_that_keeps_what_was_typed(self, as_, draft, sent):
        client = as_("erfassung")
        client.post(AUTOSAVE, form_of(client, edit(draft)) | {"title": "Getippt"})
        answer = client.post(
            edit(draft).replace("change", "merge"),
            {"mine": sent, "base": "1", "theirs": "1", "take-title": "own", "own-title": "Mein Wortlaut"},
        )
        assert answer.status_code == 400
        assert "Mein Wortlaut" in answer.content.decode()
        assert form_of(client, edit(draft))["title"] == "Getippt"

    @pytest.mark.parametrize("as_of", [10**30, -1, 0])
    def test_what_no_case_can_be_is_refused_on_the_page(self, as_, draft, as_of):
        client = as_("erfassung")
        mine = json.dumps(read(draft.pk) | {"as_of": as_of})
        answer = client.post(edit(draft).replace("change", "merge"), {"mine": mine, "base": "1", "theirs": "1"})
        assert is_merge(answer)
        assert told(answer)

    @pytest.mark.parametrize("field", ["take-title", "theirs", "base", "autosave_key", "form", "restored"])
    def test_odd_decisions(self, as_, draft, people, field):
        change(draft, people["redaktion"], title="Ihrer")
        mine = json.dumps(read(draft.pk) | {"title": "Meiner"})
        sent = {"mine": mine, "base": "1", "theirs": "2", "take-title": "mine"} | {field: "\x00٣{"}
        answer = as_("erfassung").post(edit(draft).replace("change", "merge"), sent)
        assert answer.status_code in (200, 302)
