import pytest

from courses.quizzes.models import Quiz
from enrolment.admissions.api import join_course
from enrolment.assessment import api as assessment
from enrolment.completion.api import review_completion, whats_missing, whats_missing_in
from enrolment.completion.models import CourseCompletion
from enrolment.progress.api import record_progress
from tests.factories.courses import make_course
from tests.factories.people import manager, officer

pytestmark = pytest.mark.django_db


def read_all(enrolment, made):
    for activity in made.activities:
        if activity.kind == "lesson":
            record_progress(enrolment_id=enrolment.pk, activity=activity, is_all=True)


def sit(enrolment, quiz, *, well: bool):
    attempt = assessment.start_attempt(enrolment_id=enrolment.pk, quiz=quiz)
    right = {
        str(question.pk): [str(choice.pk) for choice in question.choices.all() if choice.is_right == well][:1]
        for question in quiz.slots.get().bank.questions.prefetch_related("choices")
    }
    assessment.save_answers(
        attempt_id=attempt.pk, answers={item["question"]: right[item["question"]] for item in attempt.paper}
    )
    return assessment.submit_attempt(attempt_id=attempt.pk)


def test_reading_everything_and_passing_completes_the_course_once():
    made = make_course(lessons=2)
    enrolment = join_course(learner=officer(), course=made.course)
    read_all(enrolment, made)
    assert review_completion(enrolment_id=enrolment.pk) is None
    sit(enrolment, made.quiz, well=True)
    completion = CourseCompletion.objects.get()
    assert review_completion(enrolment_id=enrolment.pk) == completion
    assert [item["criterion"] for item in completion.evidence] == [
        "lesson_read",
        "lesson_read",
        "quiz_passed",
    ]
    assert completion.certificate.learner == enrolment.learner


def test_passing_first_and_reading_last_completes_it_too():
    made = make_course(lessons=1)
    enrolment = join_course(learner=officer(), course=made.course)
    sit(enrolment, made.quiz, well=True)
    assert not CourseCompletion.objects.exists()
    read_all(enrolment, made)
    assert CourseCompletion.objects.count() == 1


def test_what_is_missing_is_named_with_its_evidence():
    made = make_course(lessons=2)
    made.quiz.attempts_allowed = 3
    made.quiz.save()
    enrolment = join_course(learner=officer(), course=made.course)
    first = made.activities[0]
    record_progress(enrolment_id=enrolment.pk, activity=first, blocks=first.blocks[:2])
    sit(enrolment, made.quiz, well=False)
    decision = whats_missing(enrolment=enrolment)
    assert [item.percent for item in decision.requirements] == [50, 0, 0]
    assert decision.requirements[-1].attempts_left == 2
    assert not decision.is_complete


def test_a_completed_course_stays_complete_when_a_lesson_is_added():
    made = make_course(lessons=1)
    enrolment = join_course(learner=officer(), course=made.course)
    read_all(enrolment, made)
    sit(enrolment, made.quiz, well=True)
    made.activities[0].is_required = False
    made.activities[0].save()
    assert review_completion(enrolment_id=enrolment.pk) == CourseCompletion.objects.get()


@pytest.mark.parametrize("courses", [1, 5])
def test_what_is_missing_costs_the_same_for_one_course_and_many(courses, django_assert_num_queries):
    person = officer()
    enrolments = [join_course(learner=person, course=make_course(lessons=1).course) for _ in range(courses)]
    with django_assert_num_queries(4):
        whats_missing_in(enrolments=enrolments)
    Quiz.objects.update(attempts_allowed=2)
    with django_assert_num_queries(5):
        whats_missing_in(enrolments=enrolments)


def test_what_was_granted_counts_among_the_attempts_left():
    made = make_course(lessons=1)
    made.quiz.attempts_allowed = 1
    made.quiz.save()
    enrolment, other = (join_course(learner=officer(), course=made.course) for _ in range(2))

    def left():
        found = whats_missing_in(enrolments=[enrolment, other])
        return [found[item.pk].requirements[-1].attempts_left for item in (enrolment, other)]

    more = {"quiz": made.quiz, "by": manager(), "reason": "The line was down", "attempts": 2}
    assessment.grant_extension(enrolment_id=enrolment.pk, **more)
    assert left() == [3, 1]
    sit(enrolment, made.quiz, well=False)
    assert left() == [2, 1]


@pytest.mark.parametrize("policy", ["nothing", "score"])
def test_a_withheld_score_is_evidence_and_not_shown(policy):
    made = make_course(lessons=1)
    made.quiz.review_policy = policy
    made.quiz.save()
    enrolment = join_course(learner=officer(), course=made.course)
    sit(enrolment, made.quiz, well=True)
    requirement = whats_missing(enrolment=enrolment).requirements[-1]
    assert requirement.percent > 0
    assert requirement.shows_percent is (policy == "score")
    read_all(enrolment, made)
    assert CourseCompletion.objects.get().evidence[-1]["percent"] == requirement.percent
