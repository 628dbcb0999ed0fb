"""Pictures: how they come in at the workplace, who is served them, and where they show."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from practices.api.serializers import PracticeSerializer
from practices.models import Picture
from tests.workplace.current import samples
from tests.workplace.current.conftest import case, changed, illustrated, put, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

UPLOAD = "/admin/practices/picture/"


def send(client, data, **extra):
    return client.post(UPLOAD, {"file": SimpleUploadedFile("foto.jpg", data, "image/jpeg")}, **extra)


def test_the_workplace_takes_a_picture(log_in):
    client = log_in("Erfassung")
    answer = send(client, samples.photo(2000, 1000)).json()
    picture = Picture.objects.get()
    assert answer == {
        "digest": picture.digest,
        "url": f"/bilder/{picture.digest}/",
        "width": 1600,
        "height": 800,
    }
    assert picture.by == client.user


@pytest.mark.parametrize(
    ("data", "said"), [(samples.FAKES["SVG"], "SVG"), (samples.FAKES["HTML"], "HTML"), (samples.bomb(), "Bild")]
)
def test_the_workplace_says_what_is_wrong(log_in, data, said):
    answer = send(log_in("Erfassung"), data)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"
    assert said in answer.json()["error"] or "picture" in answer.json()["error"]
    assert not Picture.objects.exists()


def test_the_workplace_names_a_missing_file(log_in):
    client = log_in("Erfassung")
    for body in ({}, {"file": "nur Text"}, {"datei": SimpleUploadedFile("foto.jpg", samples.photo())}):
        answer = client.post(UPLOAD, body)
        assert answer.status_code == 400
        assert "file" in answer.json()["error"]
    assert client.get(UPLOAD).status_code == 405


def test_a_huge_file_is_read_no_further_than_it_may_be_long(log_in, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    answer = send(log_in("Erfassung"), b"\xff\xd8\xff" + b"\x00" * (30 * 1024 * 1024))
    assert answer.status_code == 413
    assert "10" in answer.json()["error"]
    assert [path for path in tmp_path.iterdir() if path.suffix == ".upload"] == []


def test_the_token_is_asked_for_wherever_it_stands(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member("Erfassung"))
    assert send(client, samples.photo()).status_code == 403
    assert not Picture.objects.exists()
    client.get("/admin/practices/practice/add/")
    token = client.cookies["csrftoken"].value
    assert send(client, samples.photo(), headers={"X-CSRFToken": token}).status_code == 200
    huge = SimpleUploadedFile("foto.jpg", b"\x00" * (11 * 1024 * 1024))
    answer = client.post(UPLOAD, {"file": huge, "csrfmiddlewaretoken": token})
    assert answer.status_code == 413


def test_only_who_enters_cases_may_upload(client, log_in):
    assert send(client, samples.photo()).status_code == 302  # to the login
    assert send(log_in("Leitung"), samples.photo()).status_code == 403
    assert not Picture.objects.exists()


# --- serving


def body(response):
    return b"".join(response.streaming_content)


def test_the_picture_of_a_published_case_is_for_everybody(client):
    picture = illustrated(case())
    response = client.get(f"/bilder/{picture.digest}/")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert not response.has_header("Vary")
    assert body(response)[8:12] == b"WEBP"
    again = client.get(f"/bilder/{picture.digest}/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert "immutable" in again["Cache-Control"]
    assert client.post(f"/bilder/{picture.digest}/").status_code == 405


def test_other_pictures_are_for_the_workplace(client, log_in):
    practice = case()
    picture = illustrated(practice)
    loose = stored(samples.photo(300, 200))
    put(practice, "draft")
    for one in (picture, loose):
        assert client.get(f"/bilder/{one.digest}/").status_code == 404
    editor = log_in("Erfassung")
    for one in (picture, loose):
        response = editor.get(f"/bilder/{one.digest}/")
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        assert "Cookie" in response["Vary"]
    editor.user.is_staff = False
    editor.user.save()
    assert editor.get(f"/bilder/{picture.digest}/").status_code == 404


def test_nothing_else_is_served(client, log_in, media):
    picture = illustrated(case())
    (media / "geheim.txt").write_text("geheim")
    (media / "pictures" / "geheim.webp").write_text("geheim")
    editor = log_in()
    for address in (
        "geheim/", "geheim.txt", "../geheim.txt", "..%2Fgeheim.txt", f"{picture.digest}", f"{picture.digest}.webp",
        "pictures/geheim.webp", "%00/", f"{picture.digest[:-1]}/", "x" * 3000 + "/",
    ):  # fmt: skip
        assert editor.get(f"/bilder/{address}").status_code in (301, 404), address
    assert client.get("/media/geheim.txt").status_code == 404
    (media / "pictures" / f"{picture.digest}.webp").unlink()
    assert client.get(f"/bilder/{picture.digest}/").status_code == 404


# --- shown


def test_a_case_shows_its_pictures_with_author_and_licence(client):
    practice = case()
    first = illustrated(practice, alt='Ein <b>"Haus"</b>', author="A. <i>Foto</i>")
    illustrated(practice, samples.photo(300, 500), alt="Hof", author="Stadt Olfen", licence="permission")
    soup = BeautifulSoup(client.get("/praxis/olfen-leohaus/").content, "html.parser")
    one, two = soup.select("figure.picture")
    image = one.img
    assert image["src"] == f"/bilder/{first.digest}/"
    assert image["alt"] == 'Ein <b>"Haus"</b>'
    assert (image["width"], image["height"], image["loading"]) == ("800", "600", "lazy")
    assert "A. <i>Foto</i>" in one.figcaption.get_text()
    assert one.figcaption.a["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "license" in one.figcaption.a["rel"]
    assert two.figcaption.a is None
    assert "Stadt Olfen" in two.figcaption.get_text()


def test_a_page_with_ten_pictures_asks_no_more_than_with_one(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    illustrated(case())
    client.get("/praxis/olfen-leohaus/")
    with CaptureQueriesContext(connection) as one:
        client.get("/praxis/olfen-leohaus/")
        asked = len(one)
    for width in range(100, 190, 10):
        illustrated(case(), samples.photo(width, 80))
    client.get("/praxis/olfen-leohaus/")
    with django_assert_num_queries(asked):
        page = client.get("/praxis/olfen-leohaus/")
    assert page.content.count(b'<figure class="picture') == 10


def test_the_api_names_the_pictures_as_its_document_says(client, rf):
    practice = case()
    picture = illustrated(practice)
    (image,) = client.get("/api/v1/practices/olfen-leohaus/").json()["images"]
    assert image == {
        "url": f"http://testserver/bilder/{picture.digest}/",
        "alt": "Ein Haus",
        "author": "A. Foto",
        "licence": "cc-by-4.0",
        "width": 800,
        "height": 600,
    }
    request = rf.get("/api/v1/practices/olfen-leohaus/")
    answer = client.get("/api/v1/practices/?page_size=1000").json()["results"]
    for entry in answer:
        described = PracticeSerializer(case(entry["slug"]), context={"request": request}).data
        assert entry == described
    assert sum(len(entry["images"]) for entry in answer) == 1
    changed(practice, images=[])
    assert client.get("/api/v1/practices/olfen-leohaus/").json()["images"] == []
