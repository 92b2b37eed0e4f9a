"""Log lines hold no codes and no values of people, and still say what went wrong and where."""

import logging

import pytest
from django.db import IntegrityError

from clikc.foundation.logs import DiscreetFormatter
from clikc.settings import base

CODE = "7K2QM4XZ0D7K2QM4XZ0D"
VALUES = "duplicate key\nDETAIL:  Key (lower(email::text))=(amina@customs.example) already exists.\n"


def written(message, *args, **more) -> str:
    record = logging.LogRecord("clikc", logging.ERROR, __file__, 1, message, args, more.get("exc_info"))
    record.exc_text = more.get("exc_text")
    return DiscreetFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    "address",
    [
        f"/en/verify/{CODE}/",
        f"/verify/{CODE}",
        "/en/verify/7K2QM 4XZ0D 7K2QM 4XZ0D/",
        "/en/verify/7K2QM%204XZ0D/",
        f"/fr/certificates/{CODE}.pdf",
        f"/en/verify/?code={CODE}",
        f"/en/verify/?from=paper&code={CODE}",
        f"/ar/invitation/{CODE}:1abc/",
        f"/en/accounts/login/?next=%2Far%2Finvitation%2F{CODE}%3A1abc%2F",
        f"/en/accounts/login/?next=/ar/invitation/{CODE}:1abc/",
    ],
)
def test_codes_are_taken_out(address):
    for line in (written("Not Found: %s", address), written('"%s" 404 12', f"GET {address} HTTP/1.1")):
        assert "7K2QM" not in line
        assert "4XZ0D" not in line
        assert "…" in line


def test_other_addresses_stay():
    assert written("Not Found: %s", "/en/courses/valuation/") == "ERROR Not Found: /en/courses/valuation/"
    assert written("%(path)s is gone", {"path": "/x/"}) == "ERROR /x/ is gone"
    assert written("100 %") == "ERROR 100 %"


@pytest.mark.parametrize("args", [(VALUES,), (IntegrityError(VALUES),), (repr(VALUES),)])
def test_what_postgres_quotes_is_taken_out(args):
    line = written("Could not save: %s", *args)
    assert "amina" not in line
    assert line.startswith("ERROR Could not save: ")


def test_a_row_that_failed_is_taken_out():
    line = written("null value\nDETAIL:  Failing row contains (7, amina@customs.example).")
    assert line == "ERROR null value"


def test_of_an_exception_its_type_and_frames_are_told():
    name = "amina@customs.example"
    try:
        try:
            raise IntegrityError(VALUES)
        except IntegrityError as error:
            raise LookupError(name) from error
    except LookupError as error:
        # As another handler would have left it.
        line = written("It failed", exc_info=(type(error), error, error.__traceback__), exc_text=VALUES)
        spoken = written(error)
    assert name not in line + spoken
    assert "django.db.utils.IntegrityError" in line
    assert line.endswith("builtins.LookupError")
    assert "test_logs.py" in line
    assert spoken == "ERROR builtins.LookupError"


def test_every_handler_of_ours_writes_so():
    logs = base.LOGGING
    assert logs["formatters"]["line"]["class"] == "clikc.foundation.logs.DiscreetFormatter"
    assert {handler["formatter"] for handler in logs["handlers"].values()} == {"line"}
    # Django's own would write, and mail, what ours leaves out.
    assert logs["loggers"]["django"]["handlers"] == []
    assert logs["loggers"]["django.server"]["handlers"] == []
