from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "enrolment.surveys"
    label = "surveys"

    def ready(self):
        from clikc.jobs.api import register_periodic
        from clikc.post.api import register_letter

        from . import asking

        register_letter(asking.LETTER, asking.write_asking)
        # The day begins at another hour for each session.
        register_periodic("surveys.ask", 3600, asking.ask_participants)
