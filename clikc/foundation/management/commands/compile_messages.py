from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import trans_real
from django.utils.translation.reloader import translation_file_changed

from clikc.foundation import catalogues


class Command(BaseCommand):
    help = "Compiles the message catalogues of locale/ that changed, in pure Python."
    requires_system_checks = []

    def handle(self, **options):
        without = catalogues.missing()
        if without:
            raise CommandError(f"No catalogue for {', '.join(without)}: run `make messages`.")
        made = catalogues.compile_stale(catalogues.folder())
        for path in made:
            translation_file_changed(None, path)
        # Which languages there are was remembered before their catalogues stood there.
        trans_real.reset_cache(setting="LANGUAGES")
        if options["verbosity"]:
            self.stdout.write(f"{len(made)} message catalogues compiled.")
