"""Jobs, the workers that live, and when what is done again and again was begun last."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """One's own; everybody's for administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.has_role(Role.ADMIN) else self.filter(owner=user)

    def open(self) -> "JobQuerySet":
        return self.filter(state__in=Job.OPEN)


def _place(job: "Job", _name: str) -> str:
    """Where the attached file lies: in a folder of the job's, under a name that says nothing."""
    return f"jobs/{job.pk}/{uuid.uuid4().hex}"


class Job(models.Model):
    """A piece of work somebody asked for.

    ``payload`` and ``result`` hold ids and numbers, nothing about people. ``runner`` is another one at each
    claim, and only who holds it may write. ``fault`` is ``lost`` (its workers died), or ``raised`` and the
    class of the exception.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    OPEN = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs", verbose_name=_("owner")
    )
    key = models.CharField(_("key"), max_length=200, blank=True)
    payload = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(_("steps done"), default=0)
    total = models.PositiveBigIntegerField(_("steps in all"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    enqueued_at = models.DateTimeField(_("put into the queue"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    stop_asked_at = models.DateTimeField(_("asked to stop"), null=True)
    runner = models.UUIDField(_("claim"), null=True)
    worker = models.CharField(_("worker"), max_length=64, blank=True)
    result = models.JSONField(_("result"), null=True)
    fault = models.CharField(_("fault"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=_place, max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=120, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "run_after"], name="jobs_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["waiting", "running"]) & ~models.Q(key=""),
                name="jobs_one_open_for_a_key",
            )
        ]

    def __str__(self):
        return f"{self.kind} · {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_stopping(self) -> bool:
        return self.state == self.State.RUNNING and self.stop_asked_at is not None


class Worker(models.Model):
    """A worker process that ``manage.py work`` looks after, and when it was last seen alive."""

    id = models.CharField(_("name"), max_length=64, primary_key=True)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self):
        return self.id


class Round(models.Model):
    """When something that is done again and again was begun last, by whichever worker."""

    name = models.CharField(_("name"), max_length=64, primary_key=True)
    begun_at = models.DateTimeField(_("begun"))

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self):
        return self.name
