"""Letters of grading: in the reader's language, with neither grade nor name, and only while they are true."""

from decimal import Decimal

import pytest
from django.core import mail

from clikc.post.api import deliver_due
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


def change(entry, points):
    api.change_grade(
        entry_id=entry.pk,
        points=points and Decimal(points),
        reason="SECRET REASON",
        by=people.manager(),
        seen=entry.number,
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
    change(released(marking), None)
    deliver_due()
    assert [letter.subject for letter in mail.outbox] == ["A grade of yours was changed"]


def test_somebody_else_s_enrolment_by_now(made, marking):
    released(marking)
    other = people.officer()
    made.enrolments[0].learner = other
    made.enrolments[0].save()
    deliver_due()
    assert mail.outbox == []
