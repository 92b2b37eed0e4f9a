"""Courses on other pages than the catalogue's own."""

from django import template
from django.utils.translation import get_language

from courses.catalogue import browse
from courses.catalogue.cards import Card

register = template.Library()


@register.simple_tag
def newest_courses(count: int = 3) -> list[Card]:
    """The newest courses as cards, in the reader's language where there is an edition. Four queries."""
    return browse.newest(get_language(), count)
