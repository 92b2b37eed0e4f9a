import multiprocessing
import signal
import socket
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from whitenoise.runserver_nostatic.management.commands.runserver import Command as RunServer

from clikc.foundation.processes import end_with_parent
from enrolment.demo.cast import sign_ins


class Command(RunServer):
    help = "Prepares the demo, serves it on this machine and runs its tasks, until it is stopped."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000)
        parser.set_defaults(use_reloader=False, skip_checks=True)

    def handle(self, *args, **options):
        end_with_parent(signal.SIGTERM)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        options["addrport"] = f"127.0.0.1:{options['port']}"
        refuse_taken_port(options["port"])
        # Addresses in mails and on certificates lead to where this is served.
        settings.WAGTAILADMIN_BASE_URL = f"http://localhost:{options['port']}"
        call_command("prepare", stdout=self.stdout)
        with worker():
            super().handle(*args, **options)

    def on_bind(self, server_port):
        self.stdout.write(f"\nCLiKC! is served on http://localhost:{server_port}/  (Ctrl-C stops it)\n\n")
        self.stdout.write(sign_ins())
        self.stdout.write("\nMail that the site sends lands in var/mail/.\n")
        self.stdout.flush()


def refuse_taken_port(port: int) -> None:
    """Say so before anything else is done, rather than after a minute of work."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT=8123"
            ) from None


@contextmanager
def worker():
    """The workers' supervisor as a child: a copy of this process, so that it starts at once."""
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=work, name="work")
    child.start()
    try:
        yield
    finally:
        child.terminate()
        child.join(timeout=5)
        if child.is_alive():
            child.kill()


def work() -> None:
    end_with_parent(signal.SIGTERM)
    call_command("work", grace=1)
