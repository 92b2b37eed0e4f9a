"""Taking a file in: once, whoever sends it twice."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from clikc.foundation.sheets import UnreadableSheet
from clikc.people import api as people

from .models import OfficerImport
from .reading import LIMITS

if TYPE_CHECKING:
    from clikc.people.models import Administration, User
    from enrolment.programmes.models import Cohort

LARGEST = LIMITS.file_bytes
LONGEST_FILE_NAME = 255
_PIECE = 1024 * 1024


def open_import(
    *,
    administration: Administration,
    owner: User | None,
    file: BinaryIO,
    name: str,
    cohort: Cohort | None = None,
) -> OfficerImport:
    """Keep a file to be read. The same file, of the same person, for the same cohort, that is not finished
    is taken up where it stands. Raises UnreadableSheet where the file is too large, ValueError where
    the cohort is closed or another administration's.
    """
    if cohort is not None and not (cohort.is_open and cohort.administration_id == administration.pk):
        raise ValueError("Nobody can be put into this cohort.")
    digest = _digest(file)
    with transaction.atomic():
        people.lock_administration(administration.pk)
        same = OfficerImport.objects.unfinished().filter(
            administration=administration, owner=owner, cohort=cohort, digest=digest
        )
        if found := same.first():
            return found
        item = OfficerImport(
            administration=administration,
            owner=owner,
            cohort=cohort,
            file_name=_plain(name),
            digest=digest,
            made_at=timezone.now(),
        )
        file.seek(0)
        item.file.save("file", File(file), save=False)
        item.save(force_insert=True)
        return item


def _digest(file: BinaryIO) -> str:
    """The SHA-256 of a file that is not too large, read in pieces."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if size > LARGEST:
            raise UnreadableSheet("file_too_large")
    return digest.hexdigest()


def _plain(name: str) -> str:
    """The name of a file as it can be shown: without its folder, without what turns text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-LONGEST_FILE_NAME:]
