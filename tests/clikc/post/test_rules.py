"""What a failure means for a letter, and when it is tried again."""

import smtplib
from datetime import timedelta

import pytest

from clikc.post.rules import MOST_TRIES, judge, pause_after

GREY = {"a@customs.example": (451, b"greylisted")}
NOBODY = {"a@customs.example": (550, b"no such user")}


@pytest.mark.parametrize(
    ("error", "outcome", "fault"),
    [
        (smtplib.SMTPRecipientsRefused(NOBODY), "failed", "refused"),
        (smtplib.SMTPRecipientsRefused(GREY), "waiting", "not_now"),
        (smtplib.SMTPDataError(452, b"full"), "waiting", "server"),
        (smtplib.SMTPSenderRefused(421, b"too many", "x@clikc.example"), "waiting", "server"),
        (smtplib.SMTPNotSupportedError(), "waiting", "server"),
        (smtplib.SMTPServerDisconnected("closed"), "uncertain", "line_lost"),
        (ConnectionResetError(), "uncertain", "line_lost"),
        (TimeoutError(), "uncertain", "line_lost"),
        (ValueError("no address"), "failed", "unsendable"),
    ],
)
def test_what_a_failure_makes_of_a_letter(error, outcome, fault):
    verdict = judge(error)
    assert (verdict.outcome, verdict.fault) == (outcome, fault)


def test_pauses_grow_until_the_last_try():
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES + 1)]
    assert pauses[-1] is None
    assert pauses[:-1] == sorted(set(pauses[:-1]))
    # Grey lists want some minutes; an outage of an evening loses nothing.
    assert pauses[1] >= timedelta(minutes=5)
    assert sum(pauses[:-1], timedelta()) >= timedelta(hours=6)
