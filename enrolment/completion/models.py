from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseCompletionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CourseCompletionQuerySet":
        from django.contrib.auth import get_user_model

        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(enrolment__learner__in=people.values("pk"))


class CourseCompletion(models.Model):
    """The day every criterion of a course was met, with the evidence as it stood. Once, for good."""

    enrolment = models.OneToOneField(
        "admissions.Enrolment", on_delete=models.PROTECT, related_name="completion"
    )
    completed_at = models.DateTimeField(_("completed"))
    evidence = models.JSONField(default=list)

    objects = CourseCompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("course completion")
        verbose_name_plural = _("course completions")

    def __str__(self):
        return str(self.enrolment_id)
