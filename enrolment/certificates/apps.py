from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "enrolment.certificates"
    label = "certificates"

    def ready(self):
        from clikc.post.api import register_letter

        from . import telling

        register_letter(telling.AWARDED, telling.write_awarded, on_sent=telling.note_told)
