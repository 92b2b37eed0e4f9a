"""Addresses of sessions that close; below ``/<language>/secretariat/closing/``."""

from django.urls import path

from . import decisions, files, report, table

urlpatterns = [
    path("<int:pk>/", table.closing, name="closing"),
    path("<int:pk>/step/", decisions.step, name="closing_step"),
    path("<int:pk>/participants/<uuid:key>/", decisions.one, name="closing_participant"),
    path("<int:pk>/participants/<uuid:key>/revoke/", decisions.revoke, name="closing_revoke"),
    path("<int:pk>/satisfaction/", report.satisfaction, name="closing_satisfaction"),
    path("reports/<slug:code>/", report.report, name="session_report"),
    path("reports/<slug:code>/report.<slug:form>", files.file, name="session_report_file"),
]
