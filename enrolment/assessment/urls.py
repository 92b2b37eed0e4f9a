"""Addresses of a learner's attempts; below the language."""

from django.urls import include, path

from . import paper_views, views

urlpatterns = [
    path("assessment/", include("enrolment.assessment.desk.urls")),
    path("attempts/start/<uuid:activity_id>/", views.start, name="attempt_start"),
    path("attempts/<uuid:pk>/", paper_views.paper, name="attempt"),
    path("attempts/<uuid:pk>/answers/", paper_views.answers, name="attempt_answers"),
    path("attempts/<uuid:pk>/hand-in/", views.hand_in, name="attempt_hand_in"),
    path("attempts/<uuid:pk>/result/", views.result, name="attempt_result"),
]
