"""Addresses of sessions; below ``/<language>/``."""

from django.urls import path

from . import own, public

urlpatterns = [
    path("programmes/", public.programmes_page, name="programmes"),
    path("programmes/<slug:code>/", public.programme_page, name="programme"),
    path("my/sessions/<uuid:pk>/", own.session_page, name="own_session"),
    path("my/sessions/<uuid:pk>/calendar.ics", own.calendar, name="own_session_calendar"),
]
