from django.core.management.base import BaseCommand

from clikc.jobs.supervisor import Supervisor


class Command(BaseCommand):
    help = (
        "Runs the tasks and jobs of the queue until it is stopped: a worker for each queue, another one when "
        "it dies, and every few seconds a look at what was left behind."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--grace",
            type=float,
            default=20,
            help="Seconds that workers get to finish what they do when this is stopped (default: 20).",
        )

    def handle(self, *, grace: float, **options):
        Supervisor(grace_seconds=grace).run()
