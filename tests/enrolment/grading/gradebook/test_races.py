"""Several at once, on whatever database the suite runs on."""

from decimal import Decimal

import pytest

from enrolment.grading import api
from enrolment.grading.items import item_at
from enrolment.grading.models import GradeCategory, GradeEntry, GradeItem, Tutorship
from tests.factories.gradebook import make_gradebook, sat
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 8


def outcome(verb):
    try:
        return verb()
    except (api.GradeRefused, api.ArrangeRefused) as refused:
        return refused


def test_two_who_enter_different_points_one_is_told_of_the_other():
    made = make_gradebook(participants=1, manual=1)
    enrolment = made.enrolments[0]

    def enter(points):
        by = made.boss if points % 2 else made.tutors[0]
        return outcome(
            lambda: api.record_grade(
                run=made.run,
                column=made.manual[0],
                enrolment_id=enrolment.pk,
                points=Decimal(points),
                by=by,
                seen=0,
            )
        )

    results = at_once(enter, range(CROWD))
    [entry] = GradeEntry.objects.all()
    refused = [item for item in results if isinstance(item, api.GradeRefused)]
    assert [item for item in results if isinstance(item, GradeEntry)] == [entry]
    assert len(refused) == CROWD - 1
    assert {(item.reason, item.theirs) for item in refused} == {("changed_meanwhile", entry)}


def test_the_same_sent_many_times_is_one_entry():
    made = make_gradebook(participants=1, manual=1)

    def enter(_number):
        return api.override_grade(
            run=made.run,
            column=made.manual[0],
            enrolment_id=made.enrolments[0].pk,
            points=Decimal(5),
            reason="Heard again",
            by=made.boss,
            seen=0,
        )

    assert len(set(at_once(enter, range(CROWD)))) == 1
    assert GradeEntry.objects.count() == 1


def test_a_column_that_many_need_first_is_made_once():
    made = make_gradebook(participants=1, assignments=1)
    GradeCategory.objects.all().delete()
    items = at_once(lambda _number: item_at(made.run, made.assignments[0]).pk, range(CROWD))
    assert set(items) == {GradeItem.objects.get().pk}


def test_two_who_arrange_at_once_one_is_told():
    made = make_gradebook(participants=1, manual=1)
    now = api.plan_of(made.run)

    def arrange(weight):
        items = tuple(
            api.ItemPlan(item.code, item.module, Decimal(weight), item.position, item.title, item.most)
            for item in now.items
        )
        plan = api.Plan(now.modules, items)
        return outcome(lambda: api.arrange(run=made.run, plan=plan, by=made.boss, seen=now.digest) or weight)

    results = at_once(arrange, range(2, 6))
    [weight] = [item for item in results if isinstance(item, int)]
    assert set(GradeItem.objects.values_list("weight", flat=True)) == {weight}
    assert {item.reason for item in results if not isinstance(item, int)} == {"changed_meanwhile"}


def test_the_result_of_a_quiz_is_entered_once():
    made = make_gradebook(participants=1, quizzes=1)
    sat(made, 0, right=2)
    GradeEntry.objects.all().delete()
    quiz = made.quiz_records[0]
    at_once(
        lambda _number: api.enter_quiz_results(enrolment_id=made.enrolments[0].pk, quiz=quiz), range(CROWD)
    )
    assert [entry.points for entry in GradeEntry.objects.all()] == [50]


def test_who_is_taken_away_in_the_same_moment_is_graded_before_or_not_at_all():
    made = make_gradebook(participants=1, manual=1)
    tutor, enrolment = made.tutors[0], made.enrolments[0]

    def act(is_entering):
        if not is_entering:
            return Tutorship.objects.update(ended_at=made.now)
        return outcome(
            lambda: api.record_grade(
                run=made.run,
                column=made.manual[0],
                enrolment_id=enrolment.pk,
                points=Decimal(3),
                by=tutor,
                seen=0,
            )
        )

    results = at_once(act, [True, False])
    entered = isinstance(results[0], GradeEntry)
    assert GradeEntry.objects.count() == entered
    assert entered or results[0].reason == "unknown"
