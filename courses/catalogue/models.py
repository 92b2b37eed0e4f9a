import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from clikc.foundation.pages import BasePage


class Subject(models.Model):
    """What courses are about; a facet of the catalogue."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")

    def __str__(self):
        return self.name


class Level(models.TextChoices):
    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class CourseQuerySet(models.QuerySet):
    def open(self) -> "CourseQuerySet":
        """Courses an officer may join without being asked."""
        return self.filter(is_open=True)


class Course(models.Model):
    """What can be taught: timeless, all languages. Holds each fact once; the words are CoursePages."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="courses", verbose_name=_("subject")
    )
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.FOUNDATION)
    minutes = models.PositiveIntegerField(_("duration in minutes"), default=60)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, per cent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    source_language = models.CharField(_("source language"), max_length=8, default="en")
    is_open = models.BooleanField(_("open to every officer"), default=True)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
    )
    share_picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for sharing"),
        help_text=_("1200 × 630, PNG or JPEG: shown when a link to the course is shared."),
    )
    opened_on = models.DateField(_("in the catalogue since"), auto_now_add=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self):
        return self.code


class ActivityKind(models.TextChoices):
    LESSON = "lesson", _("Lesson")
    QUIZ = "quiz", _("Quiz")
    ASSIGNMENT = "assignment", _("Assignment")


class ActivityQuerySet(models.QuerySet):
    def current(self) -> "ActivityQuerySet":
        return self.filter(is_archived=False)

    def required(self) -> "ActivityQuerySet":
        return self.current().filter(is_required=True)


class Activity(models.Model):
    """Anything a learner can do, independent of language.

    ``id`` is the ``translation_key`` its pages share; ``blocks`` are the ids of the source
    edition's blocks in order (StreamField ids are the same in every language). Progress,
    attempts and certificates point here, never at a page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=16, choices=ActivityKind.choices)
    code = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    is_required = models.BooleanField(default=True)
    is_archived = models.BooleanField(default=False)
    blocks = models.JSONField(default=list, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            # An address names one activity of a course; an archived one has given its address up.
            models.UniqueConstraint(
                fields=["course", "code"],
                condition=models.Q(is_archived=False),
                name="catalogue_activity_code_once",
            ),
        ]

    def __str__(self):
        return f"{self.course_id}/{self.code}"


class CataloguePage(BasePage):
    """The catalogue in one language: search, facets, cards."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalogue.CoursePage"]
    template = "catalogue/catalogue_page.html"

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request, *args, **kwargs):
        from .course_view import catalogue_context

        return super().get_context(request, *args, **kwargs) | catalogue_context(self, request)


class CoursePage(BasePage):
    """A course in the words of one language: an edition."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="pages", verbose_name=_("course")
    )
    summary = models.CharField(_("summary"), max_length=240)
    introduction = RichTextField(_("about this course"), features=["bold", "italic", "ol", "ul", "link"])
    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("You will be able to…")))],
        verbose_name=_("objectives"),
        blank=True,
    )
    audience = models.TextField(_("who it is for"))
    assessment = models.TextField(_("how it is assessed"))
    cover_alt = models.CharField(_("what the cover shows"), max_length=240, blank=True)
    search_words = models.TextField(editable=False, default="", blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("objectives"),
        FieldPanel("audience"),
        FieldPanel("assessment"),
        FieldPanel("cover_alt"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("search_words"),
        index.AutocompleteField("search_words"),
    ]
    parent_page_types = ["catalogue.CataloguePage"]
    template = "catalogue/course_page.html"

    class Meta:
        verbose_name = _("course page")

    def get_context(self, request, *args, **kwargs):
        from .course_view import course_context

        return super().get_context(request, *args, **kwargs) | course_context(self, request)
