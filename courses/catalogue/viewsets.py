"""The catalogue's records in the back office."""

from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Course, Subject


def name_panels(field: str) -> list[FieldPanel]:
    """A panel for each language of a translated field: a bare one would write in the editor's own."""
    return [
        FieldPanel(f"{field}_{code}", heading=get_language_info(code)["name_local"])
        for code in settings.MODELTRANSLATION_LANGUAGES
    ]


class SubjectViewSet(ModelViewSet):
    model = Subject
    icon = "tag"
    menu_label = _("Subjects")
    list_display = ["code", "name_en", "name_fr", "name_ar"]
    search_fields = ["code", *(f"name_{code}" for code in settings.MODELTRANSLATION_LANGUAGES)]
    panels = [FieldPanel("code"), MultiFieldPanel(name_panels("name"), heading=_("Name in each language"))]
    ordering = ["code"]


class CourseViewSet(ModelViewSet):
    model = Course
    icon = "openquote"
    menu_label = _("Courses")
    list_display = ["code", "subject", "level", "minutes", "is_open", "opened_on"]
    list_filter = ["subject", "level", "is_open"]
    search_fields = ["code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("source_language")]),
        FieldRowPanel([FieldPanel("subject"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("is_open")]),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("share_picture")], heading=_("Pictures")),
    ]
    ordering = ["code"]


class CatalogueGroup(ViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "list-ul"
    menu_order = 150
    items = (CourseViewSet("course_record"), SubjectViewSet("subject"))
