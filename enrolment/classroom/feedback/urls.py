"""Addresses of the survey of a session; below ``/<language>/my/sessions/<participation>/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("feedback/", views.feedback, name="session_feedback"),
]
