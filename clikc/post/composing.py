"""A letter as a message: who gets it, in which language and zone, and its headers."""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from clikc.foundation.addresses import public
from clikc.foundation.zones import zone_named

from .kinds import Draft, kind_of
from .models import Letter
from .rules import Fault

# Control characters and those that turn text around: none belongs into a line of headers.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# Persian and several Indian scripts need these two.
JOINERS = "\u200c\u200d"


class Dropped(Exception):
    """The letter is not to leave, and why."""

    def __init__(self, fault: Fault):
        super().__init__(fault.value)
        self.fault = fault


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The message of a letter, as things are now. Raises Dropped, and whatever writing it raises."""
    person, write = letter.person, kind_of(letter.kind).write
    if person is not None and not person.is_active:
        raise Dropped(Fault.INACTIVE)
    address = person.email if person is not None else letter.address
    if not address:
        raise Dropped(Fault.NO_ADDRESS)
    language = person.preferred_language if person is not None else settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zone_named(person.time_zone) if person else None):
        draft = write(letter.facts, person)
        if draft is None:
            raise Dropped(Fault.NOTHING_TO_SAY)
        language = draft.language or language
        with translation.override(language):
            return _message(draft, address, language, letter.key)


def as_read(draft: Draft, language: str) -> tuple[str, str]:
    """Subject and plain text of a letter in a language, for who wants to look before it is posted."""
    with translation.override(language):
        subject = one_line(str(draft.subject))
        text, _html = _bodies(draft, subject, language)
        # What a template made passes for HTML that needs no escaping; this is neither.
        return subject, text + ""


def _message(draft: Draft, address: str, language: str, key: str) -> EmailMultiAlternatives:
    subject = one_line(str(draft.subject))
    text, html = _bodies(draft, subject, language)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[address],
        reply_to=[draft.reply_to] if draft.reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": message_id(key)},
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _bodies(draft: Draft, subject: str, language: str) -> tuple[str, str]:
    if not draft.template:
        return draft.text, draft.html
    context = {
        "subject": subject,
        "language": language,
        "site_name": settings.SITE_NAME,
        "home": public(f"/{language}/"),
        **draft.context,
    }
    text, html = (render_to_string(f"{draft.template}.{form}", context) for form in ("txt", "html"))
    return text, html


def one_line(text: str) -> str:
    """A subject without line breaks and without what nobody can see."""
    seen = (
        " " if char.isspace() else char
        for char in text
        if char.isspace() or char in JOINERS or unicodedata.category(char) not in UNSEEN
    )
    return " ".join("".join(seen).split())


def message_id(key: str) -> str:
    """The same for the same letter, so that a mailbox may notice one that was sent again."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"
