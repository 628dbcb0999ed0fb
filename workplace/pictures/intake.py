"""Pictures: taken in, found again, and swept out when nothing mentions them any more.

A picture lies under MEDIA_ROOT/pictures/ by the SHA-256 of what is stored, so the same picture is one Picture.
"""

import os
import re
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.models import Autosave, Picture, PracticeImage, Version
from workplace.pictures.image import shrunk

MAX_BYTES = 10 * 1024 * 1024
# What surrounds a file in a form that is sent, in bytes.
ENVELOPE = 64 * 1024
FOLDER = "pictures"
DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
# Whoever uploads a picture has so long to save the case it belongs to.
KEPT_FOR = timedelta(days=1)


def store(uploaded, user):
    """An uploaded file (Django's UploadedFile) → Picture.

    Raises ValidationError that says what is wrong with the file; nothing is stored then.
    """
    if uploaded.size > MAX_BYTES:
        raise too_big(uploaded.size)
    uploaded.seek(0)
    data = uploaded.read(MAX_BYTES + 1)
    if not data:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(data) > MAX_BYTES:
        raise too_big(len(data))
    content, width, height = shrunk(data)
    digest = sha256(content).hexdigest()
    name = f"{FOLDER}/{digest}.webp"
    with transaction.atomic():
        picture = _row(digest, {"file": name, "width": width, "height": height, "by": _person(user)})
        _write(Path(settings.MEDIA_ROOT) / name, content)
    return picture


def _row(digest, defaults):
    """The Picture with this digest, marked as taken up now: what is uploaded again isn't swept out today."""
    while True:
        picture, created = Picture.objects.get_or_create(digest=digest, defaults=defaults)
        if created or Picture.objects.filter(pk=picture.pk).update(at=timezone.now()):
            return picture


def _person(user):
    return user if user is not None and user.is_authenticated else None


def too_big(size):
    """The ValidationError for a file of ``size`` bytes."""
    return ValidationError(
        _("The file has %(size)s MB; at most %(most)s MB are allowed. Save the picture smaller and upload it again.")
        % {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
        code="size",
    )


def _write(target, content):
    """Write a file whole or not at all, name and content on the disk; one that is there already is the same."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
            file.close()
            os.replace(file.name, target)
            _sync_names(target.parent)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(file.name)
            raise


def _sync_names(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def mentioned():
    """Digests of the pictures that a case, a version or a form that somebody hasn't saved yet mentions."""
    found = set(PracticeImage.objects.order_by().values_list("picture__digest", flat=True))
    versions = Version.objects.exclude(content__images=[]).order_by().values_list("content__images", flat=True)
    for images in versions.iterator(1000):
        found |= {image["picture"] for image in images or []}
    for data in Autosave.objects.values_list("data", flat=True).iterator(1000):
        found |= {digest for _name, value in data for digest in DIGEST.findall(str(value))}
    return found


def unused():
    """Pictures that nothing mentions, older than a day."""
    old = Picture.objects.filter(at__lt=timezone.now() - KEPT_FOR).order_by("at")
    kept = mentioned()
    return [picture for picture in old if picture.digest not in kept]


def stray():
    """Files beside the pictures that belong to none of them, older than a day: left by a write that was cut off."""
    folder, limit = Path(settings.MEDIA_ROOT) / FOLDER, (timezone.now() - KEPT_FOR).timestamp()
    if not folder.is_dir():
        return []
    known = {Path(name).name for name in Picture.objects.values_list("file", flat=True)}
    return [path for path in sorted(folder.iterdir()) if path.name not in known and path.stat().st_mtime < limit]


def sweep(picture):
    """Delete a picture and its file, unless somebody took it up meanwhile; returns whether it went."""
    path = Path(picture.file.path)
    with transaction.atomic():
        kept = Picture.objects.select_for_update().filter(pk=picture.pk, at=picture.at).first()
        if kept is None:
            return False
        try:
            kept.delete()
        except ProtectedError:
            return False
        path.unlink(missing_ok=True)
    return True
