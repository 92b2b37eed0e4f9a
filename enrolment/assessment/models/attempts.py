import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnedQuerySet(models.QuerySet):
    """Records about one learner, shown to that learner."""

    owner = ""

    def visible_to(self, user):
        return self.filter(**{self.owner: user}) if user.is_authenticated else self.none()


class AttemptQuerySet(OwnedQuerySet):
    """Own attempts only: answers are between the learner and the course."""

    owner = "enrolment__learner"

    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=False)

    def due(self, now) -> "AttemptQuerySet":
        """Open attempts whose deadline has come."""
        return self.open().filter(deadline_at__lte=now)

    def passed(self) -> "AttemptQuerySet":
        return self.submitted().filter(is_passed=True)


class Attempt(models.Model):
    """One sitting of a quiz. ``paper`` is what was drawn, in the order shown, fixed at the start:
    ``[{"question": id, "version": id, "kind": name, "choices": [id, …]}, …]``.

    ``place`` is how far a sequential quiz has come: the index of the question that is asked now.
    ``waiting`` counts the answers that a person still has to mark; until then ``is_passed`` is None,
    unless the pass mark is reached without them. ``pass_mark`` is what was asked when it was started.
    ``told_at``: when its learner was told by mail of a result that was not known at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey("admissions.Enrolment", on_delete=models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey("quizzes.Quiz", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("attempt"))
    paper = models.JSONField()
    started_at = models.DateTimeField(_("started"))
    deadline_at = models.DateTimeField(_("deadline"), null=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    is_timed_out = models.BooleanField(_("closed at its deadline"), default=False)
    place = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(_("answers to be marked"), default=0)
    score = models.DecimalField(_("score"), max_digits=9, decimal_places=4, null=True)
    score_possible = models.DecimalField(_("possible score"), max_digits=7, decimal_places=2, null=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, per cent"), default=70)
    is_passed = models.BooleanField(_("passed"), null=True)
    told_at = models.DateTimeField(null=True)

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
            models.CheckConstraint(
                condition=models.Q(is_timed_out=False) | models.Q(deadline_at__isnull=False),
                name="assessment_timed_out_at_a_deadline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(submitted_at__isnull=True),
                name="assessment_due",
            ),
        ]

    def __str__(self):
        return f"{self.quiz_id} no. {self.number}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    def is_due(self, now: datetime) -> bool:
        """Whether it is open and its deadline has come."""
        return self.is_open and self.deadline_at is not None and now >= self.deadline_at

    def seconds_left(self, now: datetime) -> int | None:
        """Whole seconds until the deadline, at least 0; None where there is none."""
        if self.deadline_at is None:
            return None
        return max(int((self.deadline_at - now).total_seconds()), 0)

    @property
    def asked_now(self) -> str | None:
        """In a sequential quiz, the question that is asked now; None after the last."""
        return self.paper[self.place]["question"] if self.place < len(self.paper) else None

    @property
    def percent(self) -> int | None:
        """The score in whole per cent, rounded down: 69.9 is not yet 70."""
        if self.score is None:
            return None
        return int(self.score * 100 // self.score_possible) if self.score_possible else 0


class ResponseQuerySet(OwnedQuerySet):
    """Answers of own attempts only."""

    owner = "attempt__enrolment__learner"

    def waiting(self) -> "ResponseQuerySet":
        """Answers handed in that a person still has to mark."""
        return self.filter(attempt__submitted_at__isnull=False, fraction__isnull=True)


class Response(models.Model):
    """One answer of an attempt, as last acknowledged. ``sequence`` is the browser's count:
    an older one that arrives late does not overwrite a newer.

    ``seconds`` is how long the question was worked on, from save to save, where that can be told.
    ``checked_at``: in practice, when its feedback was shown; the answer stands from then on.
    ``marked_version`` is the version of the question whose key marked it last: that on the paper, until
    a re-grading marks it by another.
    ``marked_by`` and ``comment`` belong to an answer that a person marks.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    question = models.ForeignKey("quizzes.Question", on_delete=models.PROTECT, related_name="responses")
    answer = models.JSONField(default=list)
    sequence = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(_("seconds spent"), null=True)
    fraction = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    marked_version = models.ForeignKey(
        "quizzes.QuestionVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("feedback shown"), null=True)
    comment = models.TextField(_("comment"), blank=True)
    marked_at = models.DateTimeField(_("marked"), null=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

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


class HandMarkQuerySet(OwnedQuerySet):
    """Marks of own answers only."""

    owner = "response__attempt__enrolment__learner"


class HandMark(models.Model):
    """A share of the point that a person gave to an answer. A row is never changed: a later one stands
    in its place, and is what the response has. ``reason`` says why it was changed."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="hand_marks")
    fraction = models.DecimalField(max_digits=5, decimal_places=4)
    comment = models.TextField(_("comment"), blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("marked"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = HandMarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("score given by a person")
        verbose_name_plural = _("scores given by a person")

    def __str__(self):
        return f"{self.response_id} · {self.fraction}"


class ExtensionQuerySet(OwnedQuerySet):
    owner = "enrolment__learner"


class Extension(models.Model):
    """More time, a later closing or more attempts for one learner at one quiz, with the reason."""

    enrolment = models.ForeignKey(
        "admissions.Enrolment", on_delete=models.CASCADE, related_name="quiz_extensions"
    )
    quiz = models.ForeignKey("quizzes.Quiz", on_delete=models.CASCADE, related_name="extensions")
    minutes = models.PositiveSmallIntegerField(_("minutes more"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts more"), default=0)
    closes_at = models.DateTimeField(_("closes later, at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["granted_at"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        indexes = [models.Index(fields=["enrolment", "quiz", "granted_at"], name="assessment_granted")]

    def __str__(self):
        return f"{self.enrolment_id} · {self.quiz_id}"


class MarkerQuerySet(OwnedQuerySet):
    owner = "tutor"

    def current(self) -> "MarkerQuerySet":
        return self.filter(ended_at__isnull=True)


class Marker(models.Model):
    """A tutor who marks what people must mark in the quizzes of a course."""

    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="markers")
    tutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="marks_courses"
    )
    named_at = models.DateTimeField(_("named"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("until"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = MarkerQuerySet.as_manager()

    class Meta:
        ordering = ["named_at"]
        verbose_name = _("marker")
        verbose_name_plural = _("markers")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "tutor"],
                condition=models.Q(ended_at__isnull=True),
                name="assessment_marker_once",
            ),
        ]

    def __str__(self):
        return f"{self.course_id} · {self.tutor_id}"


class Release(models.Model):
    """Who released the results of an exam, and when. Whether they are released stands on the quiz."""

    quiz = models.OneToOneField("quizzes.Quiz", on_delete=models.CASCADE, related_name="release")
    at = models.DateTimeField(_("released"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("release of results")
        verbose_name_plural = _("releases of results")

    def __str__(self):
        return f"{self.quiz_id} · {self.at:%Y-%m-%d}"


class Regrade(models.Model):
    """A question's answers marked anew by its key as it was then: ``version``. One that was wrong is
    undone by another, to the key that was restored.

    ``digest`` is that of the preview that was confirmed. ``spares_losses``: whose score would have
    fallen (``spared``) kept it.
    """

    question = models.ForeignKey("quizzes.Question", on_delete=models.PROTECT, related_name="regrades")
    version = models.ForeignKey("quizzes.QuestionVersion", on_delete=models.PROTECT, related_name="regrades")
    digest = models.CharField(max_length=64, editable=False)
    spared = models.ManyToManyField(Attempt, related_name="+")
    spares_losses = models.BooleanField(_("nobody loses points"), default=True)
    reason = models.CharField(_("reason"), max_length=500)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("re-grading")
        verbose_name_plural = _("re-gradings")
        constraints = [
            # Whoever confirms the same preview twice, or two at once, re-grades once.
            models.UniqueConstraint(fields=["version", "digest"], name="assessment_preview_confirmed_once"),
        ]

    def __str__(self):
        return f"{self.question_id} · {self.made_at:%Y-%m-%d}"


class RegradedAttemptQuerySet(OwnedQuerySet):
    owner = "attempt__enrolment__learner"


class RegradedAttempt(models.Model):
    """What a re-grading changed of one attempt: before and after."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="changes")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regradings")
    fraction_before = models.DecimalField(max_digits=5, decimal_places=4)
    fraction_after = models.DecimalField(max_digits=5, decimal_places=4)
    score_before = models.DecimalField(max_digits=9, decimal_places=4)
    score_after = models.DecimalField(max_digits=9, decimal_places=4)
    was_passed = models.BooleanField(null=True)
    is_passed = models.BooleanField(null=True)

    objects = RegradedAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("re-graded attempt")
        verbose_name_plural = _("re-graded attempts")
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="assessment_regraded_once"),
        ]

    def __str__(self):
        return f"{self.regrade_id} · {self.attempt_id}"
