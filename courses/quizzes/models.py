import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from clikc.foundation.pages import BasePage


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUEFALSE = "truefalse", _("True or false")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    NUMERICAL = "numerical", _("Number")
    SHORT = "short", _("Short text")
    BLANKS = "blanks", _("Fill in the blanks")


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
    def asked(self) -> "QuestionQuerySet":
        """Questions that may be drawn for a new attempt."""
        return self.filter(is_retired=False)


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
    text = models.TextField(_("question"))
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
    is_retired = models.BooleanField(_("retired: no longer drawn"), default=False)

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


class ReviewPolicy(models.TextChoices):
    """What a learner sees of an attempt once it is handed in; each includes the one before."""

    NOTHING = "nothing", _("Nothing")
    SCORE = "score", _("The score")
    ANSWERS = "answers", _("Which answers were right")
    EXPLANATIONS = "explanations", _("Right answers and explanations")


class Quiz(models.Model):
    """The facts of a quiz: once for all languages."""

    activity = models.OneToOneField(
        "catalogue.Activity",
        on_delete=models.CASCADE,
        related_name="quiz",
        limit_choices_to={"kind": "quiz"},
        verbose_name=_("activity"),
    )
    bank = models.ForeignKey(
        QuestionBank, on_delete=models.PROTECT, related_name="quizzes", verbose_name=_("question bank")
    )
    draw = models.PositiveSmallIntegerField(
        _("questions drawn for an attempt"), default=0, help_text=_("0: all questions of the bank")
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, per cent"),
        default=70,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, help_text=_("0: as many as one likes")
    )
    is_shuffled = models.BooleanField(_("shuffle questions and choices"), default=True)
    review_policy = models.CharField(
        _("shown after handing in"),
        max_length=16,
        choices=ReviewPolicy.choices,
        default=ReviewPolicy.EXPLANATIONS,
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self):
        return str(self.activity)


class QuizPage(BasePage):
    """The words of a quiz in one language. The facts are its ``Quiz``, found by translation key."""

    instructions = RichTextField(_("instructions"), features=["bold", "italic", "ol", "ul", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("instructions")]
    parent_page_types = ["catalogue.CoursePage", "lessons.ModulePage"]
    subpage_types = []
    template = "quizzes/quiz_page.html"

    class Meta:
        verbose_name = _("quiz page")

    @property
    def activity_id(self):
        return self.translation_key

    def get_context(self, request, *args, **kwargs):
        from .quiz_view import quiz_context

        return super().get_context(request, *args, **kwargs) | quiz_context(self)

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response
