"""Pictures as people upload them, good and bad."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw

GPS = {1: "N", 2: (51.0, 42.0, 30.0), 3: "E", 4: (7.0, 22.0, 44.0)}


def drawing(width=800, height=600, mode="RGB", colour="#24463f"):
    """A picture with a dark top left corner, so that one sees which way up it is."""
    image = Image.new(mode, (width, height), 200 if mode == "L" else "#e3dccb")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=0 if mode == "L" else colour)
    return image


def encoded(image, kind="JPEG", **options):
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photo(width=800, height=600, orientation=1, **options):
    """A JPEG with everything a phone writes into it: place, time, camera, XMP, comment, thumbnail."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Kamerawerk", "Telefon 12"
    exif[0x013B] = "Geheime Person"
    exif.get_ifd(0x8825).update(GPS)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Geheimer Ort</x:xmpmeta>"
    return encoded(drawing(width, height), exif=exif, xmp=xmp, comment=b"Geheimer Kommentar", quality=95, **options)


def upload(data, name="bild.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def bomb(width=60_000, height=60_000):
    """A PNG of some kilobytes that would take gigabytes in memory."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = zlib.compress(b"\x00" * (width * 3 + 1) * 20, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def swapped_profile():
    """An ICC profile that isn't sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


FAKES = {
    "GIF": encoded(drawing(20, 20), "GIF"),
    "PDF": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "SVG": b"<?xml version='1.0'?>\n<!-- x -->\n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>",
    "HTML": b"\n<!DOCTYPE html><script>alert(1)</script>",
    "TIFF": encoded(drawing(20, 20), "TIFF"),
    "BMP": encoded(drawing(20, 20), "BMP"),
    "HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40,
    "AVIF": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + b"\x00" * 40,
    "ZIP": b"PK\x03\x04" + b"\x00" * 40,
    "Text": "Kein Bild, nur Wörter.".encode(),
}
