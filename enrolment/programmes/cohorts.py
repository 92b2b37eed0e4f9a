"""Cohorts as records: what one is, who is in it, what was changed. Who is enrolled is decided later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from clikc.people import api as people_api

from .models import Cohort, CohortChange, CohortCourse, CohortMember
from .signals import cohort_changed

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

BATCH = 500
# The day begins first in Kiritimati, 14 hours before it begins in UTC.
FIRST_ZONE = timedelta(hours=14)
COLUMNS = ("name", "language", "opens_on", "due_on", "welcome", "tutor_id")


@dataclass(frozen=True)
class CohortFacts:
    """What a cohort is, but for its people. ``runs``: course id → course run id, where one is taken."""

    name: str
    course_ids: tuple[int, ...]
    language: str = ""
    opens_on: date | None = None
    due_on: date | None = None
    welcome: str = ""
    tutor_id: int | None = None
    runs: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rewritten:
    """What changing a cohort came to: the courses (with run, if any) that came and went, and every fact
    that is other now: name → (before, after)."""

    cohort: Cohort
    added: tuple[CohortCourse, ...] = ()
    removed: tuple[CohortCourse, ...] = ()
    changed: Mapping[str, list] = field(default_factory=dict)


class ChangedMeanwhile(Exception):
    """Somebody else changed the cohort since its facts were looked at."""

    def __init__(self, cohort: Cohort, changes: Sequence[CohortChange]):
        super().__init__(cohort.pk)
        self.cohort, self.changes = cohort, changes


def facts_of(cohort: Cohort) -> CohortFacts:
    """What a cohort is now. One query."""
    courses = list(cohort.courses.all())
    return CohortFacts(
        course_ids=tuple(item.course_id for item in courses),
        runs={item.course_id: item.run_id for item in courses if item.run_id},
        **{name: getattr(cohort, name) for name in COLUMNS},
    )


def facts_as_data(facts: CohortFacts) -> dict:
    """Facts as JSON: ids, texts, days as ``2027-06-30``."""
    data = asdict(facts) | {"course_ids": list(facts.course_ids)}
    data |= {name: data[name] and data[name].isoformat() for name in ("opens_on", "due_on")}
    return data | {"runs": {str(course): run for course, run in facts.runs.items()}}


def facts_from_data(data: Mapping) -> CohortFacts:
    """Facts from what ``facts_as_data`` made."""
    days = {name: date.fromisoformat(data[name]) if data[name] else None for name in ("opens_on", "due_on")}
    runs = {int(course): run for course, run in data["runs"].items()}
    return CohortFacts(**{**data, **days, "runs": runs, "course_ids": tuple(data["course_ids"])})


@transaction.atomic
def make_cohort(
    *,
    administration: Administration,
    facts: CohortFacts,
    by: User | None,
    cloned_from: Cohort | None = None,
) -> Cohort:
    """A cohort without people."""
    cohort = Cohort.objects.create(
        administration=administration,
        cloned_from=cloned_from,
        made_by=by,
        made_at=timezone.now(),
        **{name: getattr(facts, name) for name in COLUMNS},
    )
    _add_courses(cohort, facts, facts.course_ids)
    return cohort


def _add_courses(cohort: Cohort, facts: CohortFacts, course_ids: Iterable[int]) -> list[CohortCourse]:
    places = {course: position for position, course in enumerate(facts.course_ids)}
    return CohortCourse.objects.bulk_create(
        CohortCourse(cohort=cohort, course_id=course, run_id=facts.runs.get(course), position=places[course])
        for course in course_ids
    )


def lock_cohort(pk: int) -> Cohort:
    """The cohort, locked until the end of the transaction."""
    return (
        Cohort.objects.select_for_update(of=("self",), no_key=True)
        .select_related("administration")
        .get(pk=pk)
    )


@transaction.atomic
def rewrite_cohort(
    *, cohort: Cohort, facts: CohortFacts, by: User | None, seen: int | None = None
) -> Rewritten:
    """Make a cohort what ``facts`` say. A course that stays keeps its run.

    ``seen`` is the version that was looked at: raises ChangedMeanwhile where there is a later one, unless
    it says the same. Where nothing is other, nothing is written.
    """
    cohort = lock_cohort(cohort.pk)
    courses = {item.course_id: item for item in cohort.courses.select_related("run")}
    kept = {course: item.run_id for course, item in courses.items() if item.run_id}
    facts = replace(facts, runs={course: run for course, run in {**facts.runs, **kept}.items() if run})
    before, after = facts_as_data(facts_of(cohort)), facts_as_data(facts)
    after["runs"] = {key: run for key, run in after["runs"].items() if int(key) in facts.course_ids}
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if not changed:
        return Rewritten(cohort)
    if seen is not None and seen != cohort.version:
        raise ChangedMeanwhile(cohort, changes_since(cohort, seen))
    removed = [item for course, item in courses.items() if course not in facts.course_ids]
    CohortCourse.objects.filter(pk__in=[item.pk for item in removed]).delete()
    added = _add_courses(cohort, facts, [pk for pk in facts.course_ids if pk not in courses])
    for name in COLUMNS:
        setattr(cohort, name, getattr(facts, name))
    _note(cohort, CohortChange.Kind.CHANGED, by, changed)
    return Rewritten(cohort, tuple(added), tuple(removed), changed)


@transaction.atomic
def set_closed(*, cohort: Cohort, is_closed: bool, by: User | None) -> Cohort | None:
    """Close a cohort, or open it again; None where it is so already."""
    cohort = lock_cohort(cohort.pk)
    if cohort.is_open != is_closed:
        return None
    cohort.closed_at, cohort.closed_by = (timezone.now(), by) if is_closed else (None, None)
    kinds = CohortChange.Kind
    _note(cohort, kinds.CLOSED if is_closed else kinds.REOPENED, by, {})
    return cohort


def _note(cohort: Cohort, kind: str, by: User | None, changed: Mapping) -> None:
    cohort.version += 1
    cohort.save()
    CohortChange.objects.create(
        cohort=cohort,
        kind=kind,
        version=cohort.version,
        by=by,
        role=people_api.role_in(by, cohort.administration_id),
        changed=dict(changed),
        at=timezone.now(),
    )


def changes_since(cohort: Cohort, version: int) -> list[CohortChange]:
    """What was changed after a version, oldest first. One query."""
    found = cohort.changes.filter(version__gt=version).select_related("by")
    return list(found.order_by("version"))


@transaction.atomic
def add_members(*, cohort: Cohort, people: Iterable[User], by: User | None) -> list[CohortMember]:
    """Put people into a cohort; who is in stays, who had left comes back. The ones that are new in it.

    Constant number of queries for every 500.
    """
    wanted = {person.pk: person for person in people}
    now, new = timezone.now(), []
    for ids in _batches(list(wanted)):
        there = {item.person_id: item for item in cohort.members.filter(person__in=ids)}
        back = [item for item in there.values() if item.left_at is not None]
        CohortMember.objects.filter(pk__in=[item.pk for item in back]).update(
            left_at=None, joined_at=now, added_by=by
        )
        first = [
            CohortMember(cohort=cohort, person=wanted[pk], joined_at=now, added_by=by)
            for pk in ids
            if pk not in there
        ]
        new += [*back, *CohortMember.objects.bulk_create(first, ignore_conflicts=True)]
    return new


@transaction.atomic
def remove_members(*, cohort: Cohort, person_ids: Iterable[int]) -> set[int]:
    """Take people out of a cohort; the ids of those who were in it."""
    current = cohort.members.current()
    wanted, gone = list(person_ids), set()
    for ids in _batches(wanted):
        found = set(current.filter(person__in=ids).values_list("person", flat=True))
        current.filter(person__in=found).update(left_at=timezone.now())
        gone |= found
    return gone


def cohorts_seen_by(user, *, administration_id: int) -> QuerySet[Cohort]:
    """The cohorts of an administration that ``user`` may see."""
    return Cohort.objects.visible_to(user).filter(administration=administration_id)


def members_seen_by(user, *, cohort: Cohort) -> QuerySet[CohortMember]:
    """The people now in a cohort whom ``user`` may see."""
    return CohortMember.objects.visible_to(user).current().filter(cohort=cohort)


def member_counts(cohort_ids: Iterable[int]) -> dict[int, int]:
    """Cohort id → people in it now who are still of its administration. One query."""
    here = Q(person__administration=F("cohort__administration"))
    rows = CohortMember.objects.current().filter(here, cohort__in=list(cohort_ids)).order_by()
    return dict(rows.values_list("cohort").annotate(number=Count("pk")))


def memberships_of(person_ids: Iterable[int], *, administration_id: int) -> list[CohortMember]:
    """The open cohorts of an administration that these people are in, with the cohort. One query."""
    current = CohortMember.objects.current().filter(person__in=list(person_ids))
    ours = current.filter(cohort__administration=administration_id, cohort__closed_at__isnull=True)
    return list(ours.select_related("cohort"))


def people_in_run(run_id: int, *, besides: Cohort) -> set[int]:
    """Who is in a run for an open cohort other than this one. One query."""
    current = CohortMember.objects.current().exclude(cohort=besides).order_by()
    found = current.filter(cohort__closed_at__isnull=True, cohort__courses__run=run_id)
    return set(found.values_list("person", flat=True))


def members_to_welcome(
    *, cohort_id: int | None = None, person_ids: Iterable[int] | None = None
) -> Iterator[list[CohortMember]]:
    """Members who have no welcome letter yet and could have one, with person and cohort, 500 at a time.

    The cohort is open and its first day has begun somewhere on earth; the account is open, of the
    cohort's administration, and no invitation of it waits to be accepted.
    """
    invited = apps.get_model("membership", "Invitation").objects.open().values("person")
    first_day = (timezone.now() + FIRST_ZONE).date()
    found = CohortMember.objects.current().filter(
        Q(cohort__opens_on__isnull=True) | Q(cohort__opens_on__lte=first_day),
        welcomed_at__isnull=True,
        cohort__closed_at__isnull=True,
        person__is_active=True,
        person__administration=F("cohort__administration"),
    )
    found = found.exclude(person__in=invited).select_related("person", "cohort").order_by("pk")
    if cohort_id is not None:
        found = found.filter(cohort=cohort_id)
    if person_ids is None:
        ids = list(found.values_list("pk", flat=True))
        return (list(found.filter(pk__in=some)) for some in _batches(ids))
    return (list(found.filter(person__in=some)) for some in _batches(list(person_ids)))


def note_welcomed(member_ids: Sequence[int]) -> None:
    """Their welcome letters are written down."""
    CohortMember.objects.filter(pk__in=member_ids).update(welcomed_at=timezone.now())


def open_cohorts_of(administration_id: int) -> list[Cohort]:
    """The cohorts of an administration that are open, newest first. One query."""
    return list(Cohort.objects.open().filter(administration=administration_id))


def announce(cohort: Cohort) -> None:
    """Tell that dates, members, courses or state of a cohort are other now."""
    cohort_changed.send(Cohort, cohort=cohort)


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def people_in_cohorts(*, administration_id: int) -> QuerySet:
    """The ids of people who are in an open cohort of an administration: for a condition."""
    ours = CohortMember.objects.current().filter(
        cohort__administration=administration_id, cohort__closed_at__isnull=True
    )
    return ours.order_by().values("person")
