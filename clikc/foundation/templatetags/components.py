"""Tags for components: built in to every template."""

import math
import re
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, gettext as _, ngettext, pgettext

from clikc.foundation import spoken

register = template.Library()

_PARAGRAPH = re.compile(r"\s*</p>\s*<p[^>]*>\s*")
_EDGE = re.compile(r"^\s*<p[^>]*>|</p>\s*$")


@register.simple_tag
def csrf_cookie_name() -> str:
    """Where a script finds the token of now, once another page has signed in anew."""
    return settings.CSRF_COOKIE_NAME


@register.simple_tag
def lang_attrs(code: str):
    """``lang`` and ``dir`` for words in a language that may not be the reader's."""
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html('lang="{}" dir="{}"', code, direction)


@register.filter
def language_name(code: str) -> str:
    """A language's name in itself: العربية."""
    return get_language_info(code)["name_local"]


@register.filter
def language_label(code: str) -> str:
    """A language's name in the reader's: Arabic. The code itself where there is no such language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.simple_tag
def colon() -> str:
    """What stands between a label and what it names, as the reader's language writes it."""
    return pgettext("between a label and what it names", ":")


@register.filter
def long_day(day: date) -> str:
    """A day with its weekday, in the order and with the signs of the reader's language."""
    return spoken.long_day(day)


@register.filter
def unwrapped(html: str):
    """Rich text for a place that holds no paragraphs: ``<p>a</p><p>b</p>`` → ``a<br>b``."""
    return mark_safe(_EDGE.sub("", _PARAGRAPH.sub("<br>", str(html).strip())))


@register.filter
def duration(minutes: int) -> str:
    """Minutes as people say them: ``45 minutes``, ``8 hours``, ``7 h 30 min``."""
    hours, rest = divmod(int(minutes or 0), 60)
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    if not rest:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def percent(value: int | Decimal) -> str:
    """A share as the language writes it, without idle zeros: ``70%`` in English, ``70 %`` in French."""
    return _("%(number)s%%") % {"number": points(Decimal(value))}


@register.filter
def points(value: Decimal | None) -> str:
    """Points as the language writes them, without idle zeros: ``4``, ``2.5``; empty without any."""
    if value is None:
        return ""
    is_whole = value == value.to_integral_value()
    return formats.number_format(value.quantize(Decimal(1)) if is_whole else value.normalize())


@register.filter
def counted(value: Decimal | None) -> int:
    """The whole number by which words beside points take their plural: half points count as the next one."""
    return 0 if value is None else math.ceil(value)


@register.filter
def clock_time(moment) -> str:
    """The time of day in the reader's zone: ``10:42``."""
    return formats.time_format(timezone.localtime(moment), "H:i") if moment else ""


@register.filter
def ago(moment: datetime) -> str:
    """How long ago: ``2 hours ago``."""
    return spoken.ago(moment)


@register.filter
def age(since: datetime, until: datetime | None = None) -> str:
    """How long, until now or until another moment: ``2 hours``."""
    return spoken.age(since, until)


@register.filter
def clock_or_date(moment) -> str:
    """The time of day where that is today for the reader, else with its date; empty for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return formats.time_format(local, "H:i") if is_today else formats.date_format(local, "DATETIME_FORMAT")


@register.filter
def lookup(mapping, key):
    """What a mapping holds for a key, or nothing."""
    return mapping.get(key) if mapping else None
