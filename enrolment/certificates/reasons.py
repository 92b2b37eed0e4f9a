"""Reasons of an award as they are kept with the decision, and as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy as _

from clikc.foundation.templatetags.components import lang_attrs, percent

from .achievements import Names
from .models import AwardDecision
from .rules import Award, Code, Reason

OF_MODULES = frozenset({Code.MODULE, Code.OPTIONAL})

# What is asked, met and not met. ``names`` are modules or works.
_SAID = {
    Code.FINAL: (_("Final mark: %(given)s; %(needed)s is needed."),) * 2,
    Code.MODULE: (_("%(names)s: %(given)s; %(needed)s is needed."),) * 2,
    Code.HANDED_IN: (_("Every assignment was handed in."), _("Not handed in: %(names)s.")),
    Code.NOTHING_LATE: (_("Nothing was handed in late."), _("Handed in late: %(names)s.")),
    Code.NOT_RESUBMITTED: (_("Nothing was handed in again."), _("Handed in again: %(names)s.")),
    Code.OPTIONAL: (_("Optional modules taken: %(number)s; %(count)s needed."),) * 2,
    Code.ATTENDANCE: (_("Live sessions attended: %(given)s; %(needed)s is needed."),) * 2,
    Code.WITHDRAWN: (_("Withdrew from the session."),) * 2,
}
# What was missing, in a letter: without any figure.
_MISSED = {
    Code.FINAL: _("The final mark is below what is asked to pass."),
    Code.MODULE: _("Below what is asked in every module: %(names)s."),
    Code.HANDED_IN: _("Not handed in: %(names)s."),
    Code.NOTHING_LATE: _("Handed in late: %(names)s."),
    Code.NOT_RESUBMITTED: _("Handed in again: %(names)s."),
    Code.OPTIONAL: _("Fewer optional modules were taken than are asked for."),
    Code.ATTENDANCE: _("Fewer live sessions were attended than are asked for."),
    Code.WITHDRAWN: _("You withdrew from the session."),
}


@dataclass(frozen=True)
class Said:
    """A reason as a sentence with markup for a page."""

    is_met: bool
    award: str
    words: SafeString


def as_data(reasons: Iterable[Reason]) -> list[dict]:
    """For ``AwardDecision.reasons``: figures as texts."""
    return [
        {
            "award": str(item.award),
            "code": str(item.code),
            "is_met": item.is_met,
            "given": None if item.given is None else str(item.given),
            "needed": None if item.needed is None else str(item.needed),
            "names": list(item.names),
        }
        for item in reasons
    ]


def from_data(data: Sequence[Mapping]) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            Award(item["award"]),
            Code(item["code"]),
            item["is_met"],
            _figure(item["given"]),
            _figure(item["needed"]),
            tuple(item["names"]),
        )
        for item in data
    )


def reasons_of(decision: AwardDecision) -> tuple[Reason, ...]:
    """What the rule said when it was proposed."""
    return from_data(decision.reasons)


def said(reasons: Iterable[Reason], names: Names) -> list[Said]:
    """Each reason as a sentence in the language of now, for a page."""
    return [Said(item.is_met, str(item.award), _sentence(item, names)) for item in reasons]


def missed(reasons: Iterable[Reason], names: Names) -> list[str]:
    """What was missing to pass, as sentences without figures; modules of one reason together."""
    found: dict[Code, list[str]] = {}
    for item in reasons:
        if item.award == Award.PASS and not item.is_met:
            found.setdefault(item.code, []).extend(item.names)
    return [
        str(_MISSED[code]) % {"names": gettext(", ").join(_titled(code, one, names)[0] for one in codes)}
        for code, codes in found.items()
    ]


def _sentence(reason: Reason, names: Names) -> SafeString:
    met, unmet = _SAID[reason.code]
    named = format_html_join(
        gettext(", "), "<bdi{}>{}</bdi>", (_marked(_titled(reason.code, one, names)) for one in reason.names)
    )
    facts = {
        "given": gettext("no mark") if reason.given is None else percent(reason.given),
        "needed": "" if reason.needed is None else percent(reason.needed),
        "number": reason.given,
        "count": reason.needed,
        "names": named,
    }
    safe = {key: conditional_escape(value) for key, value in facts.items()}
    return mark_safe(escape(met if reason.is_met else unmet) % safe)


def _titled(code: Code, name: str, names: Names) -> tuple[str, str]:
    """Title and language of a module or work; of one that is gone its code."""
    return (names.modules if code in OF_MODULES else names.works).get(name, (name, ""))


def _marked(titled: tuple[str, str]) -> tuple[str, str]:
    title, language = titled
    is_foreign = language not in ("", get_language())
    return (format_html(" {}", lang_attrs(language)) if is_foreign else "", title)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
