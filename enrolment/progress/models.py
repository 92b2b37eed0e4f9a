from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor


class ActivityProgressQuerySet(models.QuerySet):
    def done(self) -> "ActivityProgressQuerySet":
        return self.filter(completed_at__isnull=False)

    def visible_to(self, user) -> "ActivityProgressQuerySet":
        """Own progress only; what others may see of it is a matter of reports."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(enrolment__learner=user)


class ActivityProgress(models.Model):
    """How far one enrolment has come in one activity.

    ``blocks_read`` only ever grows; ``completed_at`` is set once and stays.
    """

    enrolment = models.ForeignKey("admissions.Enrolment", on_delete=models.CASCADE, related_name="progress")
    activity = models.ForeignKey("catalogue.Activity", on_delete=models.PROTECT, related_name="progress")
    blocks_read = models.JSONField(default=list, blank=True)
    last_block = models.CharField(max_length=36, blank=True)
    last_language = models.CharField(max_length=8, blank=True)
    first_opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    objects = ActivityProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        indexes = [models.Index(fields=["enrolment", "-last_seen_at"], name="progress_latest")]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="progress_once_for_activity"),
        ]

    def __str__(self):
        return f"{self.enrolment_id} · {self.activity_id}"


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AttendanceQuerySet":
        """The own attendance, and that of people ``user`` may list."""
        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(participation__learner__in=people.values("pk"))


class Attendance(models.Model):
    """Whether a participant of a session was at one of its live events. Without a row nobody has said.

    Who is excused is counted neither as there nor as missing.
    """

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    event = models.ForeignKey("programmes.SessionEvent", on_delete=models.PROTECT, related_name="attendance")
    participation = models.ForeignKey(
        "admissions.Participation", on_delete=models.CASCADE, related_name="attendance"
    )
    state = models.CharField(_("attendance"), max_length=8, choices=State.choices)
    by = actor()
    at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["event", "participation"], name="progress_attendance_once"),
        ]

    def __str__(self):
        return f"{self.participation_id} at {self.event_id}: {self.state}"
