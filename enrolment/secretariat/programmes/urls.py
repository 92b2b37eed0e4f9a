"""Addresses of programmes and sessions; below ``/<language>/secretariat/``."""

from django.urls import path

from . import dates, editing, events, home, listing, making, session_parts, sessions

urlpatterns = [
    path("", home.home, name="secretariat"),
    path("programmes/", listing.listing, name="secretariat_programmes"),
    path("programmes/new/", editing.new, name="secretariat_programme_new"),
    path("programmes/<slug:code>/", listing.show, name="secretariat_programme"),
    path("programmes/<slug:code>/end/", listing.end, name="secretariat_programme_end"),
    path("programmes/<slug:code>/modules/", editing.modules, name="secretariat_programme_modules"),
    path("programmes/<slug:code>/events/new/", events.event, name="secretariat_event_new"),
    path("programmes/<slug:code>/events/<slug:event_code>/", events.event, name="secretariat_event"),
    path(
        "programmes/<slug:code>/events/<slug:event_code>/remove/",
        events.remove,
        name="secretariat_event_remove",
    ),
    path("programmes/<slug:code>/sessions/new/", making.new, name="secretariat_session_new"),
    path("programmes/<slug:code>/<slug:part>/", editing.section, name="secretariat_section"),
    path("sessions/", sessions.sessions, name="secretariat_sessions"),
    path("sessions/<int:pk>/", sessions.show, name="secretariat_session"),
    path("sessions/<int:pk>/facts/", sessions.facts, name="secretariat_session_facts"),
    path("sessions/<int:pk>/regulation/", sessions.regulation, name="secretariat_session_regulation"),
    path("sessions/<int:pk>/announce/", sessions.announce, name="secretariat_session_announce"),
    path("sessions/<int:pk>/dates/", dates.dates, name="secretariat_session_dates"),
    path("sessions/<int:pk>/events/new/", session_parts.new_event, name="secretariat_session_event_new"),
    path("sessions/<int:pk>/events/<int:event_id>/", session_parts.event, name="secretariat_session_event"),
    path(
        "sessions/<int:pk>/events/<int:event_id>/remove/",
        session_parts.remove_event,
        name="secretariat_session_event_remove",
    ),
    path("sessions/<int:pk>/modules/new/", session_parts.new_module, name="secretariat_session_module_new"),
    path(
        "sessions/<int:pk>/modules/<int:module_id>/remove/",
        session_parts.remove_module,
        name="secretariat_session_module_remove",
    ),
]
