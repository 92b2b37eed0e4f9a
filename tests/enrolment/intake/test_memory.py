"""Memory does not grow with the rows of a file."""

import tracemalloc

from enrolment.intake.api import confirm_import, plan, run_import
from tests.factories.intake import make_import, officers

# Of the difference; the rows alone, were they held, would be several times as much.
MARGIN = 1024 * 1024


def peak_of(work) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_dry_run_of_more_rows_takes_no_more_memory(here, cohort):
    items = [make_import(here.administration, officers(number), cohort=cohort) for number in (600, 3_000)]
    few, many = (peak_of(lambda item=item: plan(item)) for item in items)
    assert many - few < MARGIN


def test_doing_more_rows_takes_no_more_memory(here, cohort):
    peaks = []
    for number, start in ((100, 0), (200, 10_000), (800, 20_000)):
        item = plan(make_import(here.administration, officers(number, start), cohort=cohort))
        confirm_import(item=item, digest=item.plan_digest, by=None)
        peaks.append(peak_of(lambda item=item: run_import(item=item, by=None, batch=100)))
    assert peaks[2] - peaks[1] < MARGIN
