"""The learner's own pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.grading import api as grading
from enrolment.membership import api as membership
from enrolment.progress import api as progress

from .applications.shown import own_applications
from .desk import desk_of
from .held import held_by
from .sessions.on_desk import sessions_on_desk
from .work.shown import tasks_in


@require_GET
@login_required
@never_cache
def desk(request):
    """Continue where I stopped; my sessions and applications; what is due; what is missing; what is finished;
    whether my administration knows me; what waits for me where I coordinate, and to be marked."""
    held = held_by(request.user)
    tasks = tasks_in(held)
    context = {
        "desk": desk_of(held),
        "tasks": tasks,
        "sessions": sessions_on_desk(request.user, tasks),
        "applications": own_applications(request.user),
        "standing": membership.standing_of(request.user),
        "waiting": membership.waiting_for(request.user),
        "to_mark": grading.number_to_mark(request.user),
    }
    return render(request, "classroom/desk.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def join(request, code):
    """Join an open course. A link that was opened (after signing in, say) asks first."""
    course = catalogue.open_course(code)
    if course is None:
        raise Http404
    entry = _title(course)
    if request.method == "GET":
        return render(request, "classroom/join.html", {"course": course, "entry": entry})
    was_in = admissions.enrolment_of(learner=request.user, course_id=course.pk)
    admissions.join_course(learner=request.user, course=course)
    if was_in is None or not was_in.is_active:
        messages.success(request, _("You have joined the course. Everything you read is kept from now on."))
    return redirect(_next(request) or _first_lesson(course) or entry.url)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def leave(request, code):
    """Leave a course, after a page that says what stays."""
    course = catalogue.course_by_code(code)
    enrolment = admissions.enrolment_of(learner=request.user, course_id=course.pk) if course else None
    if enrolment is None:
        raise Http404
    entry = _title(course)
    if request.method == "GET":
        return render(request, "classroom/leave.html", {"course": course, "entry": entry})
    admissions.leave_course(enrolment=enrolment, by=request.user)
    messages.success(
        request, _("You have left the course. Your record is kept; come back whenever you like.")
    )
    return redirect("desk")


@require_POST
@login_required
def give_up_place(request, pk):
    """Stop waiting for a seat."""
    place = admissions.own_place(request.user, pk)
    if place is None:
        raise Http404
    admissions.leave_places(run=place.run, people=[request.user], only_waiting=True)
    messages.success(request, _("You do not wait for a seat any more."))
    return redirect("desk")


@require_POST
@login_required
def lesson_read(request, key):
    """ "I have read this": every block counts, then on to the next thing. Works without JavaScript."""
    activity = catalogue.lesson_by_key(key)
    enrolment = (
        admissions.enrolment_of(learner=request.user, course_id=activity.course_id) if activity else None
    )
    if enrolment is None or not enrolment.is_under_way:
        raise Http404
    progress.record_progress(
        enrolment_id=enrolment.pk, activity=activity, language=get_language(), is_all=True
    )
    outline = catalogue.outline_of(enrolment.course, get_language())
    _before, after = outline.neighbours(activity.pk)
    return redirect(after.url if after else outline.course.url)


def _title(course):
    entry = catalogue.titles_of([course.pk], get_language()).get(course.pk)
    if entry is None:
        raise Http404
    return entry


def _first_lesson(course) -> str | None:
    activities = catalogue.outline_of(course, get_language()).activities
    return activities[0].url if activities else None


def _next(request) -> str | None:
    wanted = request.POST.get("next", "")
    # Without a slash ``redirect`` would take it for the name of a view.
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted != reverse("desk") else None
