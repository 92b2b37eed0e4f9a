"""The certificates of a selection as one ZIP, made by the worker."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from anyascii import anyascii
from django.core.files import File
from django.utils import timezone

from clikc.jobs import api as jobs
from enrolment.certificates import api as certificates

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

KIND = "following.certificates"
BATCH = 100
_LONGEST_NAME = 60


def start_archive(user: User, administration: Administration, *, ids: Sequence[UUID]) -> jobs.Job:
    """Have the certificates of these enrolments packed, each in the language of who holds it."""
    payload = {"administration": administration.pk, "enrolments": [str(pk) for pk in ids]}
    return jobs.start_job(kind=KIND, owner=user, payload=payload)


def run_archive(job: jobs.Running) -> dict:
    """The work of the job. What is withdrawn, and what the owner may not take (any more), is left out."""
    number = 0
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, certificate in enumerate(_certificates(job), start=1):  # noqa: B007
                document = certificates.document_of(certificate, certificate.learner.preferred_language)
                archive.writestr(name_in_archive(certificate), document)
                if job.is_stopping:
                    return {"certificates": 0}
        file.seek(0)
        job.attach(File(file), name=f"certificates-{timezone.localdate().isoformat()}.zip")
    return {"certificates": number}


def _certificates(job: jobs.Running) -> Iterator:
    """The certificates to be packed, looked up a hundred at a time, with word of how far it is."""
    ids, here = job.payload["enrolments"], job.payload["administration"]
    for start in range(0, len(ids), BATCH):
        batch = [UUID(pk) for pk in ids[start : start + BATCH]]
        found = certificates.certificates_to_take(job.owner, administration_id=here, enrolments=batch)
        for place, certificate in enumerate(found):
            job.advance(start + place, len(ids))
            yield certificate
    job.advance(len(ids), len(ids))


def name_in_archive(certificate) -> str:
    """Whose and which, in letters that every system can read: ``wanjiku-kamau-risk-7K2QM-….pdf``."""
    name = re.sub(r"[^a-z0-9]+", "-", anyascii(certificate.printed_name).lower()).strip("-")
    parts = (name[:_LONGEST_NAME].strip("-"), certificate.subject_code, certificate.grouped_code)
    return f"{'-'.join(filter(None, parts))}.pdf"
