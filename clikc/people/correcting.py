"""What a coordinator may put right about a member: the name until a certificate bears it, the language."""

from __future__ import annotations

from django.db import transaction

from .locking import lock_person
from .models import User
from .name_lock import is_name_locked
from .record import record
from .validators import collapse_whitespace

LANGUAGES = dict(User._meta.get_field("preferred_language").choices)


class NameIsLocked(Exception):
    """A certificate bears the name."""


@transaction.atomic
def correct_member(*, person: User, by: User | None, printed_name: str, preferred_language: str) -> User:
    """Change name and language of a member; each change stands in the record. Safe to call twice.

    Raises NameIsLocked where the name would be another and a certificate bears it.
    """
    person = lock_person(person.pk)
    old = person.printed_name
    person.printed_name = collapse_whitespace(printed_name)
    if old != person.printed_name:
        if is_name_locked(person):
            raise NameIsLocked
        record(what="name_changed", by=by, person=person, facts={"old": old, "new": person.printed_name})
    if person.preferred_language != preferred_language:
        person.preferred_language = preferred_language
        language = LANGUAGES[preferred_language]
        record(what="language_changed", by=by, person=person, facts={"language": language})
    person.save(update_fields=["printed_name", "preferred_language"])
    return person
