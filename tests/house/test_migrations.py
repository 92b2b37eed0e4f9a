"""Models and migrations agree, and no migration is tied to another version of Wagtail."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

OURS = sorted(
    path
    for package in ("clikc", "courses", "enrolment")
    for path in (Path(settings.BASE_DIR) / package).glob("*/migrations/0*.py")
)


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue(), pytrace=False)


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_migrations_run_on_this_wagtail_and_are_named(path):
    assert "WAGTAIL_PAGE_MODEL" not in path.read_text(encoding="utf-8"), "made on Wagtail 8"
    assert "_auto_" not in path.stem, "a migration is named for its intention"
