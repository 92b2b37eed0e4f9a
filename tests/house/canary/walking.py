"""Going through the site as one reader: along every link, and through every form."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from .reading import Form, body_of, forms_in, links_in, text_of

# So many pages of one shape are enough: the fifth looks like the fourth.
OF_A_SHAPE = 4
NOT_WALKED = re.compile(r"^/(?!en/)|/accounts/|^//")


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has its consequences (letters, jobs) and is undone behind it."""
    with transaction.atomic():
        # A deliverer insists on being outside any transaction, but for that of a test.
        connection.atomic_blocks[-1]._from_testcase = True
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Everything that is written to any log meanwhile, at every level, with what goes with it."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(handler.format(record))
    ours = ("clikc", "courses", "enrolment", "django.request", "django.security", "django_tasks", "allauth")
    names = [name for name in logging.Logger.manager.loggerDict if name.startswith(ours)]
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger, logger.disabled, logger.level) for logger in loggers]
    root = logging.getLogger()
    root.addHandler(handler)
    for logger in loggers:
        logger.disabled = False
        logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        for logger, was_disabled, level in before:
            logger.disabled = was_disabled
            logger.setLevel(level)


def plain(answer, *names: str) -> str:
    """The text of an answer without ids, and with each of these names replaced by the same word."""
    text = text_of(answer) if hasattr(answer, "status_code") else answer
    return nameless(text, *names)


def nameless(text: str, *names: str) -> str:
    for name in names:
        text = re.sub(re.escape(name), "NAMED", text, flags=re.IGNORECASE)
        text = re.sub(re.escape(name.replace("@", "%40")), "NAMED", text, flags=re.IGNORECASE)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{64}", "UUID", text)
    # Numbers in addresses and attributes are ids; those in the text of a page are counts.
    text = re.sub(r"(?<=[/\-=\"_])\d+(?=[/\"&?_\-])", "ID", text)
    # Two looks at the same thing are some seconds apart.
    text = re.sub(r"\d\d:\d\d(:\d\d)?(\.\d+)?", "TIME", text)
    text = re.sub(r"\d+\s(second|minute|hour)s?", "A MOMENT", text)
    # What was chosen is told back.
    text = re.sub(r"(?<=choice\. )\d+", "ID", text)
    return re.sub(r"Content-Length: \d+", "", text)


def sent(client, method: str, address: str, data: dict | None = None, *, follow: bool = True):
    """The answer, after what was to be done on commit is done."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        if method == "GET":
            return client.get(address, data or {}, follow=follow)
        return client.post(address, data or {}, follow=follow)


def walk(client, starts: Iterable[str]) -> dict[str, object]:
    """Address → answer, of every page that links lead to from the starts."""
    found: dict[str, object] = {}
    waiting, seen, shapes = list(starts), set(), {}
    while waiting:
        address = waiting.pop(0)
        if address in seen or _is_enough(address, shapes):
            continue
        seen.add(address)
        found[address] = answer = client.get(address)
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [link for link in links_in(body_of(answer), address) if not NOT_WALKED.search(link)]
    return found


def _is_enough(address: str, shapes: dict) -> bool:
    """One thing asked for at a time, and some pages that differ by a number alone."""
    parts = urlsplit(address)
    names = tuple(sorted(name for name, _value in parse_qsl(parts.query)))
    shape = (re.sub(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}", "#", parts.path), names)
    shapes[shape] = shapes.get(shape, 0) + 1
    return len(names) > 1 or shapes[shape] > OF_A_SHAPE


def forms_of(answers: dict[str, object]) -> list[Form]:
    """Every form of the pages, one of each shape."""
    found: dict[tuple, Form] = {}
    for address, answer in answers.items():
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            for form in forms_in(body_of(answer), address):
                if not NOT_WALKED.search(form.action):
                    found.setdefault((form.method, *form.shape), form)
    return list(found.values())


def asked_alike(client, method: str, one: str, other: str, *data: dict) -> tuple:
    """The answers at two addresses with the number of queries each took, both undone.

    What a process remembers after its first look is looked at before.
    """
    first, second = (*data, {}, {})[:2]
    with undone():
        sent(client, method, other, second, follow=False)
    return _counted(client, method, one, first), _counted(client, method, other, second)


def _counted(client, method: str, address: str, data: dict):
    with undone(), CaptureQueriesContext(connection) as queries:
        answer = sent(client, method, address, data, follow=False)
    return answer, len(queries)
