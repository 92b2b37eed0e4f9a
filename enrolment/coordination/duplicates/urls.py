"""Duplicates; below ``/<language>/coordination/<code>/duplicates/``."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.duplicates, name="coordination_duplicates"),
    path("<int:one>/<int:other>/", pages.merge, name="coordination_merge"),
    path("<int:one>/<int:other>/apart/", pages.apart, name="coordination_apart"),
    path("apart/<int:pk>/take-back/", pages.together, name="coordination_apart_back"),
]
