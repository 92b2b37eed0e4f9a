from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clikc.foundation import catalogues
from clikc.foundation.messages import messages_for


class Command(BaseCommand):
    help = "Brings the message catalogues in locale/ up to date with code, templates and libraries."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if anything is left to translate."
        )

    def handle(self, *, check: bool, **options):
        if check:
            self.complain()
            return
        for language in catalogues.translated_languages():
            added, dropped = catalogues.update(language, messages_for(language, Path(settings.BASE_DIR)))
            self.stdout.write(f"{language}: {added} new, {dropped} dropped")

    def complain(self) -> None:
        root = Path(settings.BASE_DIR)
        found = [
            line
            for language in catalogues.translated_languages()
            for line in catalogues.faults(language, messages_for(language, root))
        ]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} messages want a translator (`make messages` lists them).")
        self.stdout.write("Every message is translated.")
