"""What participants of a session did, from the records: what the rule of awards is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions

from . import rules
from .gathering import Facts

if TYPE_CHECKING:
    from courses.catalogue.models import Activity
    from enrolment.admissions.models import Participation
    from enrolment.programmes.models import ProgrammeSession, SessionModule

DECIDED_ON = ("enrolled", "withdrawn")
TO_ACTIVITY = "assignment__activity"


@dataclass(frozen=True)
class Record:
    """A participant of a session and what she did. ``waiting``: what is still to be graded in the required
    modules, by its code (``a12``, ``q3``, ``m7`` as in the gradebook; a module's own code where nobody has
    entered its mark). ``missing``: of the works that are not handed in those whose time is over."""

    participation: Participation
    achievement: rules.Achievement
    waiting: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """What modules and works are called in the language of now, by their codes: title and its language."""

    modules: Mapping[str, tuple[str, str]]
    works: Mapping[str, tuple[str, str]]


def regulation_of(session: ProgrammeSession) -> rules.Regulation:
    """What a session asks for a certificate and for honours."""
    to_pass = rules.Bar(
        final=session.pass_final,
        module=session.pass_module,
        all_handed_in=session.pass_handed_in,
        attendance=session.pass_attendance,
    )
    honours = rules.Bar(
        final=session.honours_final,
        module=session.honours_module,
        nothing_late=session.honours_nothing_late,
        nothing_resubmitted=session.honours_nothing_resubmitted,
        optional_modules=session.honours_optional,
    )
    return rules.Regulation(to_pass, honours if session.has_honours else None, session.decimals)


def achievements_of(session: ProgrammeSession) -> dict[Participation, rules.Achievement]:
    """Everybody who is in the session, or withdrew from it, with what she did there. Who moved to a later
    session is judged there."""
    return {record.participation: record.achievement for record in records_of(session)}


def records_of(session: ProgrammeSession) -> list[Record]:
    """The same with what is still to be graded, in the order of names. At most 18 queries, whatever the
    number of modules and participants."""
    return _records(_facts(session))


def named_records_of(session: ProgrammeSession) -> tuple[list[Record], Names]:
    """The same with what reasons about them name. One query more."""
    facts = _facts(session)
    return _records(facts), _names(session, facts.activities)


def names_of(session: ProgrammeSession) -> Names:
    """What reasons name. Three queries."""
    works = apps.get_model("programmes", "RunAssignment").objects.filter(run__session_module__session=session)
    activities = {f"a{work.pk}": work.assignment.activity for work in works.select_related(TO_ACTIVITY)}
    return _names(session, activities)


def _facts(session: ProgrammeSession) -> Facts:
    people = admissions.participants_of(session).filter(state__in=DECIDED_ON)
    return Facts(session, _modules(session), list(people.order_by("learner__search_name", "pk")))


def _records(facts: Facts) -> list[Record]:
    return [_record(facts, item) for item in facts.people]


def _record(facts: Facts, participation: Participation) -> Record:
    did = facts.achievement_of(participation)
    missing = facts.missing_for(participation, did.not_handed_in)
    return Record(participation, did, facts.waiting_for(participation), missing)


def _names(session: ProgrammeSession, activities: Mapping[str, Activity]) -> Names:
    language = get_language()
    entries = catalogue.entries_of({activity.pk for activity in activities.values()}, language)
    return Names(
        {module.code: (module.title, language) for module in _modules(session)},
        {code: _title(entries.get(activity.pk), activity) for code, activity in activities.items()},
    )


def _modules(session: ProgrammeSession) -> list[SessionModule]:
    """With run and scheme. They stay with ``session``, so that one page reads them once."""
    found = apps.get_model("programmes", "SessionModule").objects.select_related("run__scheme")
    prefetch_related_objects([session], Prefetch("modules", queryset=found))
    return list(session.modules.all())


def _title(entry, activity) -> tuple[str, str]:
    return (entry.title, entry.language) if entry else (activity.code.rpartition("/")[2], "")
