"""Addresses of the Secretariat; below ``/<language>/secretariat/``."""

from django.urls import include, path

urlpatterns = [
    path("", include("enrolment.secretariat.programmes.urls")),
    path("calls/", include("enrolment.secretariat.calls.urls")),
    path("running/", include("enrolment.secretariat.running.urls")),
    path("closing/", include("enrolment.secretariat.closing.urls")),
]
