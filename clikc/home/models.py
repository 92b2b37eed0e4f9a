from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from clikc.foundation.pages import BasePage


class HomePage(BasePage):
    """The front door, one for each language of the interface."""

    tagline = models.CharField(_("tagline"), max_length=160)
    introduction = models.TextField(_("introduction"), max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("tagline"), FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")


class PlainPage(BasePage):
    """A page of text: about, help, privacy, accessibility."""

    summary = models.CharField(_("summary"), max_length=240, blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])
    is_in_footer = models.BooleanField(_("show in the footer"), default=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("is_in_footer"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]
    template = "home/plain_page.html"

    class Meta:
        verbose_name = _("plain page")
