from django.core.management.base import BaseCommand, CommandError

from clikc.post.api import deliver_due, letter_of, letters_in_doubt, send_again


class Command(BaseCommand):
    help = (
        "Delivers the letters that are due. The worker does so by itself; this finds what it was stopped "
        "before. Safe to call at any time, and more than once at a time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--in-doubt", action="store_true", help="only list the letters that perhaps were not sent"
        )
        parser.add_argument(
            "--again", metavar="KEY", nargs="+", default=[], help="send these once more, if they are in doubt"
        )

    def handle(self, *, in_doubt: bool, again: list[str], **options):
        if in_doubt:
            for letter in letters_in_doubt():
                self.stdout.write(f"{letter.key}\t{letter.outcome}\t{letter.fault}")
            return
        for key in again:
            self._send_again(key)
        self._deliver()

    def _send_again(self, key: str) -> None:
        letter = letter_of(key)
        if letter is None:
            raise CommandError(f"There is no letter {key}.")
        send_again(letter=letter, by=None)

    def _deliver(self) -> None:
        is_more = True
        while is_more:
            delivery = deliver_due()
            for outcome, number in delivery.outcomes.items():
                self.stdout.write(f"{number} {outcome}")
            if not delivery.is_reachable:
                raise CommandError("The mail server cannot be reached. The letters wait.")
            is_more = delivery.is_more
