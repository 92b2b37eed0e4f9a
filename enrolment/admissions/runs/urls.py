"""Addresses of course runs; below ``/<language>/runs/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.runs, name="runs"),
    path("new/", views.new, name="run_new"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/close/", views.close, name="run_close"),
]
