"""Who advises and marks whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


class TutorshipQuerySet(models.QuerySet):
    def current(self) -> "TutorshipQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user) -> "TutorshipQuerySet":
        """One's own, as participant or as tutor while it lasts; all for managers and administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = Q(enrolment__learner=user)
        if user.has_role(Role.TUTOR):
            mine |= Q(tutor=user, ended_at__isnull=True)
        return self.filter(mine)


class Tutorship(models.Model):
    """A tutor who advises a participant of a course run and marks her work first, from when to when."""

    run = models.ForeignKey("programmes.CourseRun", on_delete=models.PROTECT, related_name="tutorships")
    enrolment = models.ForeignKey("admissions.Enrolment", on_delete=models.CASCADE, related_name="tutorships")
    tutor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tutorships")
    began_at = models.DateTimeField(_("from"))
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("until"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = TutorshipQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "pk"]
        verbose_name = _("tutorship")
        verbose_name_plural = _("tutorships")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "enrolment"],
                condition=Q(ended_at__isnull=True),
                name="grading_one_tutor_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["tutor", "ended_at"], name="grading_tutors_people")]

    def __str__(self):
        return f"{self.enrolment_id} with {self.tutor_id}"
