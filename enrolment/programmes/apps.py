from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "enrolment.programmes"
    label = "programmes"

    def ready(self):
        from clikc.jobs.api import register_periodic
        from clikc.people.api import register_deeds

        from . import templating, work
        from .drafts import forget_old_drafts

        register_deeds(work.DEEDS | templating.DEEDS)
        register_periodic("programmes.forget_drafts", 86_400, forget_old_drafts)
