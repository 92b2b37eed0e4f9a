"""The tutored run of the demo: as the verbs leave it, in every state, and once."""

import re
from collections import Counter, defaultdict

import pytest
from django.db import transaction
from django.utils import timezone

from clikc.people.models import User
from clikc.post.models import Letter, Outcome
from enrolment.advising.models import Message
from enrolment.assessment.models import HandIn, Submission
from enrolment.demo import load
from enrolment.demo.tutored.load import load_tutored_run
from enrolment.following.risk.reading import participants_at_risk
from enrolment.grading import api as grading
from enrolment.grading.models import Annotation, GradeEntry, Marking, Tutorship
from enrolment.programmes.models import CourseRun

COURSE = "risk-management"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load.load_course(next(folder for folder in load.course_folders() if folder.name == COURSE))
        load.load_people()
        assert load_tutored_run() == 47
        yield
        transaction.set_rollback(True)


@pytest.fixture
def run(built, db) -> CourseRun:
    return CourseRun.objects.get(tutors__email="tutor@clikc.example")


def states(run) -> Counter:
    works = Submission.objects.filter(run_assignment__run=run, handed_in_at__isnull=False)
    return Counter(
        str(item.state) for item in grading.standings_of(works.values_list("pk", flat=True)).values()
    )


def test_42_participants_and_ten_tutors_none_of_her_own_administration(run):
    held = Tutorship.objects.current().filter(run=run).select_related("enrolment__learner", "tutor")
    assert len(held) == run.places.seated().count() == 42
    assert run.tutors.count() == len({item.tutor_id for item in held}) == 10
    assert not [
        item for item in held if item.tutor.administration_id == item.enrolment.learner.administration_id
    ]


def test_work_is_there_in_every_state(run):
    assert set(states(run)) == {"waiting", "begun", "second", "disputed", "ready", "released"}
    assert HandIn.objects.filter(attempt=2).exists()
    assert HandIn.objects.filter(late_days__gt=0).exists()
    assert GradeEntry.objects.filter(kind="override").exclude(reason="").exists()


@pytest.mark.parametrize("email", ["tutor@clikc.example", "tutora@clikc.example"])
def test_who_signs_in_as_a_tutor_has_an_evening_of_work(run, email):
    assert grading.queue_of(User.objects.get(email=email)).count() >= 4


def test_some_are_at_risk_and_most_are_not(run):
    at_risk = participants_at_risk(run, User.objects.get(email="manager@clikc.example"))
    assert 2 <= len(at_risk) <= 15


def test_nothing_is_dated_later_than_now(run):
    now = timezone.now()
    for model, name in ((HandIn, "at"), (Marking, "saved_at"), (GradeEntry, "at"), (Message, "at")):
        assert not model.objects.filter(**{f"{name}__gt": now}).exists()


def test_released_works_have_comments_at_places_of_every_kind(run):
    released = GradeEntry.objects.filter(kind="marked").values("submission")
    said = Annotation.objects.filter(marking__submission__in=released)
    assert said.filter(file=None, start__isnull=False).count() >= 10
    assert said.filter(file__kind="pdf", page=2).exists()
    for comment in said.filter(start__isnull=False).select_related("file", "marking__hand_in"):
        plain = (comment.file or comment.marking.hand_in).plain
        assert plain[comment.start : comment.end] == comment.quote
    assert said.filter(file__kind="docx", quote__contains="from one to five").exists()


@pytest.mark.parametrize(
    ("email", "kinds"),
    [("officer", {None, "pdf"}), ("muwazzaf", {None, "docx"}), ("funcionaria", {None, "pdf"})],
)
def test_who_signs_in_as_a_participant_finds_comments_beside_her_work(run, email, kinds):
    person = User.objects.get(email=f"{email}@clikc.example")
    said = Annotation.objects.filter(marking__submission__in=Submission.objects.of(person))
    assert set(said.values_list("file__kind", flat=True)) == kinds


def test_each_asks_in_her_own_language_and_is_answered_in_one_she_reads(run):
    asked = defaultdict(list)
    for message in Message.objects.filter(thread__run=run).select_related("thread__enrolment__learner"):
        asked[message.thread.enrolment.learner.preferred_language].append(message.text)
    assert asked.keys() == {"ar", "en", "es", "fr"}
    assert re.search("[؀-ۿ]", asked["ar"][0])
    assert asked["es"] == ["¿Puedo entregar el mapa del puesto como fotografía?"]
    assert asked["fr"][0].startswith("Puis-je")
    answers = {language: texts[1] for language, texts in asked.items() if texts[1:]}
    assert answers.keys() == {"ar", "en", "fr"}


def test_nobody_is_written_to(run):
    assert not Letter.objects.filter(outcome=Outcome.WAITING).exists()


def test_the_second_time_nothing_is_added(run):
    before = (User.objects.count(), HandIn.objects.count(), Marking.objects.count())
    assert load_tutored_run() == 0
    assert (User.objects.count(), HandIn.objects.count(), Marking.objects.count()) == before
