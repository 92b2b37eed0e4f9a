"""Addresses of the desk; below ``/<language>/assessment/``."""

from django.urls import path

from . import extensions, home, marked, markers, marking, quizzes, regrading, release

urlpatterns = [
    path("", home.home, name="assessment_home"),
    path("marking/", marking.queue, name="assessment_queue"),
    path("marking/<int:pk>/", marking.mark, name="assessment_mark"),
    path("marked/", marked.marked, name="assessment_marked"),
    path("markers/", markers.markers, name="assessment_markers"),
    path("markers/<int:pk>/end/", markers.end, name="assessment_marker_end"),
    path("quizzes/", quizzes.quiz_list, name="assessment_quizzes"),
    path("quizzes/<int:pk>/", quizzes.quiz_page, name="assessment_quiz"),
    path("quizzes/<int:pk>/extensions/", extensions.extension_list, name="assessment_extensions"),
    path("quizzes/<int:pk>/extensions/<uuid:enrolment>/", extensions.extend, name="assessment_extend"),
    path("quizzes/<int:pk>/release/", release.release, name="assessment_release"),
    path("regradings/", regrading.regradings, name="assessment_regradings"),
    path("regradings/<int:pk>/", regrading.record, name="assessment_regrading"),
    path("questions/<uuid:pk>/regrade/", regrading.regrade_question, name="assessment_regrade"),
]
