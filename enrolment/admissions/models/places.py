"""Seats of course runs."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceQuerySet(models.QuerySet):
    def current(self) -> "PlaceQuerySet":
        return self.filter(left_at__isnull=True)

    def seated(self) -> "PlaceQuerySet":
        return self.current().filter(seat__isnull=False)

    def waiting(self) -> "PlaceQuerySet":
        """Those without a seat, who asked first first."""
        return self.current().filter(seat__isnull=True).order_by("queued_at", "pk")

    def visible_to(self, user) -> "PlaceQuerySet":
        """The own places, and those of people ``user`` may list."""
        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(learner__in=people.values("pk"))


class Place(models.Model):
    """Somebody in a course run that has seats: on seat number ``seat``, or waiting for one.

    That no seat is given twice is a constraint; that no seat beyond the last is given is decided under a
    lock on the run (``places.py``).
    """

    run = models.ForeignKey("programmes.CourseRun", on_delete=models.PROTECT, related_name="places")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="places")
    cohort = models.ForeignKey(
        "programmes.Cohort", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seat = models.PositiveIntegerField(_("seat"), null=True, blank=True)
    queued_at = models.DateTimeField(_("asked for"))
    seated_at = models.DateTimeField(_("seated"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        verbose_name = _("place in a course run")
        verbose_name_plural = _("places in a course run")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "learner"],
                condition=models.Q(left_at__isnull=True),
                name="admissions_place_once",
            ),
            models.UniqueConstraint(
                fields=["run", "seat"],
                condition=models.Q(left_at__isnull=True, seat__isnull=False),
                name="admissions_seat_once",
            ),
        ]

    def __str__(self):
        return f"{self.learner_id} in run {self.run_id}"
