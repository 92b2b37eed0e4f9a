import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttemptQuerySet(models.QuerySet):
    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=False)

    def passed(self) -> "AttemptQuerySet":
        return self.submitted().filter(is_passed=True)

    def visible_to(self, user) -> "AttemptQuerySet":
        """Own attempts only: answers are between the learner and the course."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(enrolment__learner=user)


class Attempt(models.Model):
    """One sitting of a quiz. ``paper`` is what was drawn, in the order shown, fixed at the start:
    ``[{"question": id, "kind": name, "choices": [id, …]}, …]``. Once submitted it does not change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey("admissions.Enrolment", on_delete=models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey("quizzes.Quiz", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("attempt"))
    paper = models.JSONField()
    started_at = models.DateTimeField(_("started"))
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2, null=True)
    score_possible = models.DecimalField(_("possible score"), max_digits=7, decimal_places=2, null=True)
    is_passed = models.BooleanField(_("passed"), null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            # Whoever starts twice at once finds the one attempt that is open.
            models.UniqueConstraint(
                fields=["enrolment", "quiz"],
                condition=models.Q(submitted_at__isnull=True),
                name="assessment_one_open_attempt",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "quiz", "number"], name="assessment_attempt_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, score__isnull=True)
                | models.Q(submitted_at__isnull=False, score__isnull=False),
                name="assessment_score_once_submitted",
            ),
        ]

    def __str__(self):
        return f"{self.quiz_id} no. {self.number}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def percent(self) -> int | None:
        """The score in whole per cent, rounded down: 69.9 is not yet 70."""
        if self.score is None:
            return None
        return int(self.score * 100 // self.score_possible) if self.score_possible else 0


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ResponseQuerySet":
        """Answers of own attempts only."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(attempt__enrolment__learner=user)


class Response(models.Model):
    """One answer of an attempt, as last acknowledged. ``sequence`` is the browser's count:
    an older one that arrives late does not overwrite a newer."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    question = models.ForeignKey("quizzes.Question", on_delete=models.PROTECT, related_name="responses")
    answer = models.JSONField(default=list)
    sequence = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField()
    fraction = models.DecimalField(max_digits=5, decimal_places=4, null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question"], name="assessment_one_response_a_question"
            ),
        ]

    def __str__(self):
        return f"{self.attempt_id} · {self.question_id}"
