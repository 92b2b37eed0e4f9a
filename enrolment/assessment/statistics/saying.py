"""Figures in words and numbers of the reader's language."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _, ngettext

from .reliability import Meaning
from .rules import Figures, Flag

# What to look at, in a few words and in a sentence.
FLAGS = {
    Flag.CHECK_KEY: (
        _("Check the key"),
        _("Those who do well elsewhere do badly here. Mostly the key is wrong or the text misleads."),
    ),
    Flag.TOO_HARD: (
        _("Too hard"),
        _("Less than a fifth of the points is earned: not taught, badly worded, or more than one is right."),
    ),
    Flag.WEAK: (
        _("Tells little"),
        _("It hardly tells those who know the rest from those who do not."),
    ),
    Flag.OFTEN_BLANK: (
        _("Often blank"),
        _("A quarter or more leave it blank: too long, unclear, or at the end of too short a time."),
    ),
    Flag.TOO_EASY: (
        _("Very easy"),
        _("Nearly everybody gets it right. Keep it if everybody must know it; it tells nobody apart."),
    ),
}

RELIABILITY = {
    Meaning.HIGH: _("High: single results can be relied on."),
    Meaning.GOOD: _("Good: results near the pass mark may still be chance."),
    Meaning.FAIR: _("Fair: enough to look at groups; single results near the pass mark are partly chance."),
    Meaning.LOW: _(
        "Low: much of a result is chance. More questions help, and better ones than the first of this list."
    ),
}


def percent(share: float) -> str:
    """A share of one in whole per cent, rounded half up."""
    return _("%(number)s%%") % {"number": number_format(int(share * 100 + 0.5), use_l10n=True)}


def two_places(value: float | None) -> str:
    """With two decimals and a true minus sign; a dash where there is nothing to say."""
    if value is None:
        return "–"
    text = number_format(abs(round(value, 2)), decimal_pos=2)
    return f"\u2212{text}" if round(value, 2) < 0 else text


def duration(seconds: float) -> str:
    """Seconds as minutes and seconds: 75 is 1:15."""
    whole = int(seconds + 0.5)
    return f"{whole // 60}:{whole % 60:02}"


def how_many(figures: Figures) -> str:
    return ngettext("%(count)s person", "%(count)s people", figures.sittings) % {
        "count": number_format(figures.sittings, use_l10n=True)
    }
