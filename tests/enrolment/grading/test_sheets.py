"""A sheet: what stands beside a marking, blind where it is marked blind; queues and loads of thousands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.lessons.models import BankComment
from enrolment.assessment.models import SubmittedFile
from enrolment.grading import api
from enrolment.grading.models import Annotation, Marking
from tests.factories import people
from tests.factories.tutoring import (
    finish,
    make_hand_in,
    make_marking,
    make_rubric,
    make_tutored_run,
    mark_all,
)

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "pass_percent": 10, "honours_percent": 90}


@pytest.fixture
def manager(db):
    return people.manager(administration="UG")


def make_file(hand_in, name="Awa Diop.pdf", *, is_scrubbed=True) -> SubmittedFile:
    made = SubmittedFile.objects.create(
        submission=hand_in.submission,
        name=name,
        kind="pdf",
        media_type="application/pdf",
        size=9,
        pages=2,
        digest=uuid4().hex,
        at=timezone.now(),
    )
    made.file.save("x", ContentFile(b"with name"))
    if is_scrubbed:
        made.blind.save("x", ContentFile(b"without"))
    made.hand_ins.add(hand_in)
    return made


def words_of(sheet) -> str:
    """Everything a page could say of it, but for the records that pages must not reach through."""
    parts = [sheet.code, *(file.name for file in sheet.files), repr(sheet.authors)]
    return " ".join(parts)


@pytest.mark.parametrize(
    ("is_blind", "who", "sees_names"),
    [
        (True, "tutor", False),
        (False, "tutor", True),
        (True, "manager", True),
        (True, "admin", True),
        (True, "manager who moderates", False),
        (True, "manager who may moderate", False),
    ],
)
def test_blind(is_blind, who, sees_names, manager):
    made = make_tutored_run(participants=1, is_blind=is_blind, sample_percent=0)
    marking = make_marking(made.work[0], made.enrolments[0])
    file = make_file(marking.hand_in)
    by = {"tutor": marking.tutor, "admin": people.admin()}.get(who, manager)
    if "moderate" in who:
        marking = make_marking(
            made.work[0],
            hand_in=marking.hand_in,
            tutor=manager if "moderates" in who else None,
            role="moderation",
        )
    sheet = api.sheet_of(by, marking.pk)
    assert sheet.is_blind != sees_names
    assert ("Awa Diop" in words_of(sheet)) == sees_names
    assert [item.person for item in sheet.authors] == ([made.enrolments[0].learner] if sees_names else [])
    [shown] = sheet.files
    assert shown.content.read() == (b"with name" if sees_names else b"without")
    assert shown.name == ("Awa Diop.pdf" if sees_names else f"{sheet.code}-1.pdf")
    found = api.file_for(by, file.pk)
    assert (found.name, found.content.read()) == (shown.name, b"with name" if sees_names else b"without")


def test_a_file_that_could_not_be_made_blind_is_kept_back():
    made = make_tutored_run(participants=1)
    marking = make_marking(made.work[0], made.enrolments[0])
    file = make_file(marking.hand_in, is_scrubbed=False)
    assert api.sheet_of(marking.tutor, marking.pk).files[0].content is None
    assert api.file_for(marking.tutor, file.pk).content is None


@pytest.mark.parametrize(
    "who", ["colleague", "of her administration", "officer", "coordinator", "author of it"]
)
def test_whose_file_it_is_not(who):
    made = make_tutored_run(participants=1, tutors=2)
    marking = make_marking(made.work[0], made.enrolments[0])
    file = make_file(marking.hand_in)
    here = made.enrolments[0].learner.administration.code
    by = {
        "colleague": made.tutors[1],
        "of her administration": people.tutor(administration=here),
        "officer": people.officer(),
        "coordinator": people.coordinator(administration=here),
        "author of it": made.enrolments[0].learner,
    }[who]
    assert api.file_for(by, file.pk) is None
    assert api.file_for(by, "x") is None


def test_what_stands_on_it(manager):
    made = make_tutored_run(participants=1, **ONCE)
    marking = make_marking(made.work[0], made.enrolments[0])
    BankComment.objects.create(
        assignment=made.work[0].assignment, criterion="criterion-2", code="own", text_en="Only here."
    )
    mark_all(marking, "partly")
    sheet = api.sheet_of(marking.tutor, marking.pk)
    assert [item.criterion.code for item in sheet.criteria] == ["criterion-1", "criterion-2"]
    assert [level.code for level in sheet.criteria[0].levels] == ["full", "partly", "missing"]
    assert [item.mark.level.code for item in sheet.criteria] == ["partly", "partly"]
    assert [item.code for item in sheet.bank] == ["example"]
    assert [item.code for item in sheet.criteria[1].bank] == ["own"]
    assert (sheet.total.points, sheet.most) == (12, 20)
    may = sheet.may
    assert (may.save, may.finish, may.reopen, may.hand_over, may.moderate) == (True, True, False, True, False)
    assert may.why_not_release == "not_finished"
    finish(marking, "partly")
    may = api.sheet_of(marking.tutor, marking.pk).may
    assert (may.save, may.finish, may.reopen, may.hand_over, may.why_not_release) == (
        False,
        False,
        True,
        False,
        "",
    )
    assert api.sheet_of(manager, marking.pk).may.moderate


def test_a_manager_sees_what_is_begun(manager):
    made = make_tutored_run(participants=1, tutors=2, sample_percent=100)
    marking = make_marking(made.work[0], made.enrolments[0])
    finish(marking, "partly")
    second = Marking.objects.get(role="second")
    mark_all(second)
    assert [item.marking for item in api.sheet_of(manager, marking.pk).others] == [second]
    assert [item.marking for item in api.sheet_of(manager, second.pk).others] == [marking]


# --- what is asked of the database --------------------------------------------------------------


def test_a_sheet_asks_the_same_however_much_is_on_it():
    counted = []
    for number in (1, 50):
        made = make_tutored_run(participants=1)
        make_rubric(made.work[0].assignment, criteria=number, version=2)
        marking = make_marking(made.work[0], made.enrolments[0])
        mark_all(marking)
        for place in range(number):
            make_file(marking.hand_in, f"{place}.pdf")
            Annotation.objects.create(
                marking=marking, start=0, end=1, comment=f"No. {place}", made_at=timezone.now()
            )
        tutor = type(marking.tutor).objects.get(pk=marking.tutor_id)
        with CaptureQueriesContext(connection) as queries:
            sheet = api.sheet_of(tutor, marking.pk)
            assert (len(sheet.files), len(sheet.annotations), len(sheet.criteria)) == (number,) * 3
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 26


def many_markings(made, number: int) -> None:
    """So many first markings: every second one is the first tutor's, every fifth finished."""
    now = timezone.now()
    rubric = made.work[0].assignment.rubric
    hand_in = make_hand_in(made.work[0], made.enrolments[0])
    Marking.objects.bulk_create(
        Marking(
            submission=hand_in.submission,
            hand_in=hand_in,
            attempt=place + 2,
            rubric=rubric,
            tutor=made.tutors[place % 2],
            made_at=now - timedelta(minutes=place),
            due_at=now + timedelta(days=place % 9 - 3),
            points=1 if place % 5 == 0 else None,
            finished_at=now if place % 5 == 0 else None,
        )
        for place in range(number)
    )


@pytest.mark.parametrize("number", [1, 5000])
def test_queues_and_loads_of_thousands(number, manager):
    made = make_tutored_run(participants=1, tutors=2)
    many_markings(made, number)
    tutor = made.tutors[0]
    tutor.roles  # noqa: B018 - a request asks for them once
    with CaptureQueriesContext(connection) as queries:
        page = list(api.queue_of(tutor)[:50])
        assert api.queue_of(tutor).count() == number - number // 2 - len(range(0, number, 10))
        assert [marking.submission.run_assignment.run.scheme.is_blind for marking in page] == [True] * len(
            page
        )
    assert len(queries) == 2
    assert page == sorted(page, key=lambda item: (item.due_at, item.made_at))
    with CaptureQueriesContext(connection) as queries:
        api.loads_of(made.run)
    assert len(queries) <= 6


def test_the_load_of_each_tutor():
    made = make_tutored_run(participants=3, tutors=2, assignments=2, turnaround_days=5, **ONCE)
    now = timezone.now()
    waiting = make_marking(made.work[0], made.enrolments[0], made_at=now - timedelta(days=9), due_at=now)
    begun = make_marking(made.work[0], made.enrolments[2])
    mark_all(begun)
    for days, work in ((4, made.work[1]), (2, made.work[1])):
        enrolment = made.enrolments[0 if days == 4 else 2]
        finish(make_marking(work, enrolment, made_at=now - timedelta(days=days)), "partly")
    loads = {load.tutor: load for load in api.loads_of(made.run)}
    load = loads[waiting.tutor]
    assert (load.participants, load.capacity, load.waiting, load.begun) == (2, 6, 1, 1)
    assert (load.overdue, load.finished, load.open, load.promised_days) == (1, 2, 2, 5)
    assert (load.oldest_at, round(load.median_days, 3)) == (waiting.made_at, 3)
    other = loads[made.tutors[1]]
    assert (other.participants, other.open, other.oldest_at, other.median_days) == (1, 0, None, None)


@pytest.mark.parametrize(
    ("away_from", "away_until", "is_away"),
    [
        (None, None, False),
        (-1, 1, True),
        (0, 0, True),
        (1, 2, False),
        (-3, -1, False),
        (-1, None, True),
        (None, 1, True),
    ],
)
def test_who_is_away(away_from, away_until, is_away):
    made = make_tutored_run(participants=0)
    today = timezone.now().date()
    terms = made.run.run_tutors.get()
    terms.away_from = None if away_from is None else today + timedelta(days=away_from)
    terms.away_until = None if away_until is None else today + timedelta(days=away_until)
    terms.save()
    assert [load.is_away for load in api.loads_of(made.run)] == [is_away]
