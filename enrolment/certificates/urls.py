"""Addresses of certificates: the own ones, and the public check of a code."""

from django.urls import path

from . import views

urlpatterns = [
    path("my/certificates/", views.my_certificates, name="certificates"),
    path("certificates/<str:code>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]

# Without a language, for what is printed on paper.
plain_urlpatterns = [
    path("verify/", views.verify_start, name="verify_start"),
    path("verify/<str:code>", views.verify, name="verify_short"),
]
