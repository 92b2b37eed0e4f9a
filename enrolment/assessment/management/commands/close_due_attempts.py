from django.core.management.base import BaseCommand, CommandError

from enrolment.assessment.api import close_due_attempts


class Command(BaseCommand):
    help = (
        "Closes every attempt whose deadline has come, with the answers that were acknowledged. The worker "
        "does so by itself; this finds what it was stopped before. Safe to call at any time."
    )

    def handle(self, *, verbosity: int, **options):
        swept = close_due_attempts()
        if swept.closed or verbosity > 1:
            self.stdout.write(f"{swept.closed} closed at their deadline.")
        if swept.failed:
            raise CommandError(f"{swept.failed} could not be closed; the log says which, and why.")
