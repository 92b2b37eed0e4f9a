"""Addresses of what is arranged in a run; below ``/<language>/runs/<pk>/``."""

from django.urls import path

from ..risk import run as risk
from . import participants, teams, tutors, work
from .marking import views as marking

urlpatterns = [
    path("work/", work.work, name="run_work"),
    path("scheme/", work.scheme, name="run_scheme"),
    path("marking/", marking.marking, name="run_marking"),
    path("marking/release/", marking.release, name="run_marking_release"),
    path("tutors/", tutors.tutors, name="run_tutors"),
    path("tutors/allocate/", tutors.allocate, name="run_allocate"),
    path("tutors/<int:tutor_id>/", tutors.tutor, name="run_tutor"),
    path("tutors/<int:tutor_id>/end/", tutors.end, name="run_tutor_end"),
    path("participants/", participants.participants, name="run_participants"),
    path("participants/<uuid:enrolment_id>/", participants.participant, name="run_participant"),
    path("participants/<uuid:enrolment_id>/tutor/", participants.set_tutor, name="run_participant_tutor"),
    path("participants/<uuid:enrolment_id>/time/", participants.more_time, name="run_participant_time"),
    path("teams/", teams.teams, name="run_teams"),
    path("risk/", risk.risk, name="run_risk"),
    path("risk/export/", risk.export, name="run_risk_export"),
]
