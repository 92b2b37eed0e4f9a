import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ThreadQuerySet":
        """One's own; those of participants one tutors now; all for managers and administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = Q(enrolment__learner=user)
        if user.has_role(Role.TUTOR):
            mine |= Q(
                enrolment__tutorships__tutor=user,
                enrolment__tutorships__ended_at__isnull=True,
                enrolment__tutorships__run=models.F("run"),
            )
        return self.filter(pk__in=self.model.objects.filter(mine).values("pk"))


class Thread(models.Model):
    """What a participant of a run and her tutor write to each other; programme managers read along.

    It belongs to the participant: a tutor who comes later reads what was written before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey("programmes.CourseRun", on_delete=models.PROTECT, related_name="threads")
    enrolment = models.ForeignKey("admissions.Enrolment", on_delete=models.CASCADE, related_name="threads")
    last_at = models.DateTimeField(_("last message"), null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at"]
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.UniqueConstraint(fields=["run", "enrolment"], name="advising_one_thread_each"),
        ]

    def __str__(self):
        return f"{self.run_id} · {self.enrolment_id}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MessageQuerySet":
        return self.filter(thread__in=Thread.objects.visible_to(user).values("pk"))


class Message(models.Model):
    """Something written in a thread, plain text; never changed. ``token`` is the browser's: sent twice by a
    line that broke off, it is there once."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=32, blank=True)
    submission = models.ForeignKey(
        "assessment.Submission", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("message"), max_length=4000)
    token = models.CharField(max_length=64)
    at = models.DateTimeField(_("written"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["thread", "by", "token"], name="advising_message_once"),
        ]

    def __str__(self):
        return f"{self.thread_id} · {self.pk}"


class ThreadReader(models.Model):
    """Up to when somebody has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reader of a thread")
        verbose_name_plural = _("readers of threads")
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="advising_reader_once"),
        ]

    def __str__(self):
        return f"{self.thread_id} read by {self.person_id}"
