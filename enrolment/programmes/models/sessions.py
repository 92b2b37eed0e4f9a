"""Sessions of programmes: dated copies."""

from __future__ import annotations

from datetime import datetime, time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from clikc.foundation.zones import moment_or_later
from clikc.people.actors import actor

from .programmes import Programme
from .runs import CourseRun
from .templates import MOST_WEEKS, EventFacts, ModuleFacts, Regulation, stands_once

WHOLE_DAY = time(0, 0)


class ProgrammeSessionQuerySet(models.QuerySet):
    def open(self) -> ProgrammeSessionQuerySet:
        return self.filter(closed_at__isnull=True)


class ProgrammeSession(Regulation):
    """A programme on dates. What it took over from the programme is its own from then on.

    ``frozen_at``: since then the regulation is not changed any more, and awards are decided by it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=160)
    language = models.CharField(_("language"), max_length=8)
    starts_on = models.DateField(_("starts"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    place = models.CharField(pgettext_lazy("a session", "place"), max_length=120, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    hours = models.PositiveSmallIntegerField(_("hours of study"), null=True, blank=True)
    made_by = actor()
    made_at = models.DateTimeField(auto_now_add=True)
    # Announced: before that nobody but programme managers knows of it.
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("regulation frozen"), null=True, blank=True)
    frozen_by = actor()
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # One more with every change: a form that was opened before somebody else's change says so.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProgrammeSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "programme", "-number"]
        verbose_name = _("session of a programme")
        verbose_name_plural = _("sessions of programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_session_number_once"),
        ]

    def __str__(self):
        return f"{self.title} {self.number}"

    @property
    def name(self) -> str:
        """As people call it: ``VCOA 5``."""
        return f"{self.programme.code.upper()} {self.number}"


class SessionModule(ModuleFacts):
    """A module of a session; of a course it has a run of its own, with tutors, work and a gradebook."""

    session = models.ForeignKey(ProgrammeSession, on_delete=models.CASCADE, related_name="modules")
    run = models.OneToOneField(
        CourseRun, on_delete=models.PROTECT, null=True, blank=True, related_name="session_module"
    )

    class Meta(ModuleFacts.Meta):
        verbose_name = _("module of a session")
        verbose_name_plural = _("modules of sessions")
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="programmes_session_module_once"),
        ]


class SessionEvent(EventFacts):
    """An event on its real day. ``wanted_on`` is the day it would be without closed days; ``is_pinned``:
    somebody has set the day by hand, and it stays there whatever else moves."""

    session = models.ForeignKey(ProgrammeSession, on_delete=models.CASCADE, related_name="events")
    module = models.ForeignKey(
        SessionModule, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    on = models.DateField(_("day"))
    wanted_on = models.DateField(_("day without closing days"))
    is_pinned = models.BooleanField(_("set by hand"), default=False)
    link = models.URLField(_("address to join"), max_length=500, blank=True)

    class Meta(EventFacts.Meta):
        ordering = ["on", "at", "position", "pk"]
        verbose_name = _("event of a session")
        verbose_name_plural = _("events of sessions")
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="programmes_session_event_once"),
            stands_once("programmes_session_event_stands_once"),
        ]

    def moment_in(self, zone: str) -> datetime:
        """When it is for somebody in ``zone``: on the clock of the session, or on hers. A time that summer
        time skips, or that comes twice, is the later one: nobody loses an hour by it."""
        meant_in = zone if self.zone == self.Zone.OWN else self.session.time_zone
        wall = datetime.combine(self.on, self.at or WHOLE_DAY)
        return moment_or_later(wall, meant_in)


class ClosedDay(models.Model):
    """A day on which nobody works in a session."""

    session = models.ForeignKey(ProgrammeSession, on_delete=models.CASCADE, related_name="closed_days")
    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)

    class Meta:
        ordering = ["on"]
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        constraints = [
            models.UniqueConstraint(fields=["session", "on"], name="programmes_closed_day_once"),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.name}".strip()


class SessionChange(models.Model):
    """What was changed in a session: who, when, in which role, why. Append-only.

    ``changed``: name of a fact → [before, after]; an event under ``event:<code>``, days as ISO dates.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("Made")
        CHANGED = "changed", _("Changed")
        MOVED = "moved", _("Other dates")
        ANNOUNCED = "announced", _("Announced")
        FROZEN = "frozen", _("Regulation frozen")
        CLOSED = "closed", _("Closed")

    session = models.ForeignKey(ProgrammeSession, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.PositiveIntegerField()
    by = actor()
    role = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changed = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="programmes_session_version_once"),
        ]

    def __str__(self):
        return f"{self.session_id} {self.kind} {self.version}"
