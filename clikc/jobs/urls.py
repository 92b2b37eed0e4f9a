"""Addresses of jobs, below the language."""

from django.urls import path

from . import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("jobs/<uuid:pk>/state/", views.state, name="job_state"),
    path("jobs/<uuid:pk>/stop/", views.stop, name="job_stop"),
    path("jobs/<uuid:pk>/again/", views.again, name="job_again"),
    path("jobs/<uuid:pk>/file/", views.file, name="job_file"),
]
