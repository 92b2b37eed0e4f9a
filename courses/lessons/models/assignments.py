"""Written assignments and what they are marked by: once for all languages."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """The facts of a written assignment. When it is due, and what lateness costs, is said by the course run.

    What a reader is told to do is on its pages; what it is marked by is its newest ``Rubric``.
    """

    activity = models.OneToOneField(
        "catalogue.Activity",
        on_delete=models.CASCADE,
        related_name="assignment",
        limit_choices_to={"kind": "assignment"},
        verbose_name=_("activity"),
    )
    takes_text = models.BooleanField(_("a text can be written"), default=True)
    most_files = models.PositiveSmallIntegerField(
        _("files at most"), default=3, validators=[MaxValueValidator(10)], help_text=_("0: no files")
    )
    most_megabytes = models.PositiveSmallIntegerField(
        _("megabytes a file"), default=10, validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    words_from = models.PositiveIntegerField(_("words, at least"), null=True, blank=True)
    words_to = models.PositiveIntegerField(_("words, at most"), null=True, blank=True)
    is_group = models.BooleanField(
        _("handed in by a team"), default=False, help_text=_("One work for all members of a team.")
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_text=True) | Q(most_files__gt=0), name="lessons_assignment_takes_something"
            ),
            models.CheckConstraint(
                condition=Q(words_from__isnull=True)
                | Q(words_to__isnull=True)
                | Q(words_to__gte=F("words_from")),
                name="lessons_assignment_words_in_order",
            ),
        ]

    def __str__(self):
        return str(self.activity)

    @property
    def rubric(self) -> "Rubric | None":
        """What it is marked by from now on. One query."""
        return self.rubrics.order_by("-version").first()


class Rubric(models.Model):
    """What an assignment is marked by. Its criteria, levels and points never change once it is there: other
    ones are another version, and marks made by an earlier one keep theirs. Words may be mended.

    A rubric gives each criterion one of its levels; a guide gives it any points up to the most, and its
    levels, where there are any, only describe.
    """

    class Kind(models.TextChoices):
        RUBRIC = "rubric", _("Rubric: each criterion at one of its levels")
        GUIDE = "guide", _("Marking guide: points for each criterion")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="rubrics")
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RUBRIC)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="lessons_rubric_version_once"),
        ]

    def __str__(self):
        return f"{self.assignment_id} v{self.version}"

    @property
    def most(self) -> Decimal:
        """The points of a work that has all of them. No query with the criteria prefetched."""
        return sum((criterion.most for criterion in self.criteria.all()), Decimal(0))


class Criterion(models.Model):
    """One thing that is looked at, and the most points for it."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    most = models.DecimalField(
        _("points at most"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=1000, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="lessons_criterion_once"),
            models.CheckConstraint(condition=Q(most__gt=0), name="lessons_criterion_has_points"),
        ]

    def __str__(self):
        return self.code


class Level(models.Model):
    """How well a criterion may be met, and the points for that; from the best to the least."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    code = models.SlugField(_("code"), max_length=60)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-points", "pk"]
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [
            models.UniqueConstraint(fields=["criterion", "code"], name="lessons_level_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="lessons_level_not_below_zero"),
        ]

    def __str__(self):
        return self.code


class BankComment(models.Model):
    """A comment that tutors give often, ready to be put in: for one criterion (by its code), or for all."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="bank_comments")
    criterion = models.SlugField(_("criterion"), max_length=60, blank=True)
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("comment"), max_length=1000)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("comment in the bank")
        verbose_name_plural = _("comments in the bank")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "code"], name="lessons_bank_comment_once"),
        ]

    def __str__(self):
        return self.code
