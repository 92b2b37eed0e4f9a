"""The closing report of sessions: what became of them, in numbers; for page, files and command."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps

from enrolment.admissions import api as admissions
from enrolment.surveys import api as surveys

from .awarding import days_of
from .figures import Figures, figures_of

if TYPE_CHECKING:
    from enrolment.programmes.models import ProgrammeSession

# Genders of fewer are not said, here as in every report.
FEWEST = 5


@dataclass(frozen=True)
class ReportLine:
    """A session, or all of them. ``regions``: code → participants; ``gender``: as in the account, "" where
    none is given → participants, None where so few are not said; ``hours`` of study a participant;
    ``satisfaction`` None of fewer than five answers. ``session`` None: the total, whose days are the first
    and the last."""

    figures: Figures
    regions: Mapping[str, int]
    gender: Mapping[str, int | None]
    hours: int
    satisfaction: surveys.Satisfaction | None
    session: ProgrammeSession | None = None
    days: tuple[date, date] | None = None

    @property
    def name(self) -> str:
        return self.session.name if self.session else ""

    def as_data(self) -> dict:
        """For programs."""
        figures, said = self.figures, self.satisfaction
        return {
            "participants": figures.participants,
            "administrations": figures.administrations,
            "regions": dict(self.regions),
            "gender": dict(self.gender),
            "certified": figures.certified,
            "with_honours": figures.with_honours,
            "withdrawn": figures.withdrawn,
            "hours": self.hours,
            "satisfaction": said and {"answers": said.answers, "mean": float(said.mean)},
        }


@dataclass(frozen=True)
class SessionReport:
    total: ReportLine
    sessions: tuple[ReportLine, ...]
    region_names: Mapping[str, str]

    def as_data(self) -> dict:
        """``{"total": {…}, "sessions": [{"session": "VCOA 4", "starts_on": …, "ends_on": …, …}, …]}``."""
        return {
            "total": self.total.as_data(),
            "sessions": [
                {
                    "session": line.name,
                    "number": line.session.number,
                    "language": line.session.language,
                    "starts_on": line.days[0].isoformat(),
                    "ends_on": line.days[1].isoformat(),
                }
                | line.as_data()
                for line in self.sessions
            ],
        }


def session_report(sessions: Sequence[ProgrammeSession]) -> SessionReport:
    """The report of at least one session, the earliest first, named in the language of now. Four queries,
    whatever their number, where the sessions have their closed days."""
    sessions = sorted(sessions, key=lambda session: (session.starts_on, session.number))
    ids = [session.pk for session in sessions]
    figures, satisfaction = figures_of(ids), surveys.satisfaction_with(ids)
    regions, genders, names = _people(ids)
    hidden = hidden_groups(genders.values())
    lines = tuple(
        ReportLine(
            figures=figures.sessions[session.pk],
            regions=_in_order(regions[session.pk]),
            gender=_said(genders[session.pk], hidden),
            hours=session.hours or 0,
            satisfaction=satisfaction.sessions[session.pk],
            session=session,
            days=days_of(session),
        )
        for session in sessions
    )
    total = ReportLine(
        figures=figures.total,
        regions=_in_order(sum(regions.values(), Counter())),
        gender=_said(sum(genders.values(), Counter()), hidden),
        hours=sum(line.hours for line in lines),
        satisfaction=satisfaction.total,
        days=(lines[0].days[0], max(line.days[1] for line in lines)),
    )
    return SessionReport(total, lines, names)


def sessions_named(code: str) -> list[ProgrammeSession]:
    """The sessions of a programme by its code, large or small. One query."""
    found = apps.get_model("programmes", "ProgrammeSession").objects.filter(programme__code__iexact=code)
    return list(found.select_related("programme").prefetch_related("closed_days").order_by("number"))


def hidden_groups(counts: Collection[Counter]) -> frozenset[str]:
    """The groups that are said nowhere: those that are few in some session; and where that is one alone, the
    next smallest too, because it could be worked out from the rest."""
    hidden = {group for counted in counts for group, number in counted.items() if 0 < number < FEWEST}
    rest = {group: number for group, number in sum(counts, Counter()).items() if group not in hidden}
    if len(hidden) == 1 and rest:
        hidden.add(min(rest, key=lambda group: (rest[group], group)))
    return frozenset(hidden)


def _people(ids: Sequence[int]) -> tuple[dict[int, Counter], dict[int, Counter], dict[str, str]]:
    """Session id → participants by region and by gender; and code of a region → its name. One query."""
    regions, genders, names = defaultdict(Counter), defaultdict(Counter), {}
    for pk in ids:
        regions[pk], genders[pk] = Counter(), Counter()
    people = admissions.participations_in(ids).select_related("administration__region", "learner")
    for item in people.order_by():
        region = item.administration.region
        names[region.code] = str(region)
        regions[item.session_id][region.code] += 1
        genders[item.session_id][item.learner.gender] += 1
    return regions, genders, names


def _in_order(counted: Counter) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _said(counted: Counter, hidden: Collection[str]) -> dict[str, int | None]:
    return {group: None if group in hidden else number for group, number in sorted(counted.items())}
