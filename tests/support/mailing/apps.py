from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "tests.support.mailing"
    label = "mailing_for_tests"

    def ready(self):
        from clikc.post.api import Draft, register_letter

        register_letter("test.news", lambda facts, person: Draft("News", text=f"News of {facts['thing']}"))
