"""What a file is by its first bytes, whatever its name says; for messages that help somebody to save it otherwise."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# (offset, bytes, what it is). The first that fits counts.
SIGNATURES = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (8, b"WEBP", "WebP"),
    (0, b"GIF8", "GIF"),
    (0, b"%PDF", "PDF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"8BPS", gettext_lazy("Photoshop")),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyphei", gettext_lazy("HEIC (a phone's own format)")),
    (4, b"ftypmif1", gettext_lazy("HEIC (a phone's own format)")),
    (4, b"ftyp", gettext_lazy("a film")),
    (0, b"\x1a\x45\xdf\xa3", gettext_lazy("a film")),
    (0, b"PK\x03\x04", gettext_lazy("a ZIP archive or an Office document")),
    (0, b"\xd0\xcf\x11\xe0", gettext_lazy("an Office document")),
    (0, b"MZ", gettext_lazy("a program")),
    (0, b"\x7fELF", gettext_lazy("a program")),
)
MARKUP = (
    (rb"<svg[\s>]", "SVG"),
    (rb"<!doctype html|<html[\s>]|<script[\s>]|<body[\s>]", "HTML"),
    (rb"<\?xml", "XML"),
)
ALLOWED = ("JPEG", "PNG", "WebP")


def kind_of(data):
    """A name for what the bytes are, ready to be shown; "JPEG", "PNG" and "WebP" for the pictures we take."""
    for offset, signature, name in SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            return str(name)
    head = data[:4096].lower()
    for pattern, name in MARKUP:
        if re.search(pattern, head):
            return name
    return _("a text") if _is_text(data[:4096]) else _("a file of an unknown kind")


def _is_text(head):
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
    return b"\x00" not in head
