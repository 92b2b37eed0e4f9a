"""Findings as sentences in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from .exchange.model import Finding
from .exchange.reasons import REASONS
from .forms import FAULTS


def sentence(finding: Finding) -> str:
    """Why something is lost, refused or noted. A fault says what the author's form says of it."""
    if finding.code == "key_changes" and finding.number:
        return _about_another_key(finding.number)
    if finding.code in FAULTS:
        return str(FAULTS[finding.code])
    return gettext(REASONS[finding.code]) if finding.code in REASONS else finding.code


def _about_another_key(times: int) -> str:
    return ngettext(
        "What is right changes. The question was asked %(times)d time: that attempt keeps what was asked. To "
        "correct its result, re-grade the question.",
        "What is right changes. The question was asked %(times)d times: those attempts keep what was asked. "
        "To correct their results, re-grade the question.",
        times,
    ) % {"times": times}
