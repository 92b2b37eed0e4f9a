"""Files and rows that name people do not stay for ever."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from enrolment.intake.models import ImportRow, OfficerImport
from enrolment.intake.pruning import prune_imports
from tests.factories.intake import done, officers, planned


def test_what_is_long_over_loses_its_file_and_rows_and_keeps_its_numbers(here, settings):
    old = timezone.now() - timedelta(days=settings.JOB_KEEP_DAYS + 1)
    over = done(here.administration, officers(2))
    left = planned(here.administration, officers(2, 10))
    fresh = planned(here.administration, officers(2, 20))
    OfficerImport.objects.filter(pk=over.pk).update(finished_at=old)
    OfficerImport.objects.filter(pk=left.pk).update(made_at=old)
    names = [item.file.name for item in (over, left, fresh)]
    assert prune_imports() == 2
    assert [default_storage.exists(name) for name in names] == [False, False, True]
    assert set(ImportRow.objects.values_list("officer_import", flat=True)) == {fresh.pk}
    over.refresh_from_db()
    left.refresh_from_db()
    assert (over.state, over.counts, over.file_name) == ("done", {"new": 2}, "")
    assert left.state == "cancelled"
    assert prune_imports() == 0
