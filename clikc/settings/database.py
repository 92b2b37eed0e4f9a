"""The database: SQLite beside the code unless ``DATABASE_URL`` names another."""

import dj_database_url

from .env import BASE_DIR, number, text

# Many readers and one writer at a time: write-ahead log, transactions that take
# the write lock at once (so none fails half way), and patience for the queue.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;"
    ),
}


def configured() -> dict:
    """The ``DATABASES['default']`` entry for this process."""
    url = text("DATABASE_URL")
    if url:
        seconds = number("DATABASE_MAX_AGE", 60)
        # A connection kept from before a restart of the server must not meet a reader.
        config = dict(dj_database_url.parse(url, conn_max_age=seconds, conn_health_checks=True))
    else:
        path = BASE_DIR / "var" / "clikc.sqlite3"
        path.parent.mkdir(exist_ok=True)
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": path}
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    elif config["ENGINE"].endswith("postgresql"):
        # Compiling a query takes longer than ours run: 433 ms instead of 89 (docs/decisions/0016).
        config["OPTIONS"] = {"options": "-c jit=off", **config.get("OPTIONS", {})}
    return config
