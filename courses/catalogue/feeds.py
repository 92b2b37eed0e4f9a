"""New courses, for readers of feeds."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy as _

from clikc.foundation.pages import locale_id, public
from clikc.home.routing import address

from .models import CoursePage

ENTRIES = 50


class NewCoursesFeed(Feed):
    """The courses that exist in the reader's language, newest edition first, as Atom."""

    feed_type = Atom1Feed
    title = _("New courses")
    subtitle = _("Courses that can be taken in this language, the newest first.")
    author_name = settings.SITE_NAME

    def link(self) -> str:
        return f"/{get_language()}/courses/"

    def feed_url(self) -> str:
        return reverse("course_feed")

    def items(self):
        editions = public(CoursePage.objects.live().filter(locale_id=locale_id(get_language())))
        return editions.select_related("course__subject").order_by("-first_published_at", "-pk")[:ENTRIES]

    def item_title(self, item: CoursePage) -> str:
        return item.title

    def item_description(self, item: CoursePage) -> str:
        return item.summary

    def item_link(self, item: CoursePage) -> str:
        return address(get_language(), item.url_path)

    def item_categories(self, item: CoursePage) -> list[str]:
        return [str(item.course.subject), str(item.course.get_level_display())]

    def item_pubdate(self, item: CoursePage):
        return item.first_published_at

    def item_updateddate(self, item: CoursePage):
        return item.last_published_at
