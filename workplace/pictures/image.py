"""Bytes that somebody uploaded → a still picture of moderate size, without anything but its pixels."""

import struct
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from workplace.pictures.file_kind import ALLOWED, kind_of

MAX_PIXELS = 50_000_000
MAX_SIDE = 1600
QUALITY = 82
ORIENTATION = 0x0112
_Turn = Image.Transpose
TURNS = {
    2: _Turn.FLIP_LEFT_RIGHT,
    3: _Turn.ROTATE_180,
    4: _Turn.FLIP_TOP_BOTTOM,
    5: _Turn.TRANSPOSE,
    6: _Turn.ROTATE_270,
    7: _Turn.TRANSVERSE,
    8: _Turn.ROTATE_90,
}
# What decoders raise on bytes that aren't what they claim to be.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)


def shrunk(data):
    """Uploaded bytes → (WebP bytes, width, height): upright, sRGB, at most 1600 pixels a side, without metadata.

    Raises ValidationError that says what the file is, or what is wrong with it.
    """
    kind = kind_of(data)
    if kind not in ALLOWED:
        raise ValidationError(
            _("This file is no picture the atlas can show: it is %(kind)s. Allowed are JPEG, PNG and WebP.")
            % {"kind": kind},
            code="kind",
        )
    try:
        image = Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        _check(image)
        return _encoded(_still(image))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except BROKEN:
        raise ValidationError(
            _("The picture (%(kind)s) is damaged or incomplete. Open it, save it anew and upload it again.")
            % {"kind": kind},
            code="damaged",
        ) from None


def _check(image):
    """Refuse what would cost too much to decode, or what isn't one picture, before anything is decoded."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels(image)
    # Phones add a small second picture to a JPEG (MPO); its first is the picture. Frames of the others move.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise ValidationError(
            _("The picture is animated (%(n)s frames); the atlas shows still ones.") % {"n": image.n_frames},
            code="animated",
        )


def _too_many_pixels(image=None):
    size = f" ({image.width} × {image.height})" if image else ""
    return ValidationError(
        _("The picture has too many pixels%(size)s; at most %(most)s million are allowed. Save it smaller.")
        % {"size": size, "most": MAX_PIXELS // 1_000_000},
        code="pixels",
    )


def _still(image):
    """Decoded, small, in sRGB, upright."""
    image.draft(None, (2 * MAX_SIDE, 2 * MAX_SIDE))  # a JPEG is decoded at a fraction of its size at once
    image.load()
    profile, turn = image.info.get("icc_profile"), _turn(image)
    if image.mode.startswith("I"):  # 16 bit grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode in ("P", "1", "PA"):
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    image = _in_srgb(image, profile)
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if image.mode == "LA" or "transparency" in image.info else "RGB")
    return image if turn is None else image.transpose(turn)


def _turn(image):
    """How the camera was held, as what makes up for it; None where it was upright or didn't say."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION))
    except BROKEN:
        return None


def _in_srgb(image, profile):
    """The colours as a screen without colour management shows them. A profile that can't be read is left out."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, *BROKEN):
        return image


def _encoded(image):
    image.info.clear()  # EXIF with its place and time, XMP, comments, the colour profile
    target = BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=4)
    return target.getvalue(), image.width, image.height
