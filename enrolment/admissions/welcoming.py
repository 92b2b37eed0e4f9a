"""The letters of cohorts and seats: welcome when a cohort opens, and a seat after the waiting list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.foundation.zones import zone_named
from clikc.post import api as post
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from .models import Place
from .rules import days

if TYPE_CHECKING:
    from clikc.people.models import User

WELCOME, SEAT = "cohort-welcome", "seat-given"


@transaction.atomic
def welcome(*, cohort_id: int | None = None, person_ids: Iterable[int] | None = None) -> int:
    """Write down the welcome letters that are due; how many. Each is written once, whoever asks how often.

    Due: the cohort is open and its first day has begun where the member is, her account is open, and she
    has accepted her invitation, if she had one. So it is asked when people are added, when a cohort
    changes, when an invitation is accepted, and every hour.
    """
    now, written = timezone.now(), 0
    for members in programmes.members_to_welcome(cohort_id=cohort_id, person_ids=person_ids):
        due = [member for member in members if _has_begun(member, now)]
        post.post_many(
            post.NewLetter(f"{WELCOME}:{item.pk}", WELCOME, {"member": item.pk}, person_id=item.person_id)
            for item in due
        )
        programmes.note_welcomed([item.pk for item in due])
        written += len(due)
    return written


def _has_begun(member, now) -> bool:
    opens_on = member.cohort.opens_on
    return opens_on is None or opens_on <= days.today_in(zone_named(member.person.time_zone), now)


def write_welcome(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is welcomed into a cohort that is closed by now, or that she has left."""
    members = apps.get_model("programmes", "CohortMember").objects.current().select_related("cohort")
    member = members.filter(pk=facts["member"], person=person, cohort__closed_at__isnull=True).first()
    if member is None:
        return None
    cohort, language = member.cohort, person.preferred_language
    items = list(cohort.courses.all())
    waits = waiting_courses(person.pk, [item.run_id for item in items if item.run_id])
    context = {
        "cohort": cohort,
        "courses": _titles([item.course_id for item in items if item.course_id not in waits], language),
        "waiting": _titles([item.course_id for item in items if item.course_id in waits], language),
        "desk": public(reverse("desk")),
    }
    return post.Draft(gettext("Your courses are waiting for you"), "admissions/mail/welcome", context)


def read_welcome(*, facts: programmes.CohortFacts, language: str) -> str:
    """The welcome letter of a cohort that is being put together, as an officer of that language reads it."""
    with translation.override(language):
        context = {
            "cohort": facts,
            "courses": _titles(facts.course_ids, language),
            "desk": public(reverse("desk")),
            "site_name": settings.SITE_NAME,
            "home": public(f"/{language}/"),
        }
        return render_to_string("admissions/mail/welcome.txt", context)


def write_seat(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told of a seat that she has given up meanwhile."""
    place = Place.objects.seated().filter(pk=facts["place"], learner=person).select_related("run").first()
    if place is None:
        return None
    context = {
        "courses": _titles([place.run.course_id], person.preferred_language),
        "run": place.run,
        "desk": public(reverse("desk")),
    }
    return post.Draft(gettext("You have a seat"), "admissions/mail/seat", context)


def waiting_courses(person_id: int, run_ids: Sequence[int]) -> set[int]:
    """The courses somebody waits for in these runs. One query."""
    found = Place.objects.waiting().filter(learner=person_id, run__in=run_ids).order_by()
    return set(found.values_list("run__course", flat=True))


def _titles(course_ids: Sequence[int], language: str) -> list:
    titles = catalogue.titles_of(course_ids, language)
    return [titles[pk] for pk in course_ids if pk in titles]
