"""One tutor's marking of one work: levels, points, comments, and every word of them as it was saved."""

import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


def _actor():
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")


class MarkingQuerySet(models.QuerySet):
    def current(self) -> "MarkingQuerySet":
        return self.filter(ended_at__isnull=True)

    def unfinished(self) -> "MarkingQuerySet":
        return self.current().filter(finished_at__isnull=True)

    def finished(self) -> "MarkingQuerySet":
        return self.current().filter(finished_at__isnull=False)

    def visible_to(self, user) -> "MarkingQuerySet":
        """A tutor's own while they are hers and she is a tutor of the run, never of work by officers of her
        own administration; all for managers and administrators. Nobody's of her own work: participants see a
        released work through its grade."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            own = self.model.objects.filter(_written_by("", user))
            return self.exclude(pk__in=own.values("pk"))
        if not user.has_role(Role.TUTOR):
            return self.none()
        in_her_runs = Q(submission__run_assignment__run__in=user.tutors_in.values("run"))
        mine = self.current().filter(in_her_runs | Q(role="moderation"), tutor=user)
        not_for_her = _written_by("", user)
        if user.administration_id is not None:
            not_for_her |= _written_by("__administration", user.administration_id)
        barred = self.model.objects.filter(not_for_her, tutor=user)
        return mine.exclude(pk__in=barred.values("pk"))


def _written_by(way: str, who) -> Q:
    """Work of somebody, or of a team that she is or was in."""
    return Q(**{f"submission__enrolment__learner{way}": who}) | Q(
        **{f"submission__team__members__person{way}": who}
    )


class PieceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PieceQuerySet":
        """What belongs to the markings that ``user`` may see."""
        return self.filter(marking__in=Marking.objects.visible_to(user).values("pk"))


class Marking(models.Model):
    """One tutor's marking of one attempt at a work, in one role.

    Tutor None: it waits for somebody to be given it. ``hand_in`` is the newest of the attempt; it is fixed
    from the moment the marking is begun. ``version`` grows with every saved change, and says to another tab
    or another tutor that something is new. ``points`` are those of its rubric, once it is finished. Handed
    over, its tutor changes and what is begun goes with it. ``ended_at``: given up, no longer anybody's.
    """

    class Role(models.TextChoices):
        FIRST = "first", _("First marking")
        SECOND = "second", _("Second marking")
        MODERATION = "moderation", _("Moderation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey("assessment.Submission", on_delete=models.PROTECT, related_name="markings")
    hand_in = models.ForeignKey("assessment.HandIn", on_delete=models.PROTECT, related_name="markings")
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.FIRST)
    reasons = models.JSONField(_("why"), default=list, blank=True)
    rubric = models.ForeignKey("lessons.Rubric", on_delete=models.PROTECT, related_name="markings")
    tutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="markings"
    )
    version = models.PositiveIntegerField(default=0)
    feedback = models.TextField(_("feedback"), blank=True, max_length=20_000)
    note = models.TextField(_("note to other markers"), blank=True, max_length=4_000)
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True)
    made_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("promised for"), null=True)
    begun_at = models.DateTimeField(_("begun"), null=True)
    saved_at = models.DateTimeField(_("saved"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    ended_at = models.DateTimeField(_("given up"), null=True)

    objects = MarkingQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("marking")
        verbose_name_plural = _("markings")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "attempt", "role"],
                condition=Q(ended_at__isnull=True),
                name="grading_marking_once",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(points__isnull=False),
                name="grading_points_once_finished",
            ),
        ]
        indexes = [models.Index(fields=["tutor", "ended_at", "finished_at"], name="grading_queue")]

    def __str__(self):
        return f"{self.submission_id} {self.role}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class CriterionMark(models.Model):
    """What a marking says of one criterion. Of a rubric, ``points`` are those of ``level``."""

    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey("lessons.Criterion", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey("lessons.Level", on_delete=models.PROTECT, null=True, related_name="+")
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True)
    comment = models.TextField(_("comment"), blank=True, max_length=4_000)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__position", "pk"]
        verbose_name = _("mark for a criterion")
        verbose_name_plural = _("marks for criteria")
        constraints = [
            models.UniqueConstraint(fields=["marking", "criterion"], name="grading_criterion_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="grading_mark_not_below_zero"
            ),
        ]

    def __str__(self):
        return f"{self.marking_id} · {self.criterion_id}"


class Pin(NamedTuple):
    """A point on a page, from its left and its top, in per cent as SVG takes them, whatever way one reads."""

    x: str
    y: str


def _percent(thousandths: int) -> str:
    return f"{thousandths / 10:g}%"


class Annotation(models.Model):
    """A comment at a place of the work: on a passage of its text, or of the text of a ``file`` (``start`` to
    ``end``, characters of the plain text, with the words it stood at), or on a page of a file (``x`` and
    ``y`` in thousandths)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="annotations")
    file = models.ForeignKey(
        "assessment.SubmittedFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    page = models.PositiveIntegerField(_("page"), null=True)
    x = models.PositiveSmallIntegerField(null=True)
    y = models.PositiveSmallIntegerField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.CharField(max_length=400, blank=True)
    comment = models.TextField(_("comment"), max_length=4_000)
    made_at = models.DateTimeField(_("made"))
    removed_at = models.DateTimeField(null=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["page", "start", "y", "made_at"]
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=False, end__isnull=False, end__gte=models.F("start"))
                | Q(file__isnull=False, page__isnull=False, x__lte=1000, y__lte=1000),
                name="grading_annotation_has_a_place",
            ),
        ]

    def __str__(self):
        return f"{self.marking_id} annotation"

    @property
    def pin(self) -> "Pin | None":
        """Where it stands on its page; None of a passage."""
        return Pin(*map(_percent, (self.x, self.y))) if self.start is None else None


class MarkingEdit(models.Model):
    """One saved change of one piece of a marking, kept whatever comes after it. Append-only.

    ``piece`` is ``feedback``, ``note``, ``criterion:<id>``, ``annotation:<uuid>``; or what happened to the
    marking: ``handed_in`` (another hand-in took the place of one that nobody had begun), ``finished``,
    ``reopened``, ``handed_over``, ``ended``; ``same:<piece>`` of one that a page sent as it was, which says
    how far that page has counted. ``value`` is what was saved. ``is_kept`` False: somebody else had saved the
    piece meanwhile, and this one waits for a person to choose. ``tab`` is the page that
    sent it, ``sequence`` that page's count: what it sent earlier and comes later overwrites nothing.
    """

    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="edits")
    piece = models.CharField(max_length=60)
    value = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    is_kept = models.BooleanField(default=True)
    tab = models.CharField(max_length=40, blank=True)
    sequence = models.BigIntegerField(default=0)
    by = _actor()
    role = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of a marking")
        verbose_name_plural = _("changes of markings")
        indexes = [models.Index(fields=["marking", "piece", "version"], name="grading_edits")]

    def __str__(self):
        return f"{self.marking_id} {self.piece} {self.version}"
