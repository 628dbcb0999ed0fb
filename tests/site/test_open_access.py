"""Public data may be read from any website, and nothing else may."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
ELSEWHERE = {"origin": "https://rathaus.example"}
CASE = "/api/v1/practices/olfen-leohaus/"
ANSWERS = {
    "/api/v1/practices/": 200,
    "/api/v1/practices.geojson": 200,
    "/api/v1/schema/": 200,
    CASE: 200,
    CASE.removesuffix("/"): 301,
    "/api/v1/practices/?farbe=blau": 400,
    "/api/v1/practices/gibt-es-nicht/": 404,
    "/api/v1/gibt-es-nicht/": 404,
    "/export/practices.csv": 200,
    "/export/practices.geojson?handlungsfeld=mobilitaet": 200,
    "/export/practices.csv?farbe=blau": 400,
    "/export/practices.exe": 404,
    "/export/praxis/olfen-leohaus.ris": 200,
}


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("asked", [ELSEWHERE, {}], ids=["from elsewhere", "without an origin"])
def test_every_answer_may_be_read_from_anywhere(client, address, asked):
    answer = client.get(address, headers=asked)
    assert answer.status_code == ANSWERS[address]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in answer
    # One copy serves every origin.
    assert "Origin" not in answer.get("Vary", "")


def test_not_modified_and_wrong_methods_too(client):
    etag = client.get(CASE)["ETag"]
    for answer, status in (
        (client.get(CASE, headers={"if-none-match": etag} | ELSEWHERE), 304),
        (client.post(CASE, headers=ELSEWHERE), 405),
        (client.head(CASE, headers=ELSEWHERE), 200),
        (client.get(CASE, headers={"host": "evil.example"} | ELSEWHERE), 400),
    ):
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")


def test_an_error_of_ours_too(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    client.raise_request_exception = False
    monkeypatch.setattr("practices.api.views.facet_counts", broken)
    answer = client.get("/api/v1/practices/?facets=1", headers=ELSEWHERE)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (500, "*")


@pytest.mark.parametrize("address", [CASE, "/export/practices.csv", "/api/v1/gibt-es-nicht/"])
def test_a_browser_that_asks_first_is_answered(client, address):
    asked = {"access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    answer = client.options(address, headers=ELSEWHERE | asked)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "POST" not in answer["Access-Control-Allow-Methods"]
    assert "if-none-match" in answer["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", f"{CASE}steps/", "/"])
def test_nothing_behind_a_login_may_be_read_from_elsewhere(client, address):
    asked = ELSEWHERE | {"access-control-request-method": "GET"}
    for answer in (client.get(address, headers=ELSEWHERE), client.options(address, headers=asked)):
        assert "Access-Control-Allow-Origin" not in answer
