from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "clikc.post"
    label = "post"

    def ready(self):
        from clikc.jobs.api import register_periodic

        from .tasks import go_round

        register_periodic("post.deliver", 60, go_round)
