"""Work that outlasts a request."""

from django_tasks import task


@task()
def tell_learner(certificate_id: int) -> None:
    """Write to the learner that the certificate is there, in the learner's language."""
