"""What is known of participants of course runs: signs of life, works and grades, a query for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.apps import apps
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.grading.rules.rounding import round_half_up
from enrolment.programmes import api as programmes

GRADED, EXCUSED = grading.GradeEntry.State.GRADED, grading.GradeEntry.State.EXCUSED

# What a participant does, as moments of her own: name → model, its moment, the way to who did it where.
# That an activity is done is noted for her when a tutor releases a grade; so lessons alone count there.
SIGNS = {
    "seen_in_lesson": (
        "progress.ActivityProgress",
        F("last_seen_at"),
        {"enrolment": "pk"},
        {"activity__kind": "lesson"},
    ),
    "seen_in_test": (
        "assessment.Attempt",
        Coalesce("submitted_at", "started_at"),
        {"enrolment": "pk"},
        {},
    ),
    "seen_in_draft": (
        "assessment.Submission",
        F("draft_saved_at"),
        {"draft_by": "learner", "run_assignment__run": "run_id"},
        {},
    ),
    "seen_with_file": (
        "assessment.SubmittedFile",
        F("at"),
        {"by": "learner", "submission__run_assignment__run": "run_id"},
        {},
    ),
    "seen_handing_in": (
        "assessment.HandIn",
        F("at"),
        {"by": "learner", "submission__run_assignment__run": "run_id"},
        {},
    ),
    "seen_writing": (
        "advising.Message",
        F("at"),
        {"by": "learner", "thread__enrolment": "pk", "thread__run": "run_id"},
        {},
    ),
}


def with_signs(participants: QuerySet) -> QuerySet:
    """Participants (``admissions.participants_in``) with each sign of life, ``seated_at``, ``finished_at``
    and ``tutored_by`` (an id)."""
    seats = apps.get_model("admissions", "Place").objects.seated()
    mine = seats.filter(learner=OuterRef("learner"), run=OuterRef("run_id"))
    held = apps.get_model("grading", "Tutorship").objects.current()
    hers = held.filter(enrolment=OuterRef("pk"), run=OuterRef("run_id"))
    return participants.select_related("course").annotate(
        **{name: _latest(*sign) for name, sign in SIGNS.items()},
        seated_at=Subquery(mine.values("seated_at")[:1]),
        finished_at=F("completion__completed_at"),
        tutored_by=Subquery(hers.values("tutor")[:1]),
    )


def _latest(label: str, moment, way: Mapping[str, str], only: Mapping[str, str]) -> Subquery:
    here = {field: OuterRef(value) for field, value in way.items()}
    rows = apps.get_model(label).objects.filter(**here, **only).order_by()
    first = next(iter(way))
    return Subquery(rows.values(first).annotate(latest=Max(moment)).values("latest"))


def last_seen_of(participant) -> datetime | None:
    """When one of ``with_signs`` was seen last; signing in counts, wherever she went then."""
    signs = [getattr(participant, name) for name in SIGNS]
    return max(filter(None, [*signs, participant.learner.last_login]), default=None)


@dataclass(frozen=True)
class HandedIn:
    at: datetime
    late_days: int


@dataclass(frozen=True)
class Works:
    """What is asked of participants, and what came of it. Keys are (id of the run's assignment, enrolment
    id); ``teams``: (run id, person id) → team id."""

    by_run: Mapping[int, Sequence] = field(default_factory=dict)
    due: Mapping[tuple[int, UUID], datetime] = field(default_factory=dict)
    handed_in: Mapping[tuple[int, UUID], HandedIn] = field(default_factory=dict)
    teams: Mapping[tuple[int, int], int] = field(default_factory=dict)


def works_of(run_ids: Iterable[int], participants: Sequence) -> Works:
    """Four queries, two where no work is a team's."""
    works = list(programmes.work_of_runs(run_ids))
    by_run = defaultdict(list)
    for work in works:
        by_run[work.run_id].append(work)
    teams = _teams(works)
    zones = {item.pk: item.learner.time_zone for item in participants}
    own = assessment.due_times(works, zones, zones=zones)
    return Works(
        by_run=by_run,
        due=own | _due_in_teams(works, participants, teams, own),
        handed_in=_handed_in(works, participants, teams),
        teams=teams,
    )


def _teams(works: Sequence) -> dict[tuple[int, int], int]:
    shared = {work.run_id for work in works if work.assignment.is_group}
    if not shared:
        return {}
    held = apps.get_model("programmes", "TeamMember").objects.current().filter(run__in=shared)
    return {(run, person): team for run, person, team in held.values_list("run", "person", "team")}


def _due_in_teams(works, participants, teams, own) -> dict[tuple[int, UUID], datetime]:
    """In a team the latest time of its members holds for all of them, whoever looks after the others. One
    query where there are teams."""
    shared = [work for work in works if work.assignment.is_group and teams]
    if not shared:
        return {}
    granted: dict[tuple[int, UUID], tuple] = {}
    rows = apps.get_model("assessment", "DueExtension").objects.filter(run_assignment__in=shared)
    for work, run, enrolment, person, due_at in rows.order_by("pk").values_list(
        "run_assignment", "run_assignment__run", "enrolment", "enrolment__learner", "due_at"
    ):
        granted[work, enrolment] = (teams.get((run, person)), due_at)
    latest: dict[tuple[int, int | None], datetime] = {}
    for (work, _enrolment), (team, due_at) in granted.items():
        latest[work, team] = max(latest.get((work, team), due_at), due_at)
    return {
        (work.pk, item.pk): max(own[work.pk, item.pk], latest.get((work.pk, team), own[work.pk, item.pk]))
        for work in shared
        for item in participants
        if (team := teams.get((work.run_id, item.learner_id)))
    }


def _handed_in(works, participants, teams) -> dict[tuple[int, UUID], HandedIn]:
    newest = apps.get_model("assessment", "HandIn").objects.filter(submission=OuterRef("pk"))
    late = Subquery(newest.order_by("-number").values("late_days")[:1])
    submissions = apps.get_model("assessment", "Submission").objects.handed_in()
    rows = submissions.filter(run_assignment__in=[work.pk for work in works]).annotate(late_days=late)
    found: dict[tuple, HandedIn] = {}
    for work_id, enrolment_id, team, at, late_days in rows.values_list(
        "run_assignment", "enrolment", "team", "handed_in_at", "late_days"
    ):
        found[work_id, team or enrolment_id] = HandedIn(at, late_days or 0)
    keys = {
        (work.pk, item.pk): teams.get((work.run_id, item.learner_id)) if work.assignment.is_group else item.pk
        for work in works
        for item in participants
        if item.run_id == work.run_id
    }
    return {(pk, who): found[pk, whose] for (pk, who), whose in keys.items() if (pk, whose) in found}


@dataclass(frozen=True)
class Grades:
    """Of participants in their runs. ``graded`` and ``excused``: (id of the run's assignment, enrolment id);
    ``scores``: (run id, enrolment id) → per cent as the participant knows them, in the order in which the
    works were handed in first: released together, they are of one moment; ``quizzes``: (run id, enrolment
    id) → quiz id → state, of every quiz that is graded or excused, by whatever way."""

    graded: frozenset[tuple[int, UUID]] = frozenset()
    excused: frozenset[tuple[int, UUID]] = frozenset()
    scores: Mapping[tuple[int, UUID], tuple[Decimal, ...]] = field(default_factory=dict)
    quizzes: Mapping[tuple[int, UUID], Mapping[int, str]] = field(default_factory=dict)


def grades_of(run_ids: Sequence[int], participants: Sequence) -> Grades:
    """One query."""
    last, since = {}, {}
    for row in _entries(run_ids, participants):
        key = (row["item"], row["enrolment"])
        last[key] = row
        since.setdefault(key, row["work_at"])
    of_works = [row for row in last.values() if row["item__run_assignment"]]
    return Grades(
        graded=_with_state(of_works, GRADED),
        excused=_with_state(of_works, EXCUSED),
        scores=_scores(last, since),
        quizzes=_quizzes(last.values()),
    )


def _entries(run_ids: Sequence[int], participants: Sequence) -> QuerySet:
    found = grading.GradeEntry.objects.filter(
        item__category__run__in=run_ids, enrolment__in=[item.pk for item in participants]
    )
    found = found.annotate(work_at=Coalesce("marking__hand_in__at", "at"))
    return found.order_by("number").values(
        "item",
        "enrolment",
        "item__run_assignment",
        "item__quiz",
        "item__category__run",
        "item__category__run__scheme__decimals",
        "item__most",
        "state",
        "points",
        "work_at",
    )


def _with_state(rows: Iterable[Mapping], state: str) -> frozenset[tuple[int, UUID]]:
    return frozenset((row["item__run_assignment"], row["enrolment"]) for row in rows if row["state"] == state)


def _quizzes(rows: Iterable[Mapping]) -> dict[tuple[int, UUID], dict[int, str]]:
    found: dict[tuple[int, UUID], dict[int, str]] = defaultdict(dict)
    for row in rows:
        if row["item__quiz"] and row["state"] in (GRADED, EXCUSED):
            found[row["item__category__run"], row["enrolment"]][row["item__quiz"]] = row["state"]
    return found


def _scores(last: Mapping, since: Mapping) -> dict[tuple[int, UUID], tuple[Decimal, ...]]:
    scores = defaultdict(list)
    for key in sorted(last, key=lambda key: (since[key], key[0])):
        row = last[key]
        if row["state"] == GRADED:
            percent = Fraction(row["points"]) * 100 / Fraction(row["item__most"])
            decimals = row["item__category__run__scheme__decimals"]
            scores[row["item__category__run"], row["enrolment"]].append(
                round_half_up(percent, 1 if decimals is None else decimals)
            )
    return {key: tuple(found) for key, found in scores.items()}
