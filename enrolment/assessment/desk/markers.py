"""Which tutors mark in which course."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue

from ..markers import MarkerRefused, end_marker, name_marker
from ..models import Marker
from ..permissions import can_settle
from .forms import MarkerForm


@staff_page(can_settle)
@require_http_methods(["GET", "HEAD", "POST"])
def markers(request):
    """Who marks where, by course; POST names a tutor. As many queries for many as for one."""
    form = MarkerForm(request.POST or None, courses=catalogue.courses(), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            name_marker(course=form.cleaned_data["course"], tutor=form.cleaned_data["tutor"], by=request.user)
        except MarkerRefused:
            form.add_error("tutor", _("This person is no tutor now."))
        else:
            messages.success(request, _("The tutor marks in this course from now on."))
            return redirect("assessment_markers")
    context = {"form": form, "courses": markers_by_course()}
    return render(request, "assessment/desk/markers.html", context, status=422 if form.errors else 200)


def markers_by_course() -> list[dict]:
    """The courses that have markers, with these. Two queries."""
    current = Marker.objects.current().select_related("course", "tutor__administration", "named_by")
    by_course: dict = {}
    for marker in current.order_by("course__code", "tutor__printed_name"):
        by_course.setdefault(marker.course, []).append(marker)
    titles = catalogue.titles_of([course.pk for course in by_course], get_language())
    return [
        {"course": course, "entry": titles.get(course.pk), "markers": found}
        for course, found in by_course.items()
    ]


@staff_page(can_settle)
@require_POST
def end(request, pk):
    """Ends it; the tutor's marks stand."""
    end_marker(marker=get_object_or_404(Marker, pk=pk), by=request.user)
    messages.success(request, _("The tutor marks no more in this course. What was marked stands."))
    return redirect("assessment_markers")
