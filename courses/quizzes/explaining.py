"""Findings as sentences in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext

from .exchange.model import Finding
from .exchange.reasons import REASONS
from .forms import FAULTS


def sentence(finding: Finding) -> str:
    """Why something is lost, refused or noted. A fault says what the author's form says of it."""
    if finding.code in FAULTS:
        return str(FAULTS[finding.code])
    return gettext(REASONS[finding.code]) if finding.code in REASONS else finding.code
