"""Quizzes: what they ask, when, and how often they may be sat."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from clikc.foundation.pages import BasePage

from .bank import Difficulty, Question, QuestionBank


class QuizMode(models.TextChoices):
    """What a quiz is for. A test tells its result when it is handed in; practice tells after each
    question and can be repeated without end; an exam tells once its results are released."""

    TEST = "test", _("Test: the result at once")
    PRACTICE = "practice", _("Practice: feedback after each question")
    EXAM = "exam", _("Exam: the result once it is released")


class AttemptCounts(models.TextChoices):
    """Which of several attempts is the result."""

    BEST = "best", _("The best attempt")
    LAST = "last", _("The last attempt")
    FIRST = "first", _("The first attempt")
    AVERAGE = "average", _("The average of all attempts")


class ReviewPolicy(models.TextChoices):
    """What a learner sees of an attempt once it is handed in; each includes the one before."""

    NOTHING = "nothing", _("Nothing")
    SCORE = "score", _("The score")
    ANSWERS = "answers", _("Which answers were right")
    EXPLANATIONS = "explanations", _("Right answers and explanations")


class ReviewFrom(models.TextChoices):
    """From when on answers and explanations are shown."""

    SUBMISSION = "submission", _("As soon as it is handed in")
    CLOSING = "closing", _("Once the quiz has closed for everybody")


class Quiz(ClusterableModel):
    """The facts of a quiz: once for all languages. What it asks are its ``slots``, in order."""

    activity = models.OneToOneField(
        "catalogue.Activity",
        on_delete=models.CASCADE,
        related_name="quiz",
        limit_choices_to={"kind": "quiz"},
        verbose_name=_("activity"),
    )
    mode = models.CharField(_("mode"), max_length=10, choices=QuizMode.choices, default=QuizMode.TEST)
    own_pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, per cent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Empty: the pass mark of the course."),
    )
    time_limit = models.PositiveSmallIntegerField(
        _("time limit, minutes"), default=0, help_text=_("0: no limit")
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        help_text=_("The zone in which the opening and closing times were meant."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, help_text=_("0: as many as one likes")
    )
    cool_down = models.PositiveIntegerField(
        _("minutes between two attempts"), default=0, help_text=_("0: the next attempt may follow at once")
    )
    counts = models.CharField(
        _("which attempt counts"), max_length=10, choices=AttemptCounts.choices, default=AttemptCounts.BEST
    )
    is_shuffled = models.BooleanField(_("shuffle questions and choices"), default=True)
    is_sequential = models.BooleanField(_("one question at a time, without a way back"), default=False)
    review_policy = models.CharField(
        _("shown after handing in"),
        max_length=16,
        choices=ReviewPolicy.choices,
        default=ReviewPolicy.EXPLANATIONS,
    )
    review_from = models.CharField(
        _("answers and explanations are shown"),
        max_length=12,
        choices=ReviewFrom.choices,
        default=ReviewFrom.SUBMISSION,
    )
    released_at = models.DateTimeField(_("results released"), null=True, blank=True, editable=False)
    pretest = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="posttests",
        verbose_name=_("pre-test"),
        help_text=_(
            "A quiz on the same objectives, sat before the course: the result shows what was gained."
        ),
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="quizzes_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(pretest__isnull=True) | ~models.Q(pretest=models.F("pk")),
                name="quizzes_pretest_is_another",
            ),
        ]

    def __str__(self):
        return str(self.activity)

    @property
    def pass_mark(self) -> int:
        """What is needed to pass, in per cent: the quiz's own, else the course's."""
        return self.activity.course.pass_mark if self.own_pass_mark is None else self.own_pass_mark

    @property
    def is_practice(self) -> bool:
        return self.mode == QuizMode.PRACTICE

    @property
    def is_pretest(self) -> bool:
        """Whether another quiz shows what was gained since this one. One query."""
        return self.posttests.exists()

    @property
    def is_awaiting_release(self) -> bool:
        """Whether results of this quiz are not to be known yet."""
        return self.mode == QuizMode.EXAM and self.released_at is None


class QuizSlot(models.Model):
    """A place in a quiz: one fixed question, or ``draw`` questions at random from a bank.

    What is drawn has every one of ``tags`` and, where they are given, the difficulty and the subject.
    """

    sort_order_field = "position"

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveIntegerField(default=0, editable=False)
    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("fixed question"),
    )
    bank = models.ForeignKey(
        QuestionBank,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("question bank"),
    )
    draw = models.PositiveSmallIntegerField(_("questions drawn"), default=0, help_text=_("0: all that fit"))
    tags = models.CharField(
        _("with all of these tags"), max_length=300, blank=True, help_text=_("Separated by commas.")
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, null=True, blank=True
    )
    subject = models.ForeignKey(
        "catalogue.Subject",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("subject"),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("place in a quiz")
        verbose_name_plural = _("places in a quiz")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question__isnull=False, bank__isnull=True)
                | models.Q(question__isnull=True, bank__isnull=False),
                name="quizzes_slot_is_fixed_or_drawn",
            ),
        ]

    def __str__(self):
        return str(self.question or self.bank)

    @property
    def tag_names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.tags.split(",") if name.strip())


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
        from ..quiz_view import quiz_context

        return super().get_context(request, *args, **kwargs) | quiz_context(self, request)

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response
