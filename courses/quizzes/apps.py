from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "courses.quizzes"
    label = "quizzes"

    def ready(self):
        from clikc.people.api import add_role_permissions
        from clikc.people.roles import Role

        records = ("question", "questionbank", "quiz")
        authors = [f"quizzes.{verb}_{record}" for record in records for verb in ("add", "change", "view")]
        add_role_permissions(Role.AUTHOR, *authors)
        # A translator reads a question with its key, to translate it right; she changes neither.
        add_role_permissions(Role.TRANSLATOR, "quizzes.view_question")
