"""Long files are planned and done in the background."""

import pytest

from clikc.foundation.sheets import UnreadableSheet
from clikc.jobs.models import Job
from clikc.jobs.running import run as run_job
from clikc.people.api import withdraw_role
from enrolment.intake.api import OfficerImport, confirm_soon, look_again_soon, plan_soon
from enrolment.intake.opening import LARGEST
from enrolment.membership.models import Invitation
from tests.factories.intake import make_import, officers

State = OfficerImport.State


def job_of(item) -> Job:
    return Job.objects.get(pk=item.job_id)


def test_a_short_file_is_planned_at_once(here):
    item = make_import(here.administration, officers(500), owner=here.coordinator)
    assert plan_soon(item=item, by=here.coordinator).state == State.PLANNED
    assert not Job.objects.exists()


def test_a_long_file_is_planned_by_a_job(here):
    item = plan_soon(
        item=make_import(here.administration, officers(501), owner=here.coordinator), by=here.coordinator
    )
    assert item.state == State.READING
    assert plan_soon(item=item, by=here.coordinator).job_id == item.job_id
    run_job(item.job_id)
    item.refresh_from_db()
    assert (item.state, item.counts) == (State.PLANNED, {"new": 501})
    assert job_of(item).state == Job.State.DONE
    again = look_again_soon(item=item, by=here.coordinator)
    assert (again.state, again.job_id != job_of(item)) == (State.READING, True)


def test_what_was_confirmed_is_done_by_a_job_that_says_how_far_it_is(here):
    item = plan_soon(
        item=make_import(here.administration, officers(3), owner=here.coordinator), by=here.coordinator
    )
    item = confirm_soon(item=item, digest=item.plan_digest, by=here.coordinator)
    assert item.state == State.CONFIRMED
    run_job(item.job_id)
    item.refresh_from_db()
    assert item.state == State.DONE
    job = job_of(item)
    assert (job.state, job.done, job.total, job.result) == (Job.State.DONE, 3, 3, {"new": 3})


def test_who_coordinates_no_longer_brings_nobody_in(here):
    item = plan_soon(
        item=make_import(here.administration, officers(3), owner=here.coordinator), by=here.coordinator
    )
    item = confirm_soon(item=item, digest=item.plan_digest, by=here.coordinator)
    withdraw_role(grant=here.coordinator.role_grants.get(), by=None)
    run_job(item.job_id)
    item.refresh_from_db()
    assert item.state == State.CANCELLED
    assert not Invitation.objects.exists()


def test_a_file_that_is_too_large_is_not_kept(here):
    with pytest.raises(UnreadableSheet, match="file_too_large"):
        make_import(here.administration, b"x" * (LARGEST + 1))
    assert not OfficerImport.objects.exists()
