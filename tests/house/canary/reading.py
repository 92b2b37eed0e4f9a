"""What a reader gets, as text: pages, headers, sheets, archives, documents; and the doors that lead on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, SoupStrainer
from django.contrib.messages import get_messages
from lxml import etree
from pypdf import PdfReader

from .marking import FOREIGN, MARKS

# Another text each time: nonces, CSRF tokens.
CHANGING = re.compile(r'nonce="[^"]*"|"[A-Za-z0-9]{64}"')
MARK = re.compile("(?:" + "|".join([FOREIGN, MARKS["KE"]]) + r")[\w\-]*", re.IGNORECASE)


def text_of(response) -> str:
    """Status, headers, what was said beside the page, and all that is in the body, unpacked."""
    # Not how often: messages nobody has read yet pile up.
    said = sorted({str(message) for message in get_messages(response.wsgi_request)})
    headers = [f"{name}: {value}" for name, value in sorted(response.headers.items())]
    return "\n".join([str(response.status_code), *headers, *said, body_of(response)])


def body_of(response) -> str:
    if not hasattr(response, "canary_body"):
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        response.canary_body = CHANGING.sub("", "\n".join(_unpacked(raw)))
    return response.canary_body


def _unpacked(raw: bytes) -> Iterator[str]:
    """Text as it is; an archive (XLSX too) member by member, with their names; a PDF as it is read."""
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in sorted(archive.namelist()):
                yield name
                yield from _unpacked(archive.read(name))
    elif raw.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(raw))
        yield from (page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
    else:
        yield raw.decode("utf-8", "replace")


def marks_in(text: str, beginning: str = FOREIGN) -> list[str]:
    """The marks with this beginning that stand in a text, also percent-encoded."""
    found = {hit.lower() for hit in MARK.findall(text) + MARK.findall(unquote(text))}
    return sorted(hit for hit in found if hit.startswith(beginning))


@dataclass(frozen=True)
class Form:
    """A form of a page as a browser would send it; ``buttons`` are the ways to send it."""

    page: str
    method: str
    action: str
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str], ...] = ()
    # Name → every value its choices offer.
    offered: dict = field(default_factory=dict, compare=False)
    empty: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple:
        """The same for the same form of another page."""
        names = tuple(sorted({name for name, _value in self.fields} | set(self.empty)))
        return re.sub(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}", "#", urlsplit(self.action).path), names


def links_in(page: str, address: str) -> list[str]:
    """Where the links of a page lead, within the site."""
    # A tenth of the time of the other parser, for what is asked of every page.
    links = etree.HTML(page.strip() or "<html>").iterfind(".//a[@href]")
    found = [urldefrag(urljoin(address, link.get("href")))[0] for link in links]
    return [link for link in found if link.startswith("/")]


@cache
def forms_in(page: str, address: str) -> tuple[Form, ...]:
    soup = BeautifulSoup(page, "html.parser", parse_only=SoupStrainer("form"))
    return tuple(_form(item, address) for item in soup.find_all("form"))


def _form(item, address: str) -> Form:
    fields, buttons, empty, offered = [], [], [], {}
    for control in item.find_all(["input", "select", "textarea", "button"]):
        name, kind = control.get("name"), control.get("type", "")
        if not name or name == "csrfmiddlewaretoken" or control.has_attr("disabled"):
            continue
        if control.name == "button" or kind == "submit":
            buttons.append((name, control.get("value", "")))
        elif control.name == "select":
            options = [option.get("value", option.text) for option in control.find_all("option")]
            picked = [option.get("value", "") for option in control.find_all("option", selected=True)]
            offered[name] = options
            fields.append((name, (picked or options or [""])[0]))
        elif kind in ("checkbox", "radio"):
            offered.setdefault(name, []).append(control.get("value", "on"))
            if control.has_attr("checked"):
                fields.append((name, control.get("value", "on")))
        else:
            value = control.text.strip() if control.name == "textarea" else control.get("value", "")
            fields.append((name, value))
            if not value:
                empty.append(name)
    action = urldefrag(urljoin(address, item.get("action") or address))[0]
    method = item.get("method", "get").upper()
    return Form(address, method, action, tuple(fields), tuple(buttons), offered, tuple(empty))


def filled(query: dict) -> str:
    return "&".join(f"{quote(name)}={quote(str(value))}" for name, value in query.items())
