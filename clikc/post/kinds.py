"""The kinds of letters there are: who writes each when it leaves, and who hears that it left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clikc.people.models import User

    Write = Callable[[Mapping, "User | None"], "Draft | None"]
    OnSent = Callable[[Mapping], object]


@dataclass(frozen=True)
class Draft:
    """What a letter says: a subject and two bodies.

    ``template`` is a prefix: ``<template>.txt`` and ``<template>.html`` are rendered with ``context``,
    ``subject``, ``language``, ``site_name`` and ``home`` (an address); both extend ``mail/base``.
    Without it ``text`` (and ``html``, where there is one) are the bodies. ``language``: of who has no
    account; a person's own without it. ``subject`` may be lazy. ``reply_to``: one address.
    """

    subject: object
    template: str = ""
    context: Mapping = field(default_factory=dict)
    language: str = ""
    text: str = ""
    html: str = ""
    reply_to: str = ""


@dataclass(frozen=True)
class Kind:
    write: Write
    on_sent: OnSent | None


class UnknownKind(LookupError):
    """Nobody registered this kind of letter."""


_kinds: dict[str, Kind] = {}


def register_letter(kind: str, write: Write, *, on_sent: OnSent | None = None) -> None:
    """From now on letters of this kind are written by ``write``; call it when the apps are ready.

    ``write(facts, person)`` is called when the letter leaves, in the language and the time zone of
    the person (None where the letter goes to an address). It obeys what is true and permitted then:
    None drops the letter. It is not asked for somebody whose account is closed. ``on_sent(facts)``
    is called once the letter left, in the transaction that notes it.
    """
    _kinds[kind] = Kind(write, on_sent)


def kind_of(name: str) -> Kind:
    """Raises UnknownKind."""
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]
