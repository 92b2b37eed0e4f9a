"""A migrated database once, a copy of it for every run and worker.

Migrating takes twenty seconds, copying none. The template is named after the migrations
and the site's own content, so it is made anew when either changes.
"""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "var" / "test"
INGREDIENTS = (
    "*/*/migrations/0*.py",
    "requirements.txt",
    "clikc/home/content/**/*",
    "clikc/home/site.py",
    "clikc/people/administrations.py",
    "clikc/people/data/*",
    "clikc/settings/base.py",
    "courses/catalogue/build.py",
    "tests/support/database.py",
)


def fingerprint() -> str:
    """What the template depends on: migrations of ours, the pinned libraries, the site's own pages."""
    digest = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time(what: str = "lock"):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / what).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def build_base_site() -> None:
    """What every site has before any course: administrations, languages, home pages, catalogue."""
    from clikc.home.site import build_site
    from clikc.people.administrations import load_administrations
    from courses.catalogue.build import build_empty_catalogue

    call_command("migrate", verbosity=0)
    load_administrations()
    build_site()
    build_empty_catalogue()


class SQLite:
    """A file a worker, copied from the template file."""

    def __init__(self, worker: str):
        self.template = FOLDER / f"template-{fingerprint()}.sqlite3"
        self.path = FOLDER / f"run-{worker}.sqlite3"

    def ensure_template(self) -> None:
        if self.template.exists():
            return
        building = self.template.with_suffix(".building")
        self._point_at(building)
        building.unlink(missing_ok=True)
        build_base_site()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        for stale in FOLDER.glob("template-*.sqlite3"):
            stale.unlink()
        building.rename(self.template)

    def restore(self, station: str = "") -> None:
        self.drop()
        shutil.copyfile(self._station(station), self.path)
        self._point_at(self.path)

    def drop(self) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def keeps(self, station: str) -> bool:
        return self._station(station).exists()

    def keep(self, station: str) -> None:
        """As it is now, for ``restore(station)`` of any worker; until a migration is written."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        building = self._station(station).with_suffix(".building")
        shutil.copyfile(self.path, building)
        building.rename(self._station(station))

    def _station(self, name: str) -> Path:
        return self.template.with_stem(f"{self.template.stem}-{name}") if name else self.template

    @staticmethod
    def _point_at(path: Path) -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = str(path)
        settings.DATABASES["default"]["NAME"] = str(path)


class PostgreSQL:
    """A database a worker, made from the template database."""

    def __init__(self, worker: str):
        self.template = f"clikc_template_{fingerprint()}"
        self.name = f"clikc_test_{worker}"
        self.maintenance = settings.DATABASES["default"]["NAME"]

    def ensure_template(self) -> None:
        if self._execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]):
            return
        building = f"{self.template}_building"
        self._execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
        self._execute(f'CREATE DATABASE "{building}"')
        self._point_at(building)
        build_base_site()
        self._point_at(self.maintenance)
        self._execute(f'ALTER DATABASE "{building}" RENAME TO "{self.template}"')

    def restore(self, station: str = "") -> None:
        self.drop()
        self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self._station(station)}"')
        self._point_at(self.name)

    def keeps(self, station: str) -> bool:
        name = self._station(station)
        kept = bool(self._execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]))
        self._point_at(self.name)
        return kept

    def keep(self, station: str) -> None:
        """As it is now, for ``restore(station)`` of any worker; until a migration is written."""
        self._execute(f'CREATE DATABASE "{self._station(station)}" TEMPLATE "{self.name}"')
        self._point_at(self.name)

    def _station(self, name: str) -> str:
        return f"{self.template}_{name}" if name else self.template

    def drop(self) -> None:
        self._point_at(self.maintenance)
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _execute(self, sql: str, params=None):
        self._point_at(self.maintenance)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else None

    @staticmethod
    def _point_at(name: str) -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name


def database_for(worker: str):
    return SQLite(worker) if connection.vendor == "sqlite" else PostgreSQL(worker)
