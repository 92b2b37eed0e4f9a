"""Addresses of the coordinator; below ``/<language>/coordination/``."""

from django.urls import include, path

from . import home, workspace
from .appointments import urls as appointments
from .cohorts import urls as cohorts
from .duplicates import urls as duplicates
from .following import urls as following
from .imports import urls as imports
from .members import record, urls as members
from .nominations import urls as nominations
from .registrations import urls as registrations
from .report import urls as report
from .transfers import urls as transfers
from .tutored import urls as tutored

urlpatterns = [
    path("", workspace.choose, name="coordination"),
    path("appointments/", include(appointments)),
    path("secretariat/registrations/", include(registrations.secretariat_urlpatterns)),
    path("secretariat/transfers/", include(transfers.secretariat_urlpatterns)),
    path("<slug:code>/", home.home, name="coordination_home"),
    path("<slug:code>/registrations/", include(registrations)),
    path("<slug:code>/people/", include(members)),
    path("<slug:code>/transfers/", include(transfers)),
    path("<slug:code>/duplicates/", include(duplicates)),
    path("<slug:code>/cohorts/", include(cohorts)),
    path("<slug:code>/imports/", include(imports)),
    path("<slug:code>/following/", include(following)),
    path("<slug:code>/tutored/", include(tutored)),
    path("<slug:code>/nominations/", include(nominations)),
    path("<slug:code>/report/", include(report)),
    path("<slug:code>/record/", record.record, name="coordination_record"),
]
