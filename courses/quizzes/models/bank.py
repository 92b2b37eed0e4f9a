"""Questions, and what of them was asked."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase

from ..searching import SearchWordsField, is_searched, query_words


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUEFALSE = "truefalse", _("True or false")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    NUMERICAL = "numerical", _("Number")
    SHORT = "short", _("Short text")
    BLANKS = "blanks", _("Fill in the blanks")
    HOTSPOT = "hotspot", _("Places on a picture")
    ESSAY = "essay", _("Short essay")


class QuestionStatus(models.TextChoices):
    """Only reviewed questions are drawn."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    RETIRED = "retired", _("Retired")


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class QuestionBank(models.Model):
    """Questions that belong together, usually those of one course."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    course = models.ForeignKey(
        "catalogue.Course",
        on_delete=models.CASCADE,
        related_name="question_banks",
        verbose_name=_("course"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")

    def __str__(self):
        return self.code


class QuestionQuerySet(models.QuerySet):
    def reviewed(self) -> "QuestionQuerySet":
        """Questions that may be drawn for a new attempt."""
        return self.filter(status=QuestionStatus.REVIEWED)

    def tagged_with_all(self, names) -> "QuestionQuerySet":
        """Questions that bear every one of these tags."""
        found = self
        for name in names:
            bearing = TaggedQuestion.objects.filter(tag__name__iexact=name)
            found = found.filter(pk__in=bearing.values("content_object"))
        return found

    def found_by(self, query: str) -> "QuestionQuerySet":
        """Questions whose code or text, in whatever language, has every word of a query."""
        found = self
        for word in query_words(query):
            found = found.filter(search_words__contains=word)
        return found


class TaggedQuestion(TaggedItemBase):
    """A tag on a question."""

    content_object = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="tagged_items")


class Question(ClusterableModel):
    """One question. Its words are translated; which choices are right stands once.

    ``kind`` names a class of ``kinds/``, which knows how an answer is marked; ``definition`` is what
    that class needs beside the choices (pairs, value and tolerance, accepted texts, partial credit).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bank = models.ForeignKey(
        QuestionBank, on_delete=models.CASCADE, related_name="questions", verbose_name=_("question bank")
    )
    code = models.SlugField(_("code"), max_length=80)
    kind = models.CharField(_("kind"), max_length=16, choices=QuestionKind.choices)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=QuestionStatus.choices,
        default=QuestionStatus.DRAFT,
        help_text=_("Only reviewed questions are asked."),
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, default=Difficulty.MEDIUM
    )
    subjects = ParentalManyToManyField("catalogue.Subject", blank=True, verbose_name=_("subjects"))
    tags = ClusterTaggableManager(through=TaggedQuestion, blank=True, verbose_name=_("tags"))
    text = models.TextField(_("question"))
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=500,
        blank=True,
        help_text=_("For who cannot see it. Do not give the answer away."),
    )
    definition = models.JSONField(_("definition"), default=dict, blank=True, editable=False)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Shown after the attempt, where the quiz allows it.")
    )
    taught_in = models.ForeignKey(
        "catalogue.Activity",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taught in"),
    )
    source = models.URLField(_("source"), max_length=500, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    search_words = SearchWordsField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["bank", "position"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["bank", "code"], name="quizzes_question_code_once"),
        ]

    def __str__(self):
        return self.code

    def save(self, *args, update_fields=None, **kwargs):
        """What it is found by is kept in step, also where only some of its fields are saved."""
        if update_fields is not None and any(is_searched(name) for name in update_fields):
            update_fields = {*update_fields, "search_words"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def is_retired(self) -> bool:
        return self.status == QuestionStatus.RETIRED


class Choice(models.Model):
    """One choice of a question, keyed by id so that the language can change between two answers.

    The choices of a true-or-false question have the codes ``true`` and ``false`` and no words here.
    """

    sort_order_field = "position"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    code = models.SlugField(_("code"), max_length=80)
    text = models.CharField(_("text"), max_length=500, blank=True)
    is_right = models.BooleanField(_("right"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="quizzes_choice_code_once"),
        ]

    def __str__(self):
        return self.code


class QuestionVersion(models.Model):
    """A question as it was asked: words of every language, choices and key, frozen.

    Made when a question is drawn whose present content nobody was asked before (``versions.freeze``);
    never changed afterwards. ``content``: ``{"kind", "text": {language: …}, "explanation": {…},
    "choices": [{"id", "code", "right", "text": {…}}], "definition", "picture_alt": {…}}``.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    picture = models.ForeignKey("wagtailimages.Image", on_delete=models.PROTECT, null=True, related_name="+")
    first_asked_at = models.DateTimeField(_("first asked"), auto_now_add=True)

    class Meta:
        ordering = ["question", "first_asked_at", "pk"]
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        constraints = [
            # The same content is one version, also when two attempts start at once.
            models.UniqueConstraint(fields=["question", "digest"], name="quizzes_version_once"),
        ]

    def __str__(self):
        return f"{self.question_id} · {self.digest[:8]}"
