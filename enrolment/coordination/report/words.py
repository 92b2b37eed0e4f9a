"""What a report says, in the language of now."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy as _, ngettext, ngettext_lazy, pgettext_lazy

from clikc.foundation.templatetags.components import percent
from clikc.people.models import Gender

from .rules import Finding, Number, Said, Span

FIGURES = {
    "officers": _("Officers"),
    "active": pgettext_lazy("officers", "Active in the period"),
    "enrolled": _("Enrolments"),
    "completed": _("Completions"),
    "certificates": _("Certificates"),
    "on_time": _("Finished on time"),
}
# Of which a share is counted, so that a change is one of percentage points.
SHARES = frozenset({"on_time"})
GENDERS = {
    Gender.WOMAN: pgettext_lazy("many people", "Women"),
    Gender.MAN: pgettext_lazy("many people", "Men"),
    Gender.OTHER: _("Other"),
    "": _("Not given"),
}
# ``n0`` and ``n1`` are the numbers of the finding, as the language writes them.
SENTENCES = {
    Said.NOTHING: _("No course was completed in this period, and none in the one before."),
    Said.NONE: ngettext_lazy(
        "No course was completed in this period; %(n0)s completion in the period before.",
        "No course was completed in this period; %(n0)s completions in the period before.",
        "count",
    ),
    Said.FIRST: ngettext_lazy(
        "%(n0)s completion, after none in the period before.",
        "%(n0)s completions, after none in the period before.",
        "count",
    ),
    Said.ROSE: ngettext_lazy(
        "%(n0)s completion, up from %(n1)s in the period before.",
        "%(n0)s completions, up from %(n1)s in the period before.",
        "count",
    ),
    Said.FELL: ngettext_lazy(
        "%(n0)s completion, down from %(n1)s in the period before.",
        "%(n0)s completions, down from %(n1)s in the period before.",
        "count",
    ),
    Said.SAME: ngettext_lazy(
        "%(n0)s completion, as many as in the period before.",
        "%(n0)s completions, as many as in the period before.",
        "count",
    ),
    Said.ONE_COURSE: _("All of it in one course: %(course)s."),
    Said.MOST: _("Most of them, %(n0)s of %(n1)s, in %(course)s."),
    Said.FIRST_COURSE: _("%(n0)s of %(n1)s in one course, more than in any other: %(course)s."),
    Said.ON_TIME: ngettext_lazy(
        "Of %(n1)s course due in the period, finished by its day: %(n0)s.",
        "Of %(n1)s courses due in the period, finished by their day: %(n0)s.",
        "count",
    ),
}
# Said of the groups under five and of the one that would give them away, which nobody can tell apart.
NOT_SHOWN = _("not shown")


def written(number: int) -> str:
    """A number as the language writes it: ``1,234``."""
    return number_format(number, force_grouping=True)


def value_of(name: str, value: int | None) -> str:
    if value is None:
        return "–"
    return percent(value) if name in SHARES else written(value)


def change_of(name: str, number: Number) -> str:
    """How a figure has changed: ``+15``, ``−3 points``; "" where there is nothing to compare with."""
    if number.change is None:
        return ""
    sign = "+" if number.change > 0 else "−" if number.change < 0 else "±"
    text = f"{sign}{written(abs(number.change))}"
    if name not in SHARES:
        return text
    # Translators: percentage points, as in "+5 points".
    words = ngettext("%(number)s point", "%(number)s points", abs(number.change))
    return words % {"number": text}


def month_of(day) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def weeks_of(span: Span) -> str:
    """Weeks as the axis says them: ``3``, ``3–4``, ``23+``."""
    if span.last is None:
        # Translators: this many weeks or more.
        return gettext("%(weeks)s+") % {"weeks": written(span.first)}
    if span.first == span.last:
        return written(span.first)
    return f"{written(span.first)}–{written(span.last)}"


def sentence(finding: Finding, courses: Mapping[int, tuple[str, str]]) -> SafeString:
    """A finding as HTML. ``courses``: id → title and the language it is in ("": that of now)."""
    title, language = courses.get(finding.course, ("", ""))
    named = format_html('<bdi lang="{}">{}</bdi>' if language else "<bdi>{1}</bdi>", language, title)
    facts = {f"n{place}": written(number) for place, number in enumerate(finding.numbers)}
    counted = finding.numbers[-1 if finding.said == Said.ON_TIME else 0] if finding.numbers else 0
    # The texts are ours; what is put into them is escaped.
    return mark_safe(str(SENTENCES[finding.said] % {**facts, "count": counted, "course": named}))
