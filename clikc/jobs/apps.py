from django.apps import AppConfig

A_DAY = 24 * 60 * 60


class JobsConfig(AppConfig):
    name = "clikc.jobs"
    label = "jobs"

    def ready(self):
        from django.utils.translation import gettext_lazy as _
        from django_tasks.signals import task_finished

        from clikc.home.api import NavEntry, register_nav
        from clikc.people.roles import Role

        from .plain_tasks import on_task_finished
        from .pruning import prune_jobs, prune_tasks
        from .registry import register_periodic

        task_finished.connect(on_task_finished, dispatch_uid="jobs_try_again")
        register_periodic("jobs.prune", A_DAY, prune_jobs)
        register_periodic("jobs.prune_tasks", A_DAY, prune_tasks)
        register_nav(NavEntry(_("Background work"), "jobs", lambda user: user.has_role(Role.ADMIN)))
