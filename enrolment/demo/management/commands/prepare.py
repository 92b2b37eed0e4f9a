import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from clikc.home.site import build_site
from clikc.people.administrations import load_administrations
from courses.catalogue.build import build_empty_catalogue

# What the prepared site is made of: when none of it changed, there is nothing to do.
INGREDIENTS = (
    "requirements.txt",
    "*/*/migrations/*.py",
    "clikc/home/site.py",
    "clikc/home/content/**/*",
    "clikc/people/data/*",
    "courses/content/**/*",
    "courses/catalogue/build.py",
    "courses/lessons/source/*.py",
    "enrolment/demo/**/*",
)


class Command(BaseCommand):
    help = (
        "Brings messages, database and demo content up to date. Does nothing where nothing changed; "
        "safe to break off and to call again."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="Do every step, whatever was done before.")
        parser.add_argument("--site", action="store_true", help="The site alone, without any demo content.")

    def handle(self, *, again: bool, site: bool, **options):
        call_command("compile_messages", verbosity=0)
        now = fingerprint()
        if not (again or site) and remembered() == now and has_tables():
            self.stdout.write("Database and demo content are up to date.")
            return
        started = time.monotonic()
        steps = [*self.site_steps(), *([] if site else self.demo_steps())]
        for number, (name, step) in enumerate(steps, start=1):
            with self.timed(f"[{number}/{len(steps)}] {name}"):
                step()
        if not site:
            remember(now)
        self.stdout.write(f"Prepared in {time.monotonic() - started:.0f} s.")

    def site_steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "Database", self.migrate
        yield "Customs administrations", load_administrations
        yield "Languages and home pages", build_site
        yield "Catalogue", build_empty_catalogue

    def demo_steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "Demo courses and people", lambda: call_command("load_demo", stdout=self.stdout)

    def migrate(self) -> None:
        call_command("migrate", interactive=False, stdout=Ticker(self.stdout), no_color=True)
        # The shared cache of production; where there is another one, this does nothing.
        call_command("createcachetable", verbosity=0)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        self.stdout.write(f"{name} …")
        self.stdout.flush()
        started = time.monotonic()
        yield
        self.stdout.write(f"      done in {time.monotonic() - started:.1f} s")
        self.stdout.flush()


class Ticker:
    """Turns the many lines of ``migrate`` into one line every few seconds."""

    SECONDS = 4

    def __init__(self, out):
        self.out = out
        self.applied = 0
        self.said_at = time.monotonic()

    def write(self, text: str) -> None:
        self.applied += text.count(" OK")
        if self.applied and time.monotonic() - self.said_at > self.SECONDS:
            self.said_at = time.monotonic()
            self.out.write(f"      {self.applied} migrations applied")
            self.out.flush()

    def flush(self) -> None:
        self.out.flush()


def fingerprint() -> str:
    """A name for all that goes into a prepared site."""
    root = Path(settings.BASE_DIR)
    digest = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def has_tables() -> bool:
    """Whether the database was not thrown away since."""
    return "people_user" in connection.introspection.table_names()


def remembered() -> str | None:
    return _notes().get(_database())


def remember(print_: str) -> None:
    notes = _notes() | {_database(): print_}
    _notes_file().write_text(json.dumps(notes, indent=1), encoding="utf-8")


def _notes() -> dict[str, str]:
    try:
        return json.loads(_notes_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _notes_file() -> Path:
    return Path(settings.BASE_DIR) / "var" / "prepared.json"


def _database() -> str:
    """One database among those used from this folder; no password in it."""
    named = settings.DATABASES["default"]
    return ":".join(str(named.get(part, "")) for part in ("ENGINE", "HOST", "PORT", "NAME"))
