from django.core.management.base import BaseCommand

from clikc.jobs.pruning import prune_jobs


class Command(BaseCommand):
    help = "Deletes jobs that ended long ago, with their files. The worker does so once a day."

    def handle(self, *, verbosity: int, **options):
        deleted = prune_jobs()
        if deleted or verbosity > 1:
            self.stdout.write(f"{deleted} jobs deleted.")
