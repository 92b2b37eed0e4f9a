"""Production refuses to start when unsafe, and is clean under ``check --deploy`` when safe."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from enrolment.demo.management.commands.prepare import Command as Prepare

SAFE = {
    "SECRET_KEY": "k3J-9dQz_7vXw2LmT8sRb5NyHf4GpUc6AeVjWi1OoYtKqDx0ZSBlMnEr",
    "ALLOWED_HOSTS": "learn.customs.example",
    "DATABASE_URL": "postgres://clikc:secret@db.customs.example/clikc",
    "EMAIL_HOST": "mail.customs.example",
    "BEHIND_PROXY": "1",
}
UNSAFE = {
    "no secret": {"SECRET_KEY": ""},
    "blank secret": {"SECRET_KEY": "   "},
    "the secret of development": {"SECRET_KEY": "only-for-development-and-demo"},
    "Django's own default secret": {"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]},
    "short secret": {"SECRET_KEY": SAFE["SECRET_KEY"][:49]},
    "secret of one letter": {"SECRET_KEY": "a" * 60},
    "debugging": {"DEBUG": "true"},
    "no hosts": {"ALLOWED_HOSTS": ""},
    "any host": {"ALLOWED_HOSTS": "*"},
    "any host among others": {"ALLOWED_HOSTS": "learn.customs.example,*"},
    "every host of a domain": {"ALLOWED_HOSTS": ".customs.example"},
    "SQLite by default": {"DATABASE_URL": ""},
    "SQLite by name": {"DATABASE_URL": "sqlite:////srv/clikc.sqlite3"},
    "no mail server": {"EMAIL_HOST": ""},
    "a weak secret of before": {"SECRET_KEY_FALLBACKS": "short"},
    "TLS remembered for no time": {"HSTS_SECONDS": "0"},
    "TLS remembered for minutes": {"HSTS_SECONDS": "3599"},
    "an address without TLS": {"BASE_URL": "http://learn.customs.example"},
    "an address of another host": {"BASE_URL": "https://elsewhere.example"},
    "an address without a scheme": {"BASE_URL": "learn.customs.example"},
    "forms of any origin": {"CSRF_TRUSTED_ORIGINS": "https://*.customs.example"},
    "forms of an origin without TLS": {
        "CSRF_TRUSTED_ORIGINS": "https://learn.customs.example,http://a.example"
    },
    "fewer proxies than none": {"TRUSTED_PROXY_COUNT": "-1"},
}


@pytest.fixture
def production(monkeypatch):
    """Loads the production settings as a new process would, with an environment of the test's own."""

    def load(**changes):
        for name, value in (SAFE | changes).items():
            monkeypatch.setenv(name, value)
        for module in [name for name in sys.modules if name.startswith("clikc.settings.")]:
            monkeypatch.delitem(sys.modules, module)
        return importlib.import_module("clikc.settings.production")

    return load


@pytest.mark.parametrize("changes", UNSAFE.values(), ids=UNSAFE)
def test_production_refuses_to_start(production, changes):
    with pytest.raises(ImproperlyConfigured):
        production(**changes)


def test_a_refusal_names_what_to_mend_and_no_secret(production):
    with pytest.raises(ImproperlyConfigured) as refusal:
        production(SECRET_KEY="a" * 60)
    assert "SECRET_KEY" in str(refusal.value)
    assert "aaaa" not in str(refusal.value)


def test_check_deploy_is_clean():
    """As a server would start: another process, nothing of the suite in its environment."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=quiet | SAFE | {"DJANGO_SETTINGS_MODULE": "clikc.settings.production"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_second_factor_is_asked_for_in_production(production):
    assert production().SECOND_FACTOR_REQUIRED is True


def test_attempts_are_counted_in_one_cache_for_all_processes(production):
    cache = production(REDIS_URL="").CACHES["default"]
    assert cache["BACKEND"].endswith("db.DatabaseCache")
    assert cache["LOCATION"] == "clikc_cache"


def test_redis_is_that_cache_where_there_is_one(production):
    cache = production(REDIS_URL="redis://cache.customs.example").CACHES["default"]
    assert cache["BACKEND"].endswith("redis.RedisCache")


@pytest.mark.django_db
def test_the_table_of_the_cache_is_made(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "clikc_cache"}
    }
    Prepare().migrate()
    cache.set("counted", 3)
    assert cache.get("counted") == 3


def test_secrets_of_before_are_read(production):
    before = SAFE["SECRET_KEY"][::-1]
    assert production(SECRET_KEY_FALLBACKS="").SECRET_KEY_FALLBACKS == []
    assert [before] == production(SECRET_KEY_FALLBACKS=f"{before}, ").SECRET_KEY_FALLBACKS


def test_nothing_but_the_settings_reads_the_environment():
    root = Path(settings.BASE_DIR)
    entrances = {"clikc/wsgi.py", "clikc/asgi.py"}
    readers = [
        path.relative_to(root).as_posix()
        for package in ("clikc", "courses", "enrolment")
        for path in (root / package).rglob("*.py")
        if "clikc/settings/" not in path.as_posix()
        and ("os.environ" in (text := path.read_text(encoding="utf-8")) or "getenv(" in text)
    ]
    assert set(readers) <= entrances
