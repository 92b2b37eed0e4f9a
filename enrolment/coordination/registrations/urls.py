"""Registrations; below ``/<language>/coordination/<code>/registrations/``."""

from django.urls import path

from . import one, queue

urlpatterns = [
    path("", queue.registrations, name="coordination_registrations"),
    path("<int:pk>/", one.registration, name="coordination_registration"),
]
# Where nobody coordinates an administration.
secretariat_urlpatterns = [
    path("", queue.secretariat_registrations, name="secretariat_registrations"),
    path("<int:pk>/", one.secretariat_registration, name="secretariat_registration"),
]
