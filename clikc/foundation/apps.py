from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "clikc.foundation"
    label = "foundation"

    def ready(self):
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import Locale

        from . import checks  # noqa: F401 - registers them
        from .pages import forget_locales

        post_save.connect(forget_locales, sender=Locale, dispatch_uid="forget_locales_saved")
        post_delete.connect(forget_locales, sender=Locale, dispatch_uid="forget_locales_deleted")
