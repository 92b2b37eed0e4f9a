"""People who look like one: told apart, or merged after a look at what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.foundation.lists import page_of, searched
from courses.catalogue import api as catalogue
from enrolment.membership import api as membership

from ..members.finding import Filter, as_id, matching, members_of
from ..members.person import member_or_404
from ..workspace import coordinator_page
from .sides import couples_of, sides_of

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

SIZE = 20
# Of those told apart, the last; of those found for "merge with", the first.
SHOWN = 10

REFUSALS = {
    membership.Refusal.ONE: gettext_lazy("This is one account."),
    membership.Refusal.OWN: gettext_lazy("Your own account is merged by an administrator, not by yourself."),
    membership.Refusal.ELSEWHERE: gettext_lazy("These two are not both officers of this administration."),
    membership.Refusal.MERGED: gettext_lazy("One of these accounts was merged already."),
    membership.Refusal.CLOSED: gettext_lazy(
        "The account that stays is deactivated. Open it first, or keep the other."
    ),
    membership.Refusal.ROLE: gettext_lazy(
        "The account that would be closed holds a role. An administrator has to end it first."
    ),
    membership.Refusal.UNUSED: gettext_lazy(
        "Nobody has ever signed in with the account that would stay. Keep the other."
    ),
}


@coordinator_page
@require_safe
def duplicates(request, administration):
    """Who may be one person, the likeliest first; with ``?with=`` whom somebody is to be merged with."""
    if asked := as_id(request.GET.get("with", "")):
        return _merge_with(request, administration, member_or_404(administration, int(asked)))
    page = page_of(request, membership.find_duplicates(administration=administration), SIZE)
    apart = membership.two_people_in(request.user, administration=administration)
    context = {
        "administration": administration,
        "section": "duplicates",
        "page": page,
        "couples": couples_of(administration, page),
        "apart": list(apart[:SHOWN]),
    }
    return render(request, "coordination/duplicates/duplicates.html", context)


def _merge_with(request, administration: Administration, person: User):
    wanted = Filter.of({"q": searched(request)})
    found = []
    if wanted.q:
        others = matching(administration, wanted).exclude(pk=person.pk).order_by("search_name", "pk")
        ids = list(others.values_list("pk", flat=True)[:SHOWN])
        sides = sides_of(administration, ids)
        found = [sides[pk] for pk in ids if pk in sides]
    context = {
        "administration": administration,
        "section": "duplicates",
        "person": person,
        "wanted": wanted,
        "found": found,
    }
    return render(request, "coordination/duplicates/with.html", context)


@coordinator_page
@require_POST
def apart(request, administration, one, other):
    """These are two people."""
    if one == other:
        raise Http404
    people = [member_or_404(administration, pk) for pk in (one, other)]
    membership.say_two_people(people=people, by=request.user)
    messages.success(request, _("Noted: two people. They are no longer shown here."))
    return redirect("coordination_duplicates", code=administration.code)


@coordinator_page
@require_POST
def together(request, administration, pk):
    """They may be one after all."""
    found = membership.two_people_in(request.user, administration=administration)
    membership.take_back_two_people(said=get_object_or_404(found, pk=pk), by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("coordination_duplicates", code=administration.code)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, administration, one, other):
    """What merging these two does, and the confirmation of exactly that."""
    if one == other or not all(as_id(str(pk)) for pk in (one, other)):
        raise Http404
    sides = sides_of(administration, [one, other])
    if len(sides) < 2:
        return _gone(request, administration, one, other)
    kept, dropped = _which_stays(sides, request)
    if request.method == "POST":
        return _merge(request, administration, kept.person, dropped.person)
    preview = membership.preview_merge(kept=kept.person, dropped=dropped.person, by=request.user)
    context = {
        "administration": administration,
        "section": "duplicates",
        "kept": kept,
        "dropped": dropped,
        "preview": preview,
        "refusal": REFUSALS.get(preview.refusal),
        "courses": _named(preview.contents.get("courses", ())),
        "both": _named(preview.contents.get("both", ())),
        "can_swap": bool(kept.person.last_login) == bool(dropped.person.last_login) or preview.refusal,
    }
    return render(request, "coordination/duplicates/merge.html", context)


def _which_stays(sides: dict, request) -> tuple:
    """The one that was chosen; else the one she signs in with, and signed in with last."""
    asked = request.POST.get("kept") or request.GET.get("kept", "")
    chosen = next((pk for pk in sides if str(pk) == asked), None)
    if chosen is None:
        chosen = max(sides, key=lambda pk: _use(sides[pk].person))
    [other] = [pk for pk in sides if pk != chosen]
    return sides[chosen], sides[other]


def _use(person: User) -> tuple:
    used = person.last_login.timestamp() if person.last_login else 0
    return person.is_active, used, -person.pk


def _merge(request, administration: Administration, kept: User, dropped: User):
    seen = request.POST.get("seen", "")
    try:
        membership.merge_accounts(kept=kept, dropped=dropped, by=request.user, seen=seen)
    except membership.ChangedMeanwhile:
        messages.warning(request, _("Something has changed meanwhile. Please look again before you confirm."))
    except membership.MergeRefused as refused:
        messages.error(request, REFUSALS[refused.reason])
    else:
        messages.success(request, _("The two accounts are one now."))
        return redirect("coordination_person", code=administration.code, pk=kept.pk)
    again = redirect("coordination_merge", code=administration.code, one=kept.pk, other=dropped.pk)
    again["Location"] += f"?kept={kept.pk}"
    return again


def _gone(request, administration: Administration, one: int, other: int):
    """Who confirms after somebody else did is shown the result; anybody else is unknown."""
    here = members_of(administration).filter(pk__in=[one, other])
    merged = here.filter(merged_from__in=[one, other]).first()
    if merged is None:
        raise Http404
    messages.info(request, _("These two accounts were merged already."))
    return redirect("coordination_person", code=administration.code, pk=merged.pk)


def _named(course_ids) -> list[tuple[str, str]]:
    """Titles of courses with their language, in the reader's if there are; a code has none. Two queries."""
    titles = catalogue.titles_of(list(course_ids), get_language())
    courses = apps.get_model("catalogue", "Course").objects.in_bulk(course_ids)
    found = [(titles.get(pk), course) for pk, course in courses.items()]
    return [(entry.title, entry.language) if entry else (course.code, "") for entry, course in found]
