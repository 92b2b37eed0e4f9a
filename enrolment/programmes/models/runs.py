"""Courses on dates: their tutors, their assignments, and how work is graded."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.foundation.zones import in_own_zone
from clikc.people.actors import actor
from clikc.people.validators import printable_name

MOST_DAYS = 365
LAST_ZONE = "Etc/GMT+12"  # a day ends there last
ONE_WEEK = 7 * 24 * 60  # in minutes
PERCENT = _("A percentage is between 0 and 100.")
A_PERCENTAGE = (MinValueValidator(0, PERCENT), MaxValueValidator(100, PERCENT))


def _at_most(most: int, words: str | None = None) -> tuple[MaxValueValidator]:
    """Of a column that is never negative."""
    return (MaxValueValidator(most, words),)


def _percentage(label: str, *, default: int) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, default=default, validators=A_PERCENTAGE
    )


def _today() -> datetime.date:
    """Days of runs are days in UTC."""
    return datetime.datetime.now(datetime.UTC).date()


class CourseRunQuerySet(models.QuerySet):
    def current(self) -> "CourseRunQuerySet":
        """Runs that one can still be put into: not closed by hand, and not past their end."""
        not_over = Q(closes_on__isnull=True) | Q(closes_on__gte=_today())
        return self.filter(not_over, closed_at__isnull=True)


class CourseRun(models.Model):
    """A course offered on dates, perhaps with a number of seats. Kept by programme managers.

    It holds nothing of people, so everybody signed in may know of it (permissions.md: cohort, session).
    """

    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.PROTECT, related_name="runs", verbose_name=_("course")
    )
    name = models.CharField(_("name"), max_length=120, validators=[printable_name])
    language = models.CharField(_("language"), max_length=8, blank=True)
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Leave this empty where there is no limit.")
    )
    # Its moments (deadlines of work) were meant in this zone.
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    tutors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="tutors_runs", through="RunTutor"
    )
    made_by = actor()
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "name"]
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")

    def __str__(self):
        return self.name


class RunTutor(models.Model):
    """A tutor of a course run: how many participants she takes, in which languages, and when she is away.

    ``languages`` are codes beside that of her account. Who is no tutor of the run any more has no row;
    what she marked, and whom she tutored from when to when, stays in grading.
    """

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="run_tutors")
    tutor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tutors_in")
    capacity = models.PositiveSmallIntegerField(
        _("participants at most"), default=6, validators=_at_most(500)
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tutor of a course run")
        verbose_name_plural = _("tutors of course runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "tutor"], name="programmes_run_tutor_once"),
            models.CheckConstraint(
                condition=Q(away_from__isnull=True)
                | Q(away_until__isnull=True)
                | Q(away_until__gte=models.F("away_from")),
                name="programmes_tutor_away_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.tutor_id} in run {self.run_id}"


class GradingFacts(models.Model):
    """How work is taken and graded: of a course run, and of a programme, whose sessions begin with it.
    Figures are data, never settings; those given here are our own proposal. Percentages are of the points of
    a work.

    ``late_refuse_after`` None: late work is always taken. ``resubmissions`` is how often a released work may
    be handed in anew, within ``resubmission_days``, for ``resubmission_cap`` per cent at most.
    """

    pass_percent = _percentage(_("to pass, per cent"), default=60)
    honours_percent = _percentage(_("with honours, per cent"), default=85)
    decimals = models.PositiveSmallIntegerField(
        _("decimals of a grade"), default=1, validators=_at_most(2, _("At most two decimals."))
    )
    grace_minutes = models.PositiveIntegerField(
        _("grace after the due time, minutes"), default=15, validators=_at_most(ONE_WEEK)
    )
    late_percent_a_day = _percentage(_("taken off for each late day, per cent"), default=5)
    late_percent_most = _percentage(_("taken off for lateness at most, per cent"), default=30)
    late_refuse_after = models.PositiveSmallIntegerField(
        _("taken until so many days late"),
        null=True,
        blank=True,
        default=14,
        validators=_at_most(MOST_DAYS),
    )
    resubmissions = models.PositiveSmallIntegerField(_("resubmissions"), default=1, validators=_at_most(10))
    resubmission_days = models.PositiveSmallIntegerField(
        _("days to resubmit"), default=7, validators=_at_most(MOST_DAYS)
    )
    resubmission_cap = _percentage(_("resubmitted work counts at most, per cent"), default=70)
    is_blind = models.BooleanField(_("marked without names"), default=True)
    sample_percent = models.PositiveSmallIntegerField(
        _("second marking: sample, per cent"), default=10, validators=A_PERCENTAGE
    )
    border_percent = _percentage(_("second marking: so near to a line, per cent"), default=3)
    tolerance_percent = _percentage(_("two marks may differ by, per cent"), default=10)
    turnaround_days = models.PositiveSmallIntegerField(
        _("work is given back within, days"), default=7, validators=_at_most(MOST_DAYS)
    )
    tutors_release = models.BooleanField(
        _("tutors release what they have marked"),
        default=True,
        help_text=_("Otherwise programme managers do. What waits for a second marker is never released."),
    )

    class Meta:
        abstract = True


class GradingScheme(GradingFacts):
    """How the work of a course run is taken and graded."""

    run = models.OneToOneField(CourseRun, on_delete=models.CASCADE, related_name="scheme")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moderator"),
        help_text=_("Decides where two markers differ. Empty: any programme manager."),
    )

    class Meta:
        verbose_name = _("grading scheme")
        verbose_name_plural = _("grading schemes")

    def __str__(self):
        return f"scheme of run {self.run_id}"


class RunAssignment(models.Model):
    """An assignment of a course run and when it is due there. Participants hand in from ``opens_at`` on.

    ``is_own_zone``: the clock that ``due_at`` shows in the zone of the run is meant in each participant's
    own zone; a Friday 23:59 is hers.
    """

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="assignments")
    assignment = models.ForeignKey(
        "lessons.Assignment", on_delete=models.PROTECT, related_name="run_assignments"
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    is_own_zone = models.BooleanField(_("in each participant's own zone"), default=False)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("assignment of a course run")
        verbose_name_plural = _("assignments of course runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "assignment"], name="programmes_assignment_once_in_run"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(due_at__gt=models.F("opens_at")),
                name="programmes_due_after_opening",
            ),
        ]

    def __str__(self):
        return f"{self.assignment_id} in run {self.run_id}"

    def due_in(self, zone: str) -> datetime.datetime:
        """When it is due for somebody in a zone. No query, if it has its run."""
        if not self.is_own_zone:
            return self.due_at
        return in_own_zone(self.due_at, meant_in=self.run.time_zone, own=zone)


class RunQuiz(models.Model):
    """From when to when a quiz can be sat by those who have a seat in a run; for everybody else it stays what
    the quiz says. ``is_own_zone`` as with an assignment, of both moments."""

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="quizzes")
    quiz = models.ForeignKey("quizzes.Quiz", on_delete=models.CASCADE, related_name="run_quizzes")
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    is_own_zone = models.BooleanField(_("in each participant's own zone"), default=False)

    class Meta:
        ordering = ["closes_at", "pk"]
        verbose_name = _("quiz of a course run")
        verbose_name_plural = _("quizzes of course runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "quiz"], name="programmes_quiz_once_in_run"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="programmes_quiz_closes_after_opening",
            ),
        ]

    def __str__(self):
        return f"{self.quiz_id} in run {self.run_id}"

    def window_in(self, zone: str) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """From when to when it can be sat by somebody in a zone. No query, if it has its run."""
        both = (self.opens_at, self.closes_at)
        if not self.is_own_zone:
            return both
        meant_in = self.run.time_zone
        return tuple(at and in_own_zone(at, meant_in=meant_in, own=zone) for at in both)

    @property
    def closes_everywhere_at(self) -> datetime.datetime | None:
        """When it has closed in every zone there is."""
        return self.closes_at and self.window_in(LAST_ZONE)[1]


class Team(models.Model):
    """Participants of a run who hand in one work together."""

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=120, validators=[printable_name])

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="programmes_team_name_once"),
        ]

    def __str__(self):
        return self.name


class TeamMemberQuerySet(models.QuerySet):
    def current(self) -> "TeamMemberQuerySet":
        return self.filter(left_at__isnull=True)


class TeamMember(models.Model):
    """Somebody in a team of a run, in one at a time."""

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teams")
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of a team")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person"], condition=Q(left_at__isnull=True), name="programmes_one_team_in_run"
            ),
        ]

    def __str__(self):
        return f"{self.person_id} in team {self.team_id}"
