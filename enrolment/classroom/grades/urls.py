"""Addresses of one's own grades; below those of one's work."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.runs, name="own_grades"),
    path("<int:pk>/", views.run, name="own_grades_run"),
]
