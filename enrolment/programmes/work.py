"""What a course run asks to be handed in, by when, and how it is graded; its tutors and teams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people

from .models import (
    CourseRun,
    GradingFacts,
    GradingScheme,
    RunAssignment,
    RunQuiz,
    RunTutor,
    SessionModule,
    Team,
    TeamMember,
)
from .runs import lock_run

if TYPE_CHECKING:
    from clikc.people.models import User

FACTS_COLUMNS = tuple(field.name for field in GradingFacts._meta.local_fields)
SCHEME_COLUMNS = tuple(
    field.name for field in GradingScheme._meta.concrete_fields if field.name not in {"id", "run"}
)
SCHEME_CHANGED = "scheme_changed"
DEEDS = {SCHEME_CHANGED: _("How work is taken and graded in “%(run)s” was changed: %(changed)s.")}
TUTOR_COLUMNS = ("capacity", "languages", "away_from", "away_until")


def scheme_of(run: CourseRun) -> GradingScheme:
    """How the work of a run is graded; where nobody has said it, our own proposal, not saved.

    One query, none where the run was loaded with its scheme.
    """
    return run.scheme if hasattr(run, "scheme") else GradingScheme(run=run)


@transaction.atomic
def set_scheme(*, run: CourseRun, facts: Mapping[str, object], by: User | None) -> GradingScheme:
    """Make the scheme of a run what ``facts`` (columns of GradingScheme) say. What was handed in or released
    before keeps what held then. What is another figure now is kept in the record.

    Raises Django's ValidationError where a figure is out of its bounds, and changes nothing.
    """
    lock_run(run.pk)
    scheme = GradingScheme.objects.filter(run=run).first() or GradingScheme(run=run)
    before = _figures(scheme)
    for name in SCHEME_COLUMNS:
        if name in facts:
            setattr(scheme, name, facts[name])
    scheme.clean_fields(exclude={"id", "run", "moderator"})
    scheme.save()
    changed = {name: (before[name], now) for name, now in _figures(scheme).items() if now != before[name]}
    if changed:
        said = "; ".join(f"{name} {was} → {now}" for name, (was, now) in changed.items())
        people.record(what=SCHEME_CHANGED, by=by, facts={"run": run.name, "changed": said})
    return scheme


def _figures(scheme: GradingScheme) -> dict[str, object]:
    """The columns of a scheme by their names, in no language: who moderates is an id."""
    return {name: getattr(scheme, GradingScheme._meta.get_field(name).attname) for name in SCHEME_COLUMNS}


def work_of_runs(run_ids: Iterable[int]) -> QuerySet[RunAssignment]:
    """What is to be handed in in these runs, the earliest due first, with run, scheme, assignment and
    activity. One query."""
    found = RunAssignment.objects.filter(run__in=list(run_ids))
    return found.select_related("run__scheme", "assignment__activity")


def assignments_in_runs() -> QuerySet[RunAssignment]:
    """What is asked in every run, with run, its course and scheme, assignment and activity."""
    return RunAssignment.objects.select_related("run__course", "run__scheme", "assignment__activity")


def quizzes_in_runs() -> QuerySet[RunQuiz]:
    """When quizzes can be sat in every run that says so, with the run."""
    return RunQuiz.objects.select_related("run")


@transaction.atomic
def set_zone(*, run: CourseRun, time_zone: str) -> None:
    """Mean the times of a run in another zone. Moments that were set stay what they are."""
    lock_run(run.pk)
    CourseRun.objects.filter(pk=run.pk).update(time_zone=time_zone)


@transaction.atomic
def set_due(
    *, run: CourseRun, assignment_id: int, due_at: datetime, opens_at: datetime | None = None
) -> RunAssignment:
    """Say when an assignment of the run's course is due there. Safe to call twice."""
    lock_run(run.pk)
    there, _is_new = RunAssignment.objects.update_or_create(
        run=run, assignment_id=assignment_id, defaults={"due_at": due_at, "opens_at": opens_at}
    )
    return there


def run_tutors_of(run: CourseRun) -> list[RunTutor]:
    """The tutors of a run, with their accounts. One query."""
    return list(RunTutor.objects.filter(run=run).select_related("tutor__administration"))


def runs_tutored_by(tutor: User) -> list[RunTutor]:
    """Her terms in each run she is a tutor of, with run and scheme; what is closed comes last. One query."""
    found = RunTutor.objects.filter(tutor=tutor).select_related("run__scheme", "run__course")
    return sorted(found, key=lambda terms: (terms.run.closed_at is not None, terms.run.name, terms.pk))


@transaction.atomic
def say_away(
    *,
    terms_id: int,
    tutor: User,
    away_from: date | None,
    away_until: date | None,
    in_session: bool = False,
) -> RunTutor | None:
    """Let a tutor say herself from when to when she is away; None and None: she is there. ``in_session``: in
    every run she tutors of the session that the run belongs to. Safe to call twice.

    None where she is no tutor of that run (any more): then nothing is changed.
    """
    meant = Q(pk=terms_id)
    if in_session:
        here = SessionModule.objects.filter(run__run_tutors=terms_id).values("session")
        meant |= Q(run__session_module__session__in=here)
    own = RunTutor.objects.select_for_update(of=("self",), no_key=True).filter(meant, tutor=tutor)
    found = {terms.pk: terms for terms in own.order_by("pk")}
    if terms_id not in found:
        return None
    for terms in found.values():
        terms.away_from, terms.away_until = away_from, away_until
    RunTutor.objects.bulk_update(found.values(), ["away_from", "away_until"])
    return found[terms_id]


@transaction.atomic
def set_run_tutor(*, run: CourseRun, tutor: User, **terms) -> RunTutor:
    """Make somebody a tutor of a run, or change her terms: ``capacity``, ``languages``, ``away_from``,
    ``away_until``. Safe to call twice. Raises Django's ValidationError where ``capacity`` is out of its
    bounds."""
    if "capacity" in terms:
        RunTutor._meta.get_field("capacity").clean(terms["capacity"], None)
    known = {name: terms[name] for name in TUTOR_COLUMNS if name in terms}
    there, _is_new = RunTutor.objects.update_or_create(run=run, tutor=tutor, defaults=known)
    return there


@transaction.atomic
def remove_run_tutor(*, run: CourseRun, tutor: User) -> None:
    """Somebody is no tutor of a run any more. What becomes of her participants and markings is decided in
    grading (``end_run_tutor``). Safe to call twice."""
    RunTutor.objects.filter(run=run, tutor=tutor).delete()


class TeamExists(Exception):
    """There is a team of this name in the run."""


@transaction.atomic
def make_team(*, run: CourseRun, name: str) -> Team:
    """A team without members. Raises TeamExists."""
    team, is_new = Team.objects.get_or_create(run=run, name=name)
    if not is_new:
        raise TeamExists
    return team


def team_members_of(run: CourseRun) -> dict[int, int]:
    """Person id → team id, of everybody who is in a team of the run now. One query."""
    return dict(TeamMember.objects.current().filter(run=run).values_list("person", "team"))


def teams_of(run: CourseRun) -> list[Team]:
    """The teams of a run. One query."""
    return list(run.teams.all())


@transaction.atomic
def put_into_team(*, run: CourseRun, team: Team | None, person: User) -> None:
    """Somebody is in this team from now on, and in no other of the run; None: in none. Safe to call twice."""
    lock_run(run.pk)
    held = TeamMember.objects.current().filter(run=run, person=person)
    if team is not None and held.filter(team=team).exists():
        return
    now = timezone.now()
    held.update(left_at=now)
    if team is not None:
        TeamMember.objects.create(run=run, team=team, person=person, joined_at=now)


def team_in(*, run_id: int, person: User) -> Team | None:
    """The team somebody is in now. One query."""
    held = TeamMember.objects.current().filter(run=run_id, person=person).select_related("team").first()
    return held.team if held else None


def teams_by_run(*, run_ids: Iterable[int], person: User) -> dict[int, tuple[Team, set[int]]]:
    """Run id → the team somebody is in there now, and the ids of all who are in it. One query."""
    beside_her = {"team__members__person": person, "team__members__left_at__isnull": True}
    held = TeamMember.objects.current().filter(run__in=list(run_ids), **beside_her)
    found: dict[int, tuple[Team, set[int]]] = {}
    for item in held.select_related("team").order_by():
        found.setdefault(item.run_id, (item.team, set()))[1].add(item.person_id)
    return found
