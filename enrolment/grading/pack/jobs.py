"""What of it is done in the background: making a pack, and taking more rows than a request should."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext

from clikc.foundation.zones import zone_named
from clikc.jobs import api as jobs

from ..models import Marking, PackUpload
from ..queues import queue_of
from .confirming import confirm_upload
from .making import write_pack
from .running import run_upload

if TYPE_CHECKING:
    from clikc.people.models import User

PACK, IMPORT = "grading.pack", "grading.pack_import"
MOST_WORKS = 200
MOST_BYTES = 250 * 1024 * 1024
# More rows than these are taken by the worker: each is some sixty queries.
MOST_AT_ONCE = 20
_HELD = 8 * 1024 * 1024


class PackTooLarge(Exception):
    """There is more than goes into one pack: ``works``, or ``bytes`` of their files."""

    def __init__(self, what: str, number: int, most: int):
        super().__init__(what, number, most)
        self.what = what
        self.number = number
        self.most = most


def start_pack(*, owner: User, ids: Iterable[UUID]) -> jobs.Job | None:
    """Have the works of these markings packed, as far as they are this person's to mark and not finished; in
    the language of now. The same ones again get the job that is under way; None where there is none.

    Raises PackTooLarge.
    """
    wanted = list(ids)
    own = queue_of(owner).filter(pk__in=wanted)
    found = list(own.order_by().values_list("pk", flat=True)[: MOST_WORKS + 1])
    if len(found) > MOST_WORKS:
        raise PackTooLarge("works", len(found), MOST_WORKS)
    if not found:
        return None
    size = own.order_by().aggregate(size=Sum("hand_in__files__size"))["size"] or 0
    if size > MOST_BYTES:
        raise PackTooLarge("bytes", size, MOST_BYTES)
    names = sorted(map(str, found))
    language = translation.get_language()
    digest = hashlib.sha256(" ".join(names).encode()).hexdigest()[:32]
    payload = {"markings": names, "language": language}
    return jobs.start_job(
        kind=PACK, owner=owner, payload=payload, key=f"{PACK}:{owner.pk}:{language}:{digest}"
    )


def run_pack(job: jobs.Running) -> dict:
    """The work of the job. What is not its owner's to mark by then is left out. Safe to do again."""
    with (
        translation.override(job.payload["language"]),
        timezone.override(zone_named(job.owner.time_zone)),
        tempfile.SpooledTemporaryFile(max_size=_HELD) as file,
    ):
        ids = [UUID(text) for text in job.payload["markings"]]
        packed = write_pack(file, owner=job.owner, ids=ids, advance=job.advance)
        if packed:
            file.seek(0)
            name = slugify(gettext("Marking pack"), allow_unicode=True)
            job.attach(File(file), name=f"{name}-{timezone.localdate().isoformat()}.zip")
    return {"works": len(packed), "packed": [str(pk) for pk in packed]}


def may_have(job: jobs.Job) -> bool:
    """Whether all that is in a pack may still be seen by who had it made, as hers to mark."""
    packed = (job.result or {}).get("packed")
    if packed is None:
        return False
    own = Marking.objects.visible_to(job.owner).filter(pk__in=packed, tutor=job.owner, ended_at=None)
    return own.count() == len(packed)


@transaction.atomic
def confirm_soon(*, upload: PackUpload, digest: str) -> PackUpload:
    """Agree to the plan; many rows are taken in the background. Raises PlanChanged."""
    upload = confirm_upload(upload=upload, digest=digest)
    if upload.state == PackUpload.State.CONFIRMED and upload.total > MOST_AT_ONCE:
        key, payload = f"{IMPORT}:{upload.pk}", {"upload": str(upload.pk)}
        job = jobs.start_job(kind=IMPORT, owner=upload.owner, payload=payload, key=key)
        PackUpload.objects.filter(pk=upload.pk).update(job_id=job.pk)
        upload.job_id = job.pk
    return upload


def confirm_and_run(*, upload: PackUpload, digest: str) -> PackUpload:
    """Agree to the plan and have it done: a few rows at once, many in the background. Confirmed again, it
    goes on where it was broken off. Raises PlanChanged."""
    upload = confirm_soon(upload=upload, digest=digest)
    return upload if upload.total > MOST_AT_ONCE else run_upload(upload=upload)


def run_import(job: jobs.Running) -> dict | None:
    """The work of the job."""
    upload = _of(job)
    if upload is None:
        return None
    return run_upload(
        upload=upload, advance=job.advance, is_stopping=partial(getattr, job, "is_stopping")
    ).counts


def _of(job) -> PackUpload | None:
    found = PackUpload.objects.select_related("owner").filter(pk=job.payload["upload"], owner=job.owner)
    return found.first()


def page_of_import(job) -> str:
    """Where the owner of a job sees what came of it."""
    return reverse("tutoring_pack_upload", args=[job.payload["upload"]])


def page_of_pack(_job) -> str:
    return reverse("tutoring_pack")
