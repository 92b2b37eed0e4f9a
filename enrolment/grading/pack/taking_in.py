"""Taking a file in: once, whoever sends it twice."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from clikc.foundation.documents import safe_name
from clikc.people import api as people

from ..models import PackUpload
from .files import digest_of, only_sheets
from .planning import look_again

if TYPE_CHECKING:
    from clikc.people.models import User

ENDINGS = frozenset({"xlsx", "xlsm", "csv", "tsv", "txt", "zip"})


def take_in(*, owner: User, file: BinaryIO, name: str) -> PackUpload:
    """Keep the spreadsheets of a file, and plan what becomes of their rows. The same file of the same person
    that is not done is taken up where it stands, and a plan that waits is made anew.

    Raises UnreadableSheet where there is nothing to keep.
    """
    digest = digest_of(file)
    with only_sheets(file) as sheets, transaction.atomic():
        people.lock_person(owner.pk)
        same = PackUpload.objects.unfinished().filter(owner=owner, digest=digest).first()
        upload = same or _kept(owner, sheets, _shown(name), digest)
    return look_again(upload=upload)


def _kept(owner: User, sheets: BinaryIO, name: str, digest: str) -> PackUpload:
    upload = PackUpload(owner=owner, file_name=name, digest=digest, made_at=timezone.now())
    upload.file.save("sheets", File(sheets), save=False)
    upload.save(force_insert=True)
    return upload


def _shown(name: str) -> str:
    """The name of a file as it can be shown."""
    end = PurePosixPath(name[-200:]).suffix.lower().lstrip(".")
    return safe_name(name, end if end in ENDINGS else "xlsx")
