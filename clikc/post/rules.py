"""What a failure means for a letter, and when it is tried again. Pure."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MOST_TRIES = 5
# After the first try, the second, …: a server that lists unknown senders grey asks for a few minutes.
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
# A server takes seconds. Whoever has not said so for this long what became of a letter was killed.
SILENCE = timedelta(minutes=10)


class Fault(StrEnum):
    """Why a letter is not sent."""

    INACTIVE = "inactive"  # the person's account is closed
    NO_ADDRESS = "no_address"  # the person has none
    NOTHING_TO_SAY = "nothing_to_say"  # it is no longer true or allowed
    UNKNOWN_KIND = "unknown_kind"  # nobody is registered to write it
    UNWRITTEN = "unwritten"  # writing it went wrong
    UNSENDABLE = "unsendable"  # its address or headers are none, or the backend failed otherwise
    REFUSED = "refused"  # the server refused the recipient for good
    NOT_NOW = "not_now"  # the server refused the recipient for now
    SERVER = "server"  # the server refused the letter
    LINE_LOST = "line_lost"  # the line dropped while it was handed over
    INTERRUPTED = "interrupted"  # the deliverer was killed while it had it


@dataclass(frozen=True)
class Verdict:
    """What a failure makes of a letter: ``waiting`` to be tried again, ``failed`` or ``uncertain``."""

    outcome: str
    fault: Fault


def judge(error: Exception) -> Verdict:
    """What becomes of a letter whose sending raised ``error``.

    Where the server answered, the letter did not leave. Where the line dropped, the answer may have
    been a yes: trying again might send it twice.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        is_final = all(code >= 500 for code, _words in error.recipients.values())
        return Verdict("failed", Fault.REFUSED) if is_final else Verdict("waiting", Fault.NOT_NOW)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Verdict("uncertain", Fault.LINE_LOST)
    if isinstance(error, smtplib.SMTPException):
        return Verdict("waiting", Fault.SERVER)
    if isinstance(error, OSError):
        return Verdict("uncertain", Fault.LINE_LOST)
    return Verdict("failed", Fault.UNSENDABLE)


def pause_after(tries: int) -> timedelta | None:
    """How long a letter waits after so many tries; None: it was the last."""
    return PAUSES[tries - 1] if tries < MOST_TRIES else None
