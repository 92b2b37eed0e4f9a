from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks as core_blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from clikc.foundation.pages import BasePage

from ..back_office.page_panel import AssignmentPanel
from ..blocks import LessonBody
from ..lesson_view import assignment_context, surroundings


class ModulePage(BasePage):
    """A part of a course, in one language."""

    summary = models.CharField(_("summary"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    parent_page_types = ["catalogue.CoursePage"]
    subpage_types = ["lessons.LessonPage", "lessons.AssignmentPage", "quizzes.QuizPage"]
    template = "lessons/module_page.html"

    class Meta:
        verbose_name = _("module page")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | surroundings(self, request)


class LessonPage(BasePage):
    """A page of a course, in one language. Its record is the Activity of the same translation key."""

    summary = models.CharField(_("summary"), max_length=240, blank=True)
    objectives = StreamField(
        [("objective", core_blocks.CharBlock(label=_("You will be able to…")))],
        verbose_name=_("objectives"),
        blank=True,
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, help_text=_("The source edition's figure counts for every language.")
    )
    body = StreamField(LessonBody(), verbose_name=_("lesson"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("minutes"),
        FieldPanel("body"),
    ]
    parent_page_types = ["lessons.ModulePage"]
    subpage_types = []
    template = "lessons/lesson_page.html"

    class Meta:
        verbose_name = _("lesson page")

    @property
    def activity_id(self):
        return self.translation_key

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | surroundings(self, request)


class AssignmentPage(BasePage):
    """The words of a written assignment in one language. The facts are its ``Assignment``, found by
    translation key; the words of its rubric are on the rubric."""

    summary = models.CharField(_("summary"), max_length=240, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, help_text=_("The source edition's figure counts for every language.")
    )
    body = StreamField(LessonBody(), verbose_name=_("instructions"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        AssignmentPanel(),
        FieldPanel("body"),
    ]
    parent_page_types = ["catalogue.CoursePage", "lessons.ModulePage"]
    subpage_types = []
    template = "lessons/assignment_page.html"

    class Meta:
        verbose_name = _("assignment page")

    @property
    def activity_id(self):
        return self.translation_key

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | surroundings(self, request) | assignment_context(self)
