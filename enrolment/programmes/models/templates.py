"""What a programme and each of its sessions have alike: modules, events, a regulation.

A session is a dated copy of its programme, so both are made of the same columns. What is said in a title
stands on the record in every language (``translation.py``), because a session that is over keeps its words
whatever becomes of the programme.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

PER_CENT = (MinValueValidator(0), MaxValueValidator(100))
MOST_WEEKS, MOST_MINUTES = 60, 24 * 60


def per_cent(label: str, **more) -> models.DecimalField:
    return models.DecimalField(label, max_digits=5, decimal_places=2, validators=PER_CENT, **more)


class Regulation(models.Model):
    """What is asked for a certificate, and for honours (``enrolment/certificates/rules.py``). None or False
    asks for nothing; percentages are of the marks, or of what was to be attended."""

    decimals = models.PositiveSmallIntegerField(
        _("decimals of the final mark"), default=1, validators=[MaxValueValidator(2)]
    )
    pass_final = per_cent(_("to pass: final mark"), null=True, blank=True)
    pass_module = per_cent(_("to pass: every required module"), null=True, blank=True)
    pass_handed_in = models.BooleanField(_("to pass: every assignment handed in"), default=False)
    pass_attendance = per_cent(_("to pass: attendance"), null=True, blank=True)
    has_honours = models.BooleanField(_("there are honours"), default=False)
    honours_final = per_cent(_("honours: final mark"), null=True, blank=True)
    honours_module = per_cent(_("honours: every required module"), null=True, blank=True)
    honours_nothing_late = models.BooleanField(_("honours: nothing handed in late"), default=False)
    honours_nothing_resubmitted = models.BooleanField(_("honours: nothing handed in again"), default=False)
    honours_optional = models.PositiveSmallIntegerField(
        _("honours: optional modules"), default=0, validators=[MaxValueValidator(20)]
    )

    class Meta:
        abstract = True


class ModuleFacts(models.Model):
    """A module: a course, or (``course`` None) something that is attended or graded by hand."""

    code = models.SlugField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=160)
    course = models.ForeignKey(
        "catalogue.Course",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course"),
    )
    is_required = models.BooleanField(_("required"), default=True)
    weight = models.DecimalField(
        _("weight in the final mark"),
        max_digits=5,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )
    position = models.PositiveSmallIntegerField(default=0)
    first_week = models.PositiveSmallIntegerField(
        _("from week"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    last_week = models.PositiveSmallIntegerField(
        _("to week"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class EventFacts(models.Model):
    """Something that happens on a day of every session: where it stands (``rules/calendar.py``), when on
    that day, and in whose zone.

    It stands in a ``week`` on a ``weekday``, or in a ``month`` on a ``day`` (0 is the month of the start), or
    ``days_after`` the event whose code is ``after``: one of the three. ``at`` None: it takes the whole day.
    In one's ``own`` zone a Friday 23:59 is that of whoever reads it.
    """

    class Kind(models.TextChoices):
        OPENS = "opens", _("Module opens")
        QUIZ = "quiz", _("Quiz closes")
        DUE = "due", _("Assignment due")
        BACK = "back", _("Feedback promised")
        LIVE = "live", _("Live session")
        TALK = "talk", pgettext_lazy("an event", "Discussion")
        STEP = "step", _("Step of the programme")
        CLOSING = "closing", _("Closing")

    class Zone(models.TextChoices):
        SESSION = "session", _("the session's")
        OWN = "own", _("each participant's own")

    class Shift(models.TextChoices):
        NEXT = "next", _("the next working day")
        PREVIOUS = "previous", _("the working day before")
        STAY = "stay", _("it stays")

    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.STEP)
    title = models.CharField(_("title"), max_length=160)
    week = models.SmallIntegerField(_("week"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True)
    month = models.SmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day of the month"), null=True, blank=True)
    after = models.SlugField(_("behind"), max_length=40, blank=True)
    days_after = models.SmallIntegerField(_("days behind"), null=True, blank=True)
    shift = models.CharField(
        _("on a closed day it moves to"), max_length=8, choices=Shift.choices, default=Shift.NEXT
    )
    at = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )
    zone = models.CharField(_("zone"), max_length=8, choices=Zone.choices, default=Zone.SESSION)
    # Of a quiz or an assignment of the module's course: which. Empty: all of them.
    activity = models.ForeignKey(
        "catalogue.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


def stands_once(name: str) -> models.CheckConstraint:
    """That an event stands in a week, or in a month, or behind another: in one of the three."""
    weeks = Q(week__isnull=False, weekday__range=(1, 7))
    months = Q(month__isnull=False, day__range=(1, 31))
    behind = ~Q(after="") & Q(days_after__isnull=False)
    no_week, no_month = Q(week=None, weekday=None), Q(month=None, day=None)
    not_behind = Q(after="", days_after=None)
    return models.CheckConstraint(
        condition=(weeks & no_month & not_behind)
        | (months & no_week & not_behind)
        | (behind & no_week & no_month),
        name=name,
    )
