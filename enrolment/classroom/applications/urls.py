"""Addresses of applications; below ``/<language>/my/applications/``."""

from django.urls import path

from . import answers, files, pages, writing

urlpatterns = [
    path("", pages.applications, name="applications"),
    path("to/<int:call_id>/", writing.new, name="application_new"),
    path("<uuid:pk>/", pages.application, name="application"),
    path("<uuid:pk>/change/", writing.change, name="application_change"),
    path("<uuid:pk>/send/", writing.send, name="application_send"),
    path("<uuid:pk>/withdraw/", writing.withdraw, name="application_withdraw"),
    path("<uuid:pk>/accept/", answers.accept, name="application_accept"),
    path("<uuid:pk>/decline/", answers.decline, name="application_decline"),
    path("<uuid:pk>/documents/", files.documents, name="application_documents"),
    path("<uuid:pk>/documents/<uuid:document>/", files.download, name="application_document"),
]
