"""A confirmation is bound to the plan that was seen, and given once."""

import pytest

from clikc.jobs.models import Job
from clikc.people.models import AuditEntry, User
from enrolment.intake.api import (
    OfficerImport,
    PlanChanged,
    cancel_import,
    confirm_import,
    confirm_soon,
    look_again,
    plan,
)
from enrolment.membership.models import Invitation
from tests.factories.coordination import make_workspace
from tests.factories.intake import done, officers, planned
from tests.factories.people import make_person
from tests.support.crowd import at_once

State = OfficerImport.State


def test_another_digest_confirms_nothing(here):
    item = planned(here.administration, officers(1))
    with pytest.raises(PlanChanged):
        confirm_import(item=item, digest="0" * 64, by=None)
    assert OfficerImport.objects.get().state == State.PLANNED


def test_a_plan_made_anew_is_not_the_one_that_was_seen(here):
    item = planned(here.administration, officers(2))
    seen = item.plan_digest
    make_person("new1@customs.example")
    plan(look_again(item=item))
    with pytest.raises(PlanChanged):
        confirm_import(item=item, digest=seen, by=None)


def test_a_file_put_aside_is_not_confirmed(here):
    item = planned(here.administration, officers(1))
    cancel_import(item=item)
    with pytest.raises(PlanChanged):
        confirm_import(item=item, digest=item.plan_digest, by=None)


def test_confirming_again_gives_the_same_import(here):
    item = done(here.administration, officers(1))
    again = confirm_import(item=item, digest=item.plan_digest, by=None)
    assert (again.pk, again.state) == (item.pk, State.DONE)
    assert AuditEntry.objects.filter(what="officers_imported").count() == 1


def test_what_was_confirmed_is_neither_put_aside_nor_looked_at_again(here):
    item = done(here.administration, officers(1))
    assert cancel_import(item=item).state == State.DONE
    assert look_again(item=item).state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_many_confirmations_at_once_give_one_result():
    here = make_workspace("KE")
    item = planned(here.administration, officers(30), owner=here.coordinator)

    def confirm(_number):
        mine = OfficerImport.objects.get(pk=item.pk)
        return confirm_soon(item=mine, digest=item.plan_digest, by=here.coordinator).pk

    assert set(at_once(confirm, range(6))) == {item.pk}
    assert Job.objects.filter(kind="intake.run").count() == 1
    item.refresh_from_db()
    assert (item.state, item.counts) == (State.DONE, {"new": 30})
    assert User.objects.filter(email__startswith="new").count() == Invitation.objects.count() == 30
