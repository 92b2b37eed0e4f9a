"""Transfers; below ``/<language>/coordination/<code>/transfers/``."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.transfers, name="coordination_transfers"),
    path("<int:pk>/", pages.transfer, name="coordination_transfer"),
]
# Where nobody coordinates an administration.
secretariat_urlpatterns = [
    path("", pages.secretariat_transfers, name="secretariat_transfers"),
    path("<int:pk>/", pages.secretariat_transfer, name="secretariat_transfer"),
]
