"""Tags for components: built in to every template."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language_info

register = template.Library()


@register.simple_tag
def lang_attrs(code: str):
    """``lang`` and ``dir`` for words in a language that may not be the reader's."""
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html('lang="{}" dir="{}"', code, direction)


@register.filter
def language_name(code: str) -> str:
    """A language's name in itself: العربية."""
    return get_language_info(code)["name_local"]
