"""Addresses of files of officers, below ``/<language>/coordination/<CODE>/imports/``."""

from django.urls import path

from . import downloads, views

urlpatterns = [
    path("", views.imports, name="coordination_imports"),
    path("new/", views.new, name="coordination_import_new"),
    path("template.<slug:kind>", downloads.template, name="coordination_import_template"),
    path("<uuid:pk>/", views.page, name="coordination_import"),
    path("<uuid:pk>/confirm/", views.confirm, name="coordination_import_confirm"),
    path("<uuid:pk>/again/", views.again, name="coordination_import_again"),
    path("<uuid:pk>/cancel/", views.cancel, name="coordination_import_cancel"),
    path("<uuid:pk>/corrected.<slug:kind>", downloads.corrected, name="coordination_import_corrected"),
    path("<uuid:pk>/report.<slug:kind>", downloads.report, name="coordination_import_report"),
]
