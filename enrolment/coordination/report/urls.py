from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.report, name="coordination_report"),
    path("numbers.<slug:kind>", pages.file, name="coordination_report_file"),
]
