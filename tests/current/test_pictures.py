"""Pictures: what is taken in, what is left out of them, who sees them, and what is swept out."""

import os
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageCms

from practices.api.serializers import PracticeSerializer
from practices.editorial import pictures, revisions
from practices.editorial.contents import read
from practices.editorial.imaging import MAX_SIDE
from practices.models import Autosave, Picture, PracticeImage
from tests.current import samples
from tests.current.conftest import case, changed, illustrated, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

UPLOAD = "/admin/practices/picture/"


def stored(data, name="bild.jpg"):
    return pictures.store(samples.upload(data, name), None)


def pixels(picture):
    return Image.open(BytesIO(picture.file.open().read()))


def test_what_a_phone_wrote_into_a_picture_is_gone(media):
    data = samples.photo()
    assert b"Geheim" in data
    assert dict(Image.open(BytesIO(data)).getexif().get_ifd(0x8825))  # there is a place in it
    picture = stored(data)
    kept = (media / "pictures" / f"{picture.digest}.webp").read_bytes()
    for secret in (b"Geheim", b"Kamerawerk", b"Exif", b"EXIF", b"XMP", b"xmpmeta", b"ICCP"):
        assert secret not in kept
    image = pixels(picture)
    assert not image.getexif()
    assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(image.info)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0))])
def test_a_picture_stands_upright(orientation, corner):
    picture = stored(samples.photo(800, 600, orientation=orientation))
    assert (picture.width, picture.height) == ((600, 800) if orientation > 4 else (800, 600))
    image = pixels(picture).convert("L")
    found = [
        (x, y)
        for x in (0, 1)
        for y in (0, 1)
        if image.getpixel((10 + x * (image.width - 20), 10 + y * (image.height - 20))) < 128
    ]
    assert found == [corner]


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left():
    large = stored(samples.photo(4000, 1000))
    assert (large.width, large.height) == (MAX_SIDE, 400)
    assert pixels(large).size == (MAX_SIDE, 400)
    small = stored(samples.photo(120, 90))
    assert (small.width, small.height) == (120, 90)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode):
    image = Image.new("I;16", (40, 30), 40_000) if mode == "I;16" else samples.drawing(40, 30).convert(mode)
    picture = stored(samples.encoded(image, "PNG"), "bild.png")
    assert (picture.width, picture.height) == (40, 30)
    assert max(pixels(picture).convert("L").getextrema()) > 120  # not black


def test_other_colour_spaces_become_srgb():
    image = samples.drawing(80, 60, colour="#ff0000")
    stored(samples.encoded(image.convert("CMYK"), "JPEG"))
    srgb = ImageCms.createProfile("sRGB")
    lab = ImageCms.createProfile("LAB")
    as_lab = ImageCms.profileToProfile(image, srgb, lab, outputMode="LAB")
    assert as_lab.mode == "LAB"
    for profile in (ImageCms.ImageCmsProfile(srgb).tobytes(), b"junk" * 50, samples.swapped_profile()):
        picture = stored(samples.encoded(image, "JPEG", icc_profile=profile, quality=95))
        red, green, blue = pixels(picture).convert("RGB").getpixel((8, 8))
        assert red > 220
        assert green < 40
        assert blue < 40


def test_transparency_stays():
    image = samples.drawing(60, 40).convert("RGBA")
    image.putpixel((50, 30), (0, 0, 0, 0))
    image.paste((0, 0, 0, 0), (30, 20, 60, 40))
    assert pixels(stored(samples.encoded(image, "PNG"))).convert("RGBA").getpixel((55, 35))[3] == 0


def test_a_phones_double_picture_is_one():
    data = samples.encoded(samples.drawing(900, 600), "MPO", save_all=True, append_images=[samples.drawing(90, 60)])
    assert Image.open(BytesIO(data)).n_frames == 2
    assert stored(data).width == 900


@pytest.mark.parametrize(("kind", "data"), samples.FAKES.items())
def test_what_is_no_picture_is_refused_by_its_content(kind, data, media):
    with pytest.raises(ValidationError) as refused:
        stored(data, "foto.jpg")
    (message,) = refused.value.messages
    assert kind.lower() in message.lower()
    assert "JPEG, PNG" in message
    assert not Picture.objects.exists()
    assert not (media / "pictures").exists() or not list((media / "pictures").iterdir())


def test_a_picture_under_another_name_is_a_picture():
    assert stored(samples.photo(), "rechnung.pdf").width == 800


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95])
def test_a_picture_that_was_cut_off_is_refused(kind, part):
    data = samples.encoded(samples.drawing(301, 201).effect_spread(20), kind)
    with pytest.raises(ValidationError):
        stored(data[: int(len(data) * part)])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_rubbish_behind_a_good_beginning_is_refused(kind):
    data = samples.encoded(samples.drawing(60, 40), kind)
    with pytest.raises(ValidationError):
        stored(data[:20] + Random(1).randbytes(3000))


@pytest.mark.parametrize("side", [60_000, 12_000, 7_100])
def test_a_bomb_is_refused_before_it_is_decoded(side):
    with pytest.raises(ValidationError) as refused:
        stored(samples.bomb(side, side))
    assert refused.value.code == "pixels"
    assert "50" in refused.value.messages[0]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    frames = [samples.drawing(60, 40, colour=colour) for colour in ("#ff0000", "#00ff00")]
    with pytest.raises(ValidationError) as refused:
        stored(samples.encoded(frames[0], kind, save_all=True, append_images=frames[1:]))
    assert refused.value.code == "animated"


def test_size_is_bounded_and_an_empty_file_is_named():
    with pytest.raises(ValidationError) as refused:
        stored(b"\xff\xd8\xff" + b"\x00" * (10 * 1024 * 1024 + 1))
    assert refused.value.code == "size"
    assert "11" in refused.value.messages[0]
    with pytest.raises(ValidationError) as refused:
        stored(b"")
    assert refused.value.code == "empty"


def test_the_same_picture_twice_is_one(media):
    first = stored(samples.photo())
    Picture.objects.update(at=timezone.now() - timedelta(days=9))
    again = stored(samples.photo(), "anders.jpeg")
    assert again.pk == first.pk
    assert Picture.objects.count() == 1
    assert [path.name for path in (media / "pictures").iterdir()] == [f"{first.digest}.webp"]
    assert Picture.objects.get().at > timezone.now() - timedelta(minutes=1)  # taken up anew, so not swept out


# --- the upload in the workplace


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
    assert answer.status_code == 400
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
    assert answer.status_code == 400


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
    assert page.content.count(b"<figure") == 10


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


# --- swept out


def sweep(*arguments):
    from io import StringIO

    out = StringIO()
    call_command("sweep_pictures", *arguments, stdout=out)
    return out.getvalue()


def age(days=2):
    Picture.objects.update(at=timezone.now() - timedelta(days=days))


def test_the_sweep_lists_first_and_deletes_when_told(media):
    shown, loose = illustrated(case()), stored(samples.photo(200, 100))
    young = stored(samples.photo(210, 100))
    age()
    Picture.objects.filter(pk=young.pk).update(at=timezone.now())
    assert loose.digest in sweep()
    assert Picture.objects.count() == 3
    said = sweep("--delete")
    assert loose.digest in said
    assert shown.digest not in said
    assert set(Picture.objects.values_list("pk", flat=True)) == {shown.pk, young.pk}
    left = {path.stem for path in (media / "pictures").iterdir()}
    assert left == {shown.digest, young.digest}
    assert "0" in sweep("--delete")


def test_what_a_version_a_revision_or_an_unsaved_form_mentions_stays(member):
    editor, practice = member("Redaktion"), case()
    before = illustrated(practice)
    changed(practice, images=[])
    assert not PracticeImage.objects.exists()
    proposed = stored(samples.photo(220, 100))
    entry = {"picture": proposed.digest, "alt": "x", "author": "y", "licence": "cc0"}
    revisions.save(practice, read(practice.pk) | {"images": [entry]}, editor)
    typed = stored(samples.photo(230, 100))
    Autosave.objects.create(user=editor, key="practice-1", data=[["title", "x"], ["images-0-picture", typed.digest]])
    listed = stored(samples.photo(240, 100))
    Autosave.objects.create(user=editor, key="new-1", data=[["images", f'[{{"picture": "{listed.digest}"}}]']])
    age()
    sweep("--delete")
    kept = {before.digest, proposed.digest, typed.digest, listed.digest}
    assert set(Picture.objects.values_list("digest", flat=True)) == kept


def test_the_picture_of_a_deleted_case_stays_for_its_return():
    practice = case()
    picture = illustrated(practice)
    practice.delete()
    age()
    sweep("--delete")
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_a_file_that_a_cut_off_write_left_is_swept_out(media):
    (media / "pictures").mkdir(parents=True)
    left = media / "pictures" / "tmpabc.part"
    left.write_bytes(b"half")
    assert sweep("--delete") and left.exists()  # younger than a day
    os.utime(left, (0, 0))
    assert "tmpabc.part" in sweep()
    assert left.exists()
    sweep("--delete")
    assert not left.exists()


def test_a_picture_taken_up_meanwhile_is_not_swept_out():
    loose = stored(samples.photo())
    age()
    (found,) = pictures.unused()
    stored(samples.photo())
    assert pictures.sweep(found) is False
    assert Picture.objects.filter(pk=loose.pk).exists()
    assert loose.file.storage.exists(loose.file.name)
