"""Addresses of the workbench; below ``/<language>/tutoring/``."""

from django.urls import include, path

from .load import views as load
from .marking import annotating, deeds, files, resemblances, views as marking
from .queue import releasing, views as queue
from .risk import contact, people
from .session import views as session

urlpatterns = [
    path("", queue.queue, name="tutoring_queue"),
    path("next/", queue.next_marking, name="tutoring_next"),
    path("release/", releasing.release_many, name="tutoring_release_many"),
    path("load/", load.own_runs, name="tutoring_load"),
    path("sessions/<int:pk>/", session.session, name="tutoring_session"),
    path("people/", people.people, name="tutoring_people"),
    path("people/<int:run_id>/contact/", contact.contact, name="tutoring_contact"),
    path("pack/", include("enrolment.tutoring.pack.urls")),
    path("files/<uuid:pk>/", files.file, name="tutoring_file"),
    path("files/<uuid:pk>/<int:number>/<int:width>/", files.page, name="tutoring_page"),
    path("<uuid:pk>/", marking.marking, name="tutoring_marking"),
    path("<uuid:pk>/pieces/", marking.piece, name="tutoring_piece"),
    path("<uuid:pk>/comments/", annotating.annotate, name="tutoring_annotate"),
    path("<uuid:pk>/reopen/", deeds.reopen, name="tutoring_reopen"),
    path("<uuid:pk>/release/", deeds.release, name="tutoring_release"),
    path("<uuid:pk>/moderate/", deeds.moderate, name="tutoring_moderate"),
    path("<uuid:pk>/hand-over/", deeds.hand_over, name="tutoring_hand_over"),
    path("<uuid:pk>/sheets/", deeds.sheets, name="tutoring_sheets"),
    path("<uuid:pk>/resembles/<uuid:other>/", resemblances.resemblance, name="tutoring_resemblance"),
]
