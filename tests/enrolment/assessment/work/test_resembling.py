"""What resembles what in a run: found after handing in, pointed out, once for each two."""

from itertools import count

import pytest
from django.test import TestCase

from clikc.jobs import running
from clikc.jobs.api import Running
from clikc.jobs.models import Job
from enrolment.assessment import api
from enrolment.assessment.models import Resemblance, WorkPrint
from tests.factories.tutoring import make_tutored_run

pytestmark = pytest.mark.django_db
typed = count(1)
SHARED = (
    "Risk management lets a customs administration put its people where the danger is, and lets lawful "
    "trade pass without delay at the border of the country on every working day of the year"
)
OWN = "Other words that nobody else has written about the clearance of goods in transit through ports"


@pytest.fixture(autouse=True)
def _in_one_transaction(monkeypatch):
    """A job says how far it is outside the transaction of its work; here everything is one."""
    monkeypatch.setattr(Running, "_outside", staticmethod(lambda write: write()))


def hand_in(made, place, text, work=0):
    person, run_assignment = made.enrolments[place].learner, made.work[work]
    of = {"run_assignment_id": run_assignment.pk, "person": person}
    with TestCase.captureOnCommitCallbacks(execute=True):
        api.save_draft(**of, html=f"<p>{text}</p>", sequence=next(typed))
        return api.hand_in(**of, language="en")


def test_two_works_that_share_passages_are_pointed_out_to_both_sides(made):
    first, second = hand_in(made, 0, f"{OWN}. {SHARED}."), hand_in(made, 1, f"{SHARED}. The rest is mine.")
    found = Resemblance.objects.get()
    assert (found.one, found.other) == (first, second)
    assert found.share > 50
    [here], [there] = api.resemblances_of(first), api.resemblances_of(second)
    assert (here.other, there.other) == (second, first)
    start, end, other_start, other_end = here.passages[0]
    assert api.text_of(first)[start:end] == api.text_of(second)[other_start:other_end]
    assert there.passages[0] == (other_start, other_end, start, end)


def test_what_has_nothing_in_common_is_not(made):
    hand_in(made, 0, SHARED), hand_in(made, 1, OWN)
    assert not Resemblance.objects.exists()


def test_ones_own_other_works_and_other_runs_are_not_compared():
    made, elsewhere = make_tutored_run(participants=1, assignments=2), make_tutored_run(participants=1)
    hand_in(made, 0, SHARED), hand_in(made, 0, SHARED, work=1), hand_in(elsewhere, 0, SHARED)
    assert not Resemblance.objects.exists()


def test_what_was_replaced_is_compared_no_more(made):
    hand_in(made, 0, SHARED)
    second = hand_in(made, 1, SHARED)
    newest = hand_in(made, 0, OWN)
    assert api.resemblances_of(second) == api.resemblances_of(newest) == []
    assert not WorkPrint.objects.filter(hand_in__text__contains="Risk").exclude(hand_in=second).exists()


def test_compared_twice_it_is_there_once(made):
    hand_in(made, 0, SHARED), hand_in(made, 1, SHARED)
    for job in Job.objects.all():
        Job.objects.filter(pk=job.pk).update(state="waiting", tries=0)
        running.run(job.pk)
    assert Resemblance.objects.count() == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
