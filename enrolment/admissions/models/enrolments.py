"""Learners in courses."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.foundation.zones import zone_named

from ..rules import days


class EnrolmentQuerySet(models.QuerySet):
    def active(self) -> "EnrolmentQuerySet":
        return self.filter(is_active=True)

    def of(self, learner) -> "EnrolmentQuerySet":
        return self.filter(learner=learner)

    def visible_to(self, user) -> "EnrolmentQuerySet":
        """The own enrolments, and those of people ``user`` may list."""
        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(learner__in=people.values("pk"))


class Enrolment(models.Model):
    """One learner in one course. Leaving makes it inactive and keeps the record; coming back revives it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("learner"),
    )
    course = models.ForeignKey(
        "catalogue.Course",
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("course"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    enrolled_at = models.DateTimeField(_("enrolled"))
    # Joined without a cohort: leaving one, or its end, takes nothing away.
    is_own = models.BooleanField(default=True, editable=False)
    # Set by cohorts (``dates.py::set_dates``).
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-enrolled_at"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["learner", "course"], name="admissions_learner_once_in_course"),
        ]

    def __str__(self):
        return f"{self.learner_id} in {self.course_id}"

    @property
    def opens_at(self) -> datetime | None:
        """When the learner may begin, in her own zone; None where nothing keeps her out. No query without
        an opening day, else those for learner and course."""
        if self.opens_on is None or self.course.is_open:
            return None
        return days.start_of(self.opens_on, zone_named(self.learner.time_zone))

    @property
    def is_under_way(self) -> bool:
        """Whether she is in, and its day has come."""
        return self.is_active and (self.opens_at is None or self.opens_at <= timezone.now())


class EnrolmentChangeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EnrolmentChangeQuerySet":
        """What happened to the enrolments that ``user`` may see."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class EnrolmentChange(models.Model):
    """Joined, left, came back, was given other dates: who, when, in which role, why. Append-only."""

    class Kind(models.TextChoices):
        JOINED = "joined", _("Joined")
        LEFT = "left", _("Left")
        RETURNED = "returned", _("Came back")
        RESCHEDULED = "rescheduled", _("Other dates")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=32, blank=True)
    cohort = models.ForeignKey(
        "programmes.Cohort", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects = EnrolmentChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of an enrolment")

    def __str__(self):
        return f"{self.enrolment_id} {self.kind}"
