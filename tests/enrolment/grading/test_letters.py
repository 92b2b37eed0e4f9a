"""Letters of grading: in the reader's language, with neither grade nor name, and only while they are true."""

from decimal import Decimal

import pytest
from django.core import mail

from clikc.post.api import deliver_due
from clikc.post.models import Letter
from enrolment.grading import api
from enrolment.grading.models import GradeEntry
from tests.factories import people
from tests.factories.tutoring import finish, make_marking, make_tutored_run

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "pass_percent": 10, "honours_percent": 100}


@pytest.fixture
def made(db):
    return make_tutored_run(participants=1, tutors=2, **ONCE)


@pytest.fixture
def marking(made):
    return make_marking(made.work[0], made.enrolments[0])


def test_work_handed_over_is_told(made, marking):
    api.hand_over(marking_id=marking.pk, to=made.tutors[1], by=marking.tutor, reason="I am away in May")
    deliver_due()
    [letter] = mail.outbox
    assert letter.to == [made.tutors[1].email]
    assert f"/tutoring/{marking.pk}/" in letter.body
    for text in (letter.body, letter.alternatives[0].content):
        assert made.run.name in text
        assert "I am away in May" in text
        for secret in (made.enrolments[0].learner.printed_name, marking.submission.code):
            assert secret not in text


def test_work_that_is_hers_no_longer_is_not_told(made, marking):
    api.hand_over(marking_id=marking.pk, to=made.tutors[1], by=marking.tutor)
    api.end_run_tutor(run=made.run, tutor=made.tutors[1], by=None)
    deliver_due()
    assert mail.outbox == []


def released(marking) -> GradeEntry:
    finish(marking, "partly")
    api.release_grades(submission_ids=[marking.submission_id], by=people.manager())
    return GradeEntry.objects.get()


def change(entry, points, verb=api.override_grade):
    facts = {"points": Decimal(points)} if points else {}
    return verb(
        run=entry.item.category.run,
        column=f"a{entry.item.run_assignment_id}",
        enrolment_id=entry.enrolment_id,
        reason="SECRET REASON",
        by=people.manager(),
        seen=entry.number,
        **facts,
    )


def test_a_grade_that_was_changed_is_told_without_it(made, marking):
    entry = released(marking)
    change(entry, "19.25")
    deliver_due()
    assert [letter.subject for letter in mail.outbox] == [
        "Your work has been marked",
        "A grade of yours was changed",
    ]
    for letter in mail.outbox:
        assert f"/work/{made.work[0].pk}/feedback/" in letter.body
        for secret in ("19.25", "SECRET", marking.tutor.printed_name):
            assert secret not in letter.body + letter.alternatives[0].content


def test_a_grade_that_was_taken_back_before_the_letter_left(made, marking):
    change(released(marking), None, api.take_back)
    deliver_due()
    assert [letter.subject for letter in mail.outbox] == ["A grade of yours was changed"]


def test_every_decision_about_a_known_grade_is_told_once(made, marking):
    entry = released(marking)
    excused = change(entry, None, api.excuse)
    assert change(entry, None, api.excuse) == excused
    # Two entries, taken back and restored, are one deed and one letter.
    assert change(excused, None, api.take_back).number == 4
    told = Letter.objects.filter(kind="grade-changed").values_list("facts", flat=True)
    numbers = GradeEntry.objects.filter(pk__in=[facts["entry"] for facts in told]).values_list("number")
    assert sorted(numbers) == [(2,), (4,)]


def test_a_decision_before_there_was_a_grade_changes_none(made):
    """She is told of it once there was something to change; its page is not that of feedback to come."""
    facts = {
        "run": made.run,
        "column": f"a{made.work[0].pk}",
        "enrolment_id": made.enrolments[0].pk,
        "by": people.manager(),
    }
    api.override_grade(**facts, points=Decimal(20), reason="Known from before", seen=0)
    assert not Letter.objects.exists()
    api.override_grade(**facts, points=Decimal(19), reason="Counted again", seen=1)
    deliver_due()
    [letter] = mail.outbox
    assert f"/grades/{made.run.pk}/" in letter.body
    assert "/feedback/" not in letter.body


def test_somebody_else_s_enrolment_by_now(made, marking):
    released(marking)
    other = people.officer()
    made.enrolments[0].learner = other
    made.enrolments[0].save()
    deliver_due()
    assert mail.outbox == []
