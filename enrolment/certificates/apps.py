from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "enrolment.certificates"
    label = "certificates"
