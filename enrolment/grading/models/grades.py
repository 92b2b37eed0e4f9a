"""The gradebook: what is graded in a run, and every grade as it was entered."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role

MOST_WEIGHT, MOST_POINTS, MOST_DROPPED = 10_000, 10_000, 99


class GradeCategory(models.Model):
    """A module of a run in its gradebook: what it weighs, and how many of its lowest results are dropped.

    ``module`` is the code of the module in its course, or one made up for what stands in none.
    """

    run = models.ForeignKey("programmes.CourseRun", on_delete=models.CASCADE, related_name="grade_categories")
    module = models.SlugField(_("module"), max_length=120)
    title = models.CharField(_("title"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    weight = models.DecimalField(
        _("weight"),
        max_digits=7,
        decimal_places=2,
        default=1,
        validators=[MaxValueValidator(MOST_WEIGHT)],
    )
    drop_lowest = models.PositiveSmallIntegerField(
        _("lowest dropped"), default=0, validators=[MaxValueValidator(MOST_DROPPED)]
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("module in the gradebook")
        verbose_name_plural = _("modules in the gradebook")
        constraints = [
            models.UniqueConstraint(fields=["run", "module"], name="grading_module_once"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="grading_category_weight"),
        ]

    def __str__(self):
        return f"{self.run_id} · {self.module}"


class GradeItem(models.Model):
    """One column of a gradebook: an assignment, a quiz, or something graded by hand (an oral, participation).

    ``most`` are the points that are full marks. ``title`` is that of what has no page.
    """

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", _("Assignment")
        QUIZ = "quiz", _("Quiz")
        MANUAL = "manual", _("Graded by hand")

    category = models.ForeignKey(GradeCategory, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    run_assignment = models.OneToOneField(
        "programmes.RunAssignment", on_delete=models.PROTECT, null=True, blank=True, related_name="grade_item"
    )
    quiz = models.ForeignKey(
        "quizzes.Quiz", on_delete=models.PROTECT, null=True, blank=True, related_name="grade_items"
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    weight = models.DecimalField(
        _("weight"),
        max_digits=7,
        decimal_places=2,
        default=1,
        validators=[MaxValueValidator(MOST_WEIGHT)],
    )
    most = models.DecimalField(
        _("points at most"),
        max_digits=7,
        decimal_places=2,
        validators=[MaxValueValidator(MOST_POINTS)],
    )

    class Meta:
        ordering = ["category__position", "position", "pk"]
        verbose_name = _("item of the gradebook")
        verbose_name_plural = _("items of the gradebook")
        constraints = [
            models.UniqueConstraint(fields=["category", "quiz"], name="grading_quiz_once"),
            models.CheckConstraint(condition=Q(weight__gte=0, most__gt=0), name="grading_item_figures"),
            models.CheckConstraint(
                condition=Q(kind="assignment", run_assignment__isnull=False, quiz__isnull=True)
                | Q(kind="quiz", run_assignment__isnull=True, quiz__isnull=False)
                | Q(kind="manual", run_assignment__isnull=True, quiz__isnull=True),
                name="grading_item_of_its_kind",
            ),
        ]

    def __str__(self):
        return f"{self.category_id} · {self.kind} {self.pk}"


class GradeEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "GradeEntryQuerySet":
        """Own ones; those of participants she tutors now as a tutor of their run, but none of officers of her
        own administration; everybody's for managers and administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = Q(enrolment__learner=user)
        if user.has_role(Role.TUTOR):
            tutored = Q(
                enrolment__tutorships__tutor=user,
                enrolment__tutorships__ended_at__isnull=True,
                enrolment__tutorships__run=models.F("item__category__run"),
                enrolment__tutorships__run__run_tutors__tutor=user,
            )
            ids = self.model.objects.filter(tutored).values("pk")
            if user.administration_id is not None:
                ids = ids.exclude(enrolment__learner__administration=user.administration_id)
            return self.filter(mine | Q(pk__in=ids))
        return self.filter(mine)


class GradeEntry(models.Model):
    """A grade as it was entered, known to the participant from then on. Append-only: the entry with the
    highest ``number`` of an item and an enrolment is the grade; the others are its history.

    ``points`` None: ``state`` says what stands in their place. ``raw`` are the points before lateness and
    resubmission, ``reasons`` what was taken off and why (codes and figures of ``rules/caps.py``).
    ``reason`` is what the participant reads of a change.
    """

    class Kind(models.TextChoices):
        MARKED = "marked", _("Marked")
        QUIZ = "quiz", _("Result of a quiz")
        BY_HAND = "by_hand", _("Entered by hand")
        CHANGED = "changed", _("Changed after release")
        OVERRIDE = "override", _("Overridden")

    class State(models.TextChoices):
        GRADED = "graded", _("Graded")
        EXCUSED = "excused", _("Excused")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(GradeItem, on_delete=models.PROTECT, related_name="entries")
    enrolment = models.ForeignKey(
        "admissions.Enrolment", on_delete=models.PROTECT, related_name="grade_entries"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.GRADED)
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True)
    raw = models.DecimalField(_("points before deductions"), max_digits=7, decimal_places=2, null=True)
    reasons = models.JSONField(default=list, blank=True)
    # The attempt of a work whose release this is: released once, whoever does it, however often.
    submission = models.ForeignKey(
        "assessment.Submission", on_delete=models.PROTECT, null=True, related_name="grade_entries"
    )
    attempt = models.PositiveSmallIntegerField(null=True)
    marking = models.ForeignKey("grading.Marking", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(_("entered"))

    objects = GradeEntryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        constraints = [
            models.UniqueConstraint(fields=["item", "enrolment", "number"], name="grading_entry_number_once"),
            models.UniqueConstraint(
                fields=["submission", "enrolment", "attempt"],
                condition=Q(kind="marked"),
                name="grading_released_once",
            ),
            models.CheckConstraint(
                condition=Q(state="graded", points__isnull=False)
                | Q(~Q(state="graded"), points__isnull=True),
                name="grading_points_of_a_grade",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="grading_grade_not_below_zero"
            ),
        ]

    def __str__(self):
        return f"{self.item_id} · {self.enrolment_id} no. {self.number}"
