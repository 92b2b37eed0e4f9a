"""Tutored course runs: participants of several administrations, tutors, assignments with rubrics, work.

Records alone, made directly, so that a test of one verb does not depend on the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from django.utils import timezone

from clikc.people.models import User
from courses.catalogue.models import Activity, ActivityKind, Course
from courses.lessons.models import Assignment, BankComment, Criterion, Level, Rubric
from enrolment.admissions.models import Enrolment, Place
from enrolment.assessment.models import HandIn, Submission
from enrolment.grading import api as grading
from enrolment.grading.models import Marking, Tutorship
from enrolment.programmes.models import CourseRun, GradingScheme, RunAssignment, RunTutor
from tests.factories import people
from tests.factories.courses import make_subject

_numbers = count(1)
COUNTRIES = ("KE", "SN", "JO", "PE", "ET", "FR", "MX", "GH")
TEXT = "<p>Control and facilitation support each other: resources go where the risk is high.</p>"


@dataclass
class TutoredRun:
    """A run of a course with who is in it. ``work[n]`` is its n-th assignment in the run."""

    run: CourseRun
    course: Course
    scheme: GradingScheme
    work: list[RunAssignment] = field(default_factory=list)
    tutors: list[User] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)


def make_assignment(course: Course, *, module: str = "module-1", criteria: int = 2, **facts) -> Assignment:
    """An assignment with a rubric of so many criteria of 10 points: levels of 10, 6 and 0."""
    number = next(_numbers)
    activity = Activity.objects.create(
        id=uuid4(),
        course=course,
        kind=ActivityKind.ASSIGNMENT,
        code=f"{module}/assignment-{number}",
        position=100 + number,
        minutes=60,
        is_required=False,
    )
    assignment = Assignment.objects.create(activity=activity, **facts)
    make_rubric(assignment, criteria=criteria)
    BankComment.objects.create(
        assignment=assignment, code="example", text_en="Give an example.", text_es="Dé un ejemplo."
    )
    return assignment


def make_rubric(
    assignment: Assignment, *, criteria: int = 2, kind: str = "rubric", version: int = 1
) -> Rubric:
    rubric = Rubric.objects.create(assignment=assignment, version=version, kind=kind)
    for place in range(criteria):
        criterion = Criterion.objects.create(
            rubric=rubric,
            code=f"criterion-{place + 1}",
            position=place,
            most=Decimal(10),
            title_en=f"Criterion {place + 1}",
            title_es=f"Criterio {place + 1}",
            title_ar=f"المعيار {place + 1}",
        )
        for code, points in (("full", 10), ("partly", 6), ("missing", 0)):
            Level.objects.create(
                criterion=criterion, code=code, points=points, title_en=code.title(), title_es=f"{code} (es)"
            )
    return rubric


def make_tutored_run(
    *,
    participants: int = 2,
    tutors: int = 1,
    assignments: int = 1,
    course: Course | None = None,
    due_at: datetime | None = None,
    administrations: tuple[str, ...] = COUNTRIES,
    is_allocated: bool = True,
    **scheme,
) -> TutoredRun:
    """A run whose participants have seats. Tutors come from no administration that participants come from
    (Uganda, Benin, …); allocated, they share the participants in turn. ``scheme``: columns of GradingScheme.
    """
    number = next(_numbers)
    course = course or Course.objects.create(
        code=f"tutored-{number}", source_language="en", subject=make_subject()
    )
    run = CourseRun.objects.create(course=course, name=f"Run {number}", time_zone="Europe/Brussels")
    made = TutoredRun(run, course, GradingScheme.objects.create(run=run, **scheme))
    due = due_at or timezone.now() + timedelta(days=7)
    for place in range(assignments):
        assignment = make_assignment(course)
        made.work.append(
            RunAssignment.objects.create(
                run=run, assignment=assignment, due_at=due + timedelta(days=7 * place)
            )
        )
    for _place in range(tutors):
        tutor = people.tutor(administration="UG")
        RunTutor.objects.create(run=run, tutor=tutor, capacity=max(participants, 6))
        made.tutors.append(tutor)
    for place in range(participants):
        made.enrolments.append(
            add_participant(made, administration=administrations[place % len(administrations)])
        )
    if is_allocated and tutors:
        for place, enrolment in enumerate(made.enrolments):
            tutored_by(made, enrolment, made.tutors[place % tutors])
    return made


def add_participant(made: TutoredRun, *, learner: User | None = None, **facts) -> Enrolment:
    """Somebody with a seat in the run, enrolled in its course."""
    learner = learner or people.officer(**facts)
    now = timezone.now()
    enrolment = Enrolment.objects.create(learner=learner, course=made.course, enrolled_at=now)
    seat = Place.objects.filter(run=made.run).count() + 1
    Place.objects.create(run=made.run, learner=learner, seat=seat, queued_at=now, seated_at=now)
    return enrolment


def tutored_by(made: TutoredRun, enrolment: Enrolment, tutor: User) -> Tutorship:
    return Tutorship.objects.create(run=made.run, enrolment=enrolment, tutor=tutor, began_at=timezone.now())


def make_hand_in(
    work: RunAssignment,
    enrolment: Enrolment | None = None,
    *,
    team=None,
    text: str = TEXT,
    plain: str = "",
    at: datetime | None = None,
    **facts,
) -> HandIn:
    """A work as handed in, without anything that follows from it."""
    at = at or timezone.now()
    submission, _is_new = Submission.objects.get_or_create(
        run_assignment=work, enrolment=enrolment, team=team
    )
    submission.draft, submission.handed_in_at = text, at
    submission.save()
    plain = plain or text.replace("<p>", "").replace("</p>", "\n")
    return HandIn.objects.create(
        submission=submission,
        number=submission.hand_ins.count() + 1,
        text=text,
        plain=plain,
        words=len(plain.split()),
        statement="This is my own work.",
        due_at=work.due_at,
        by=enrolment.learner if enrolment else None,
        at=at,
        **facts,
    )


def make_marking(
    work: RunAssignment, enrolment: Enrolment | None = None, *, tutor: User | None = None, **facts
) -> Marking:
    """A first marking of a work that is handed in now; the participant's own tutor's where none is named.

    ``facts``: ``hand_in``, ``role`` and other columns of Marking.
    """
    hand_in = facts.pop("hand_in", None) or make_hand_in(work, enrolment, team=facts.pop("team", None))
    if tutor is None:
        held = Tutorship.objects.filter(run=work.run, enrolment=enrolment, ended_at=None).first()
        tutor = held.tutor if held else None
    now = timezone.now()
    columns = {"made_at": now, "due_at": now + timedelta(days=7), "attempt": hand_in.attempt} | facts
    return Marking.objects.create(
        submission=hand_in.submission,
        hand_in=hand_in,
        rubric=work.assignment.rubric,
        tutor=tutor,
        **columns,
    )


def mark_all(marking: Marking, level: str = "full") -> None:
    """Each criterion at the level of this code, saved by whoever marks it (``save_piece``)."""
    for criterion in marking.rubric.criteria.all():
        chosen = criterion.levels.get(code=level)
        grading.save_piece(
            marking_id=marking.pk,
            by=marking.tutor,
            piece=f"criterion:{criterion.pk}",
            value={"level": chosen.pk, "points": None, "comment": ""},
            base=version_of(marking),
        )


def finish(marking: Marking, level: str = "full") -> Marking:
    """Mark it all at one level and finish it."""
    mark_all(marking, level)
    return grading.finish_marking(marking_id=marking.pk, by=marking.tutor, base=version_of(marking))


def version_of(marking: Marking) -> int:
    """As it is in the database now."""
    return Marking.objects.values_list("version", flat=True).get(pk=marking.pk)
