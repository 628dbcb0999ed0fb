"""Pictures: what is taken in, and what is left out of them."""

from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image, ImageCms

from practices.models import Picture
from tests.workplace.current import samples
from tests.workplace.current.conftest import stored
from workplace.pictures.image import MAX_SIDE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


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
