"""The page of a session that closes: everybody's marks and award, what other lines would change, what comes
next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from clikc.jobs import api as jobs
from enrolment.certificates import api as certificates, rules
from enrolment.certificates.api import Said

from ..running.door import session_page
from .forms import AWARDS, LinesForm
from .marks import plot_of

if TYPE_CHECKING:
    from enrolment.certificates.achievements import Names, Record
    from enrolment.certificates.models import AwardDecision
    from enrolment.programmes.models import ProgrammeSession

WORDS = dict(AWARDS)


@dataclass(frozen=True)
class Line:
    """A participant with what the rule says now, and the decision where there is one."""

    record: Record
    by_rule: rules.Decision
    decision: AwardDecision | None
    why: Sequence[Said]

    @property
    def award(self) -> str:
        return self.decision.award if self.decision else str(self.by_rule.award)

    @property
    def award_words(self) -> object:
        return WORDS[self.award]

    @property
    def ruled(self) -> str:
        """What the rule said of it, which the reasons are about."""
        return self.decision.by_rule if self.decision else str(self.by_rule.award)

    @property
    def ruled_words(self) -> object:
        return WORDS[self.ruled]

    @property
    def ruled_now_words(self) -> object:
        return WORDS[self.by_rule.award]

    @property
    def is_stale(self) -> bool:
        return self.decision is not None and certificates.is_stale(self.decision, self.by_rule)

    @property
    def final(self):
        return self.decision.final if self.decision else self.by_rule.final

    @property
    def is_confirmed(self) -> bool:
        return self.decision is not None and self.decision.confirmed_at is not None


@session_page
@require_safe
def closing(request, session):
    """As many queries for 60 participants as for one."""
    lines, _names = named_lines_of(session)
    regulation = certificates.regulation_of(session)
    asked = request.GET if {"to_pass", "honours"} & set(request.GET) else None
    form = LinesForm(asked, has_honours=regulation.honours is not None)
    tried = _tried(form, regulation)
    context = {
        "session": session,
        "modules": list(session.modules.all()),
        "lines": lines,
        "form": form,
        "counts": _counts(lines, regulation, tried),
        "is_tried": tried is not None,
        "asks_attendance": regulation.to_pass.attendance is not None,
        "marks": plot_of([line.final for line in lines], tried or regulation),
        "asks_for_marks": regulation.asks_for_marks,
    } | _next(request, session, lines, regulation)
    return render(request, "secretariat/closing/closing.html", context)


def named_lines_of(session: ProgrammeSession) -> tuple[list[Line], Names]:
    """Everybody, and what reasons about them name."""
    regulation = certificates.regulation_of(session)
    records, names = certificates.named_records_of(session)
    decided = {item.participation_id: item for item in certificates.decisions_of(session)}
    found = []
    for record in records:
        said = rules.classify_award(record.achievement, regulation)
        decision = decided.get(record.participation.pk)
        reasons = certificates.reasons_of(decision) if decision else said.reasons
        award = rules.Award(decision.by_rule if decision else said.award)
        missed = [item for item in reasons if not item.is_met and item.award == _above(award)]
        found.append(Line(record, said, decision, certificates.said(missed, names)))
    return found, names


def _above(award: rules.Award) -> rules.Award | None:
    """The next class, of which the reasons say what was missing."""
    return {rules.Award.NONE: rules.Award.PASS, rules.Award.PASS: rules.Award.HONOURS}.get(award)


def _tried(form: LinesForm, regulation: rules.Regulation) -> rules.Regulation | None:
    """The regulation with the lines that are asked for; None where none is."""
    if not form.is_bound or not form.is_valid():
        return None
    to_pass, honours = form.cleaned_data["to_pass"], form.cleaned_data.get("honours")
    own = regulation.honours.final if regulation.honours else None
    return rules.with_lines(
        regulation,
        to_pass=regulation.to_pass.final if to_pass is None else to_pass,
        honours=own if honours is None else honours,
    )


def _counts(lines: Sequence[Line], regulation: rules.Regulation, tried) -> list[dict]:
    """Each class of award: by the rule as it stands, with the lines that are tried, and as it is decided."""
    achievements = [line.record.achievement for line in lines]
    now = rules.count_awards(achievements, regulation)
    then = rules.count_awards(achievements, tried) if tried else now
    decided = Counter(line.award for line in lines)
    return [
        {
            "words": WORDS[award.value],
            "now": now[award],
            "then": then[award],
            "decided": decided[award.value],
        }
        for award in rules.Award
        if award != rules.Award.HONOURS or regulation.honours or decided[award.value]
    ]


def _next(request, session: ProgrammeSession, lines: Sequence[Line], regulation) -> Mapping[str, object]:
    """What can be done now, and by whom."""
    decisions = [line.decision for line in lines if line.decision]
    waiting = [item for item in decisions if item.confirmed_at is None]
    confirmed = [item for item in decisions if item.confirmed_at is not None]
    own = [item for item in waiting if item.proposed_by_id == request.user.pk]
    issued = [item for item in confirmed if getattr(item, "certificate", None)]
    to_issue = sum(item.award != "none" for item in confirmed)
    jobs_there = jobs.Job.objects.visible_to(request.user).filter(kind=certificates.SESSION_CERTIFICATES)
    job = jobs_there.filter(payload__session=session.pk).order_by("-created_at").first()
    return {
        "open_grades": certificates.open_grades([line.record for line in lines], regulation),
        "waiting": waiting,
        "waits_for_another": len(own),
        "to_confirm": len(waiting) - len(own),
        "stale": [line for line in lines if line.is_stale],
        "digest": certificates.digest_of(waiting),
        "confirmed": confirmed,
        "issued": len(issued),
        "to_issue": to_issue,
        "undecided": len(lines) - len(decisions),
        "is_all_confirmed": bool(lines) and len(confirmed) == len(lines),
        "job": job,
        "is_told": len(issued) == to_issue and _is_told(job, confirmed, to_issue),
    }


def _is_told(job: jobs.Job | None, confirmed: Sequence[AwardDecision], to_issue: int) -> bool:
    """Whether nobody is left to be told: a letter goes out with each certificate, and a job that is done has
    been at everybody."""
    if job is None:
        return to_issue == len(confirmed)
    told = (job.result or {}).get("told", 0)
    return job.state == jobs.Job.State.DONE and told >= len(confirmed)
