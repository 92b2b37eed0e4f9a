"""Telling those who run the site what gave up. Codes and classes, never what it was about."""

import logging

from django.core.mail import mail_admins

logger = logging.getLogger("clikc.jobs")


def report(what: str, pk, fault: str) -> None:
    """A line in the log, and mail to ``settings.ADMINS`` where there are any."""
    logger.error("Gave up: %s %s, %s", what, pk, fault)
    mail_admins(
        f"Gave up: {what}",
        f"{what} {pk}\n{fault}\n\nIt can be started again on the page of jobs.",
        fail_silently=True,
    )


def name_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
