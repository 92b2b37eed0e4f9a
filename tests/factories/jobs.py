"""Jobs in whatever state, without running them; and kinds of work for one test."""

from django.core.files.base import ContentFile
from django.utils import timezone

from clikc.jobs.models import Job
from tests.factories.people import make_person


def make_job(*, owner=None, kind: str = "test.count", file_of: bytes = b"", **facts) -> Job:
    """A job as the database would hold it (``state="running", done=3, total=10``), perhaps with a file."""
    job = Job(owner=owner or make_person(), kind=kind, **facts)
    if not job.is_open:
        job.finished_at = job.finished_at or timezone.now()
    if file_of:
        job.file_name = "people.csv"
        job.file.save(job.file_name, ContentFile(file_of), save=False)
    job.save()
    return job
