"""The record: who did what to whom, in which role, in the reader's language.

A room that does things to people names its deeds once (``register_deeds``) and records each
(``record``, ``record_many``) in the transaction of the deed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .models import AuditEntry
from .roles import Role

if TYPE_CHECKING:
    from .models import User

BATCH = 500

# Code of a deed → its sentence, which may name facts: ``_("Added to the cohort %(cohort)s.")``.
DEEDS: dict[str, object] = {}


def register_deeds(deeds: Mapping[str, object]) -> None:
    """Name a room's deeds; call it when apps are ready."""
    DEEDS.update(deeds)


def role_in(user: User | None, administration_id: int | None) -> str:
    """The role in which ``user`` acts on an administration's people: the nearest she holds; "" for none."""
    if user is None:
        return ""
    if administration_id is not None and administration_id in user.administrations_coordinated:
        return Role.NATIONAL_COORDINATOR
    order = (Role.PROGRAMME_MANAGER, Role.ADMIN, Role.TUTOR)
    return next((role for role in order if user.has_role(role)), "")


def record(
    *,
    what: str,
    by: User | None,
    person: User | None = None,
    administration_id: int | None = None,
    facts: Mapping | None = None,
) -> AuditEntry:
    """Write one deed down. ``by`` None means the platform itself; the administration is the person's
    where it is not given."""
    [entry] = record_many(what=what, by=by, people=[person], administration_id=administration_id, facts=facts)
    return entry


def record_many(
    *,
    what: str,
    by: User | None,
    people: Iterable[User | None],
    administration_id: int | None = None,
    facts: Mapping | None = None,
) -> list[AuditEntry]:
    """Write down the same deed to each of ``people``, in one query for every 500. ``what`` is registered."""
    if what not in DEEDS:
        raise LookupError(f"no such deed: {what}")
    now = timezone.now()
    entries = []
    for person in people:
        place = administration_id or (person.administration_id if person else None)
        entries.append(
            AuditEntry(
                at=now,
                actor=by,
                role=role_in(by, place) if by != person else "",
                what=what,
                person=person,
                administration_id=place,
                facts=dict(facts or {}),
            )
        )
    return AuditEntry.objects.bulk_create(entries, batch_size=BATCH)


def sentence(entry: AuditEntry) -> str:
    """What an entry says, in the language of now; its code where the deed is no longer known."""
    facts = {name: "" if value is None else value for name, value in entry.facts.items()}
    return _filled(DEEDS.get(entry.what, entry.what), facts)


def sentence_as_html(entry: AuditEntry) -> SafeString:
    """The same for a page: a name in another script stands for itself in the sentence."""
    facts = {
        name: "" if value is None else format_html("<bdi>{}</bdi>", value)
        for name, value in entry.facts.items()
    }
    return mark_safe(_filled(escape(DEEDS.get(entry.what, entry.what)), facts))


def deeds_by_name() -> dict[str, str]:
    """Code of every deed → its sentence with gaps, in the language of now, sorted by it."""
    said = {code: _filled(words, defaultdict(lambda: "…")) for code, words in DEEDS.items()}
    return dict(sorted(said.items(), key=lambda item: item[1].casefold()))


def _filled(words: object, facts: Mapping) -> str:
    """A sentence with its facts; as it is where one of them is missing."""
    try:
        return str(words) % facts
    except KeyError:
        return str(words)
