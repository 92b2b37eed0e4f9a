"""Addresses of conversations; below ``/<language>/threads/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.threads, name="threads"),
    path("<int:run_id>/<uuid:enrolment_id>/", views.thread, name="thread"),
    path("<int:run_id>/<uuid:enrolment_id>/read/", views.read, name="thread_read"),
]
