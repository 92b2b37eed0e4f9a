"""The front door: every address there is."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from clikc.foundation import views as foundation
from clikc.home import routing
from clikc.jobs import urls as jobs
from clikc.people import urls as people
from courses.catalogue import urls as catalogue
from courses.lessons import urls as lessons
from enrolment.admissions.runs import urls as runs
from enrolment.advising import urls as advising
from enrolment.assessment import urls as assessment
from enrolment.certificates import urls as certificates
from enrolment.classroom import urls as classroom
from enrolment.classroom.grades import urls as grades
from enrolment.coordination import urls as coordination
from enrolment.membership import urls as membership
from enrolment.progress import urls as progress
from enrolment.secretariat import urls as secretariat
from enrolment.tutoring import urls as tutoring
from enrolment.tutoring.gradebook import urls as gradebooks
from enrolment.tutoring.managing import urls as managing

urlpatterns = [
    path("healthz", foundation.healthz, name="healthz"),
    path("readyz", foundation.readyz, name="readyz"),
    # Wagtail's own sign-in would pass by the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/", include(wagtailadmin_urls)),
    *lessons.plain_urlpatterns,
    path("documents/", include(wagtaildocs_urls)),
    # Where Wagtail sends a visitor to a page or file that an author made private.
    path(
        "private/sign-in/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path(
        "private/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("media/<path:path>", foundation.media, name="media"),
    *catalogue.plain_urlpatterns,
    *certificates.plain_urlpatterns,
    *progress.plain_urlpatterns,
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include(people)),
    path("", include(membership)),
    path("", include(jobs)),
    path("", include(catalogue)),
    path("", include(assessment)),
    path("", include(certificates)),
    path("", include(classroom)),
    path("coordination/", include(coordination)),
    path("runs/", include(runs)),
    path("", include(gradebooks)),
    path("work/grades/", include(grades)),
    path("runs/<int:pk>/", include(managing)),
    path("tutoring/", include(tutoring)),
    path("secretariat/", include(secretariat)),
    path("threads/", include(advising)),
    path("", routing.serve, name="home"),
    re_path(r"^((?:[\w\-]+/)*)$", routing.serve, name="wagtail_serve"),
)
