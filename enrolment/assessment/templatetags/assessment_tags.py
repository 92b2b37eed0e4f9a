"""The learner's part of a quiz page, which itself knows nothing of learners; and moments in two zones."""

from __future__ import annotations

from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext

from clikc.foundation.spoken import city_in
from clikc.people.time_zones import UTC_NAME
from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions
from enrolment.assessment import api

register = template.Library()


@register.inclusion_tag("assessment/standing.html", takes_context=True)
def quiz_standing(context, page) -> dict:
    """Own attempts at the quiz of ``page``, and the button that starts or goes on, or why there is none.

    At most three queries when the page has put its ``facts`` into the context.
    """
    request = context["request"]
    facts = context.get("facts") or quizzes.facts_of(page.activity_id)
    if facts is None:
        return {"standing": None}
    quiz = facts.quiz
    enrolment = admissions.enrolment_of(learner=request.user, course_id=quiz.activity.course_id)
    standing = api.standing_of(enrolment=enrolment, quiz=quiz, questions=facts.questions)
    return {
        "activity_id": page.activity_id,
        "quiz": standing.quiz or quiz,
        "standing": standing,
        "shows_score": api.shows_score(quiz),
        "is_extended": standing.terms != standing.usual,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def moment(value: datetime, zone: str = ""):
    """A moment in the reader's zone, and in the zone it was meant in where clocks there differ."""
    own = timezone.get_current_timezone()
    said = _in_zone(value, own)
    meant = ZoneInfo(zone) if zone else own
    if value.astimezone(meant).utcoffset() == value.astimezone(own).utcoffset():
        return said
    return format_html("{} · {}", said, _in_zone(value, meant))


@register.simple_tag
def moment_text(value: datetime, zone: str = "") -> str:
    """The same as plain text, for letters."""
    return unescape(strip_tags(moment(value, zone)))


@register.simple_tag
def wall_clock(value: datetime, zone: str):
    """What a clock in a zone shows at a moment, no zone named: of what is meant on each one's own clock."""
    there = value.astimezone(ZoneInfo(zone))
    words = formats.date_format(there, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', f"{there:%Y-%m-%dT%H:%M}", words)


def _in_zone(value: datetime, zone):
    there = value.astimezone(zone)
    name = getattr(zone, "key", UTC_NAME)
    where = name if name == UTC_NAME else gettext("%(city)s time") % {"city": city_in(name)}
    words = formats.date_format(there, "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}">{}</time> (<bdi>{}</bdi>)', there.isoformat(timespec="minutes"), words, where
    )


@register.filter
def is_past(value: datetime) -> bool:
    """Whether a moment is over."""
    return value <= timezone.now()


@register.filter
def minutes_left(seconds: int) -> int:
    """Whole minutes of a time that is left, rounded up."""
    return -(-seconds // 60)


@register.filter
def signed(value: int) -> str:
    """A difference with its sign: ``+12``, ``−3``, ``0``."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{formats.number_format(abs(value))}"
