"""Addresses of a session that runs; below ``/<language>/secretariat/running/``."""

from django.urls import include, path

from . import attendance, board, leaving, marks, messaging, participants, tutors

_participant = [
    path("", participants.participant, name="running_participant"),
    path("time/", participants.more_time, name="running_time"),
    path("tutor/", participants.give_tutor, name="running_give_tutor"),
    path("withdraw/", leaving.withdraw, name="running_withdraw"),
    path("return/", leaving.bring_back, name="running_return"),
    path("move/", leaving.move, name="running_move"),
]
_session = [
    path("", board.board, name="running_board"),
    path("tutors/", tutors.tutors, name="running_tutors"),
    path("tutors/allocate/", tutors.allocate, name="running_allocate"),
    path("tutors/<int:tutor_id>/", tutors.tutor, name="running_tutor"),
    path("tutors/<int:tutor_id>/end/", tutors.end, name="running_tutor_end"),
    path("people/add/", participants.add, name="running_add"),
    path("people/<uuid:key>/", include(_participant)),
    path("messages/", messaging.written, name="running_messages"),
    path("messages/write/", messaging.write, name="running_write"),
    path("messages/<uuid:key>/", messaging.message, name="running_message"),
    path("attendance/", attendance.grid, name="running_attendance"),
    path("attendance/<int:event_id>/", attendance.event, name="running_event"),
    path("marks/", marks.modules, name="running_marks"),
    path("marks/<int:module_id>/", marks.module, name="running_module"),
]
urlpatterns = [path("<int:pk>/", include(_session))]
