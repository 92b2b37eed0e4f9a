"""What is written to somebody at risk: a text that names the reason, in her language, to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import get_language, gettext, ngettext

from clikc.foundation.zones import zone_named
from courses.catalogue import api as catalogue
from enrolment.advising import api as advising
from enrolment.assessment import api as assessment
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.lateness import last_moment

from .reading import ParticipantStanding, Sight, WorkStanding, standing_of
from .rules import Why, WorkState
from .words import day_said

if TYPE_CHECKING:
    from clikc.people.models import User

# So many works are named.
MOST_NAMED = 8
NOT_THERE = (WorkState.MISSED, WorkState.OVERDUE)


def begin_conversation(conversation: advising.Conversation, reader: User) -> advising.Beginning | None:
    """The text that is ready in the conversation with somebody at risk, as ``reader`` may know it. None where
    she is not at risk (any more)."""
    item = standing_of(conversation.run, reader, conversation.enrolment.pk)
    if item is None or not item.is_at_risk:
        return None
    language, own = item.person.preferred_language, get_language()
    same = "" if language == own else text_for(item, language=own)
    return advising.Beginning(language=language, text=text_for(item, language=language), in_own_words=same)


def text_for(item: ParticipantStanding, *, language: str, line: str = "") -> str:
    """The whole text in a language, its days where the participant is; ``line`` stands in it as it is. One
    query."""
    missing = [work for work in item.works if work.state in NOT_THERE]
    with translation.override(language), timezone.override(zone_named(item.person.time_zone)):
        said = [_said(reason.code, reason.facts, item, missing) for reason in item.reasons]
        parts = [
            gettext("Hello %(name)s,") % {"name": item.person.get_short_name()},
            *said,
            line.strip(),
            gettext("Is something in the way? Answer here, and we shall look for a way together."),
        ]
    return "\n\n".join(filter(None, parts))


def _said(code: Why, facts, item: ParticipantStanding, missing: Sequence[WorkStanding]) -> str:
    if code == Why.MISSED and item.sight == Sight.BLIND:
        # Whoever marks by code reads the text too, and is not to know of which works it is true.
        return gettext("Several works in “%(run)s” were due and have not been handed in.") % {
            "run": item.run.name
        }
    if code == Why.MISSED:
        return _works_said(missing)
    if code == Why.FALLING:
        return gettext("Your last results in “%(run)s” have gone down, one after the other.") % {
            "run": item.run.name
        }
    return ngettext(
        "I have seen no sign of you in “%(run)s” for %(days)d day.",
        "I have seen no sign of you in “%(run)s” for %(days)d days.",
        facts["days"],
    ) % {"run": item.run.name, "days": facts["days"]}


def _works_said(missing: Sequence[WorkStanding]) -> str:
    titles = catalogue.entries_of([item.work.assignment.activity_id for item in missing], get_language())
    lines = [_work_said(item, titles) for item in missing[:MOST_NAMED]]
    if len(missing) > MOST_NAMED:
        lines.append("– …")
    head = ngettext(
        "This work was due and has not been handed in:",
        "These works were due and have not been handed in:",
        len(missing),
    )
    return "\n".join([head, *lines])


def _work_said(item: WorkStanding, titles) -> str:
    activity = item.work.assignment.activity
    entry = titles.get(activity.pk)
    named = {
        "title": entry.title if entry else activity.code.rpartition("/")[2],
        "day": day_said(item.due_at),
    }
    until = last_moment(item.due_at, assessment.late_rule(programmes.scheme_of(item.work.run)))
    if item.state == WorkState.MISSED:
        return gettext("– %(title)s, due on %(day)s") % named
    if until is None:
        return gettext("– %(title)s, due on %(day)s: it is still taken") % named
    return gettext("– %(title)s, due on %(day)s: it is still taken until %(until)s") % {
        **named,
        "until": day_said(until),
    }
