from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "enrolment.assessment"
    label = "assessment"

    def ready(self):
        from courses.quizzes import api as quizzes

        from . import api

        quizzes.register_use(api.on_papers)
        quizzes.register_count(api.times_on_papers)
