"""Appointments; below ``/<language>/coordination/appointments/``."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.administrations, name="secretariat_appointments"),
    path("<slug:code>/", pages.administration, name="secretariat_appointment"),
]
