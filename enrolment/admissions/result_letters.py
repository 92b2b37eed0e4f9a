"""The letters of a selection: accepted, on the reserve list, not selected, moved up.

Each is sent once, in the candidate's language, with what the programme says there in its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from modeltranslation.utils import build_localized_fieldname

from clikc.foundation.addresses import public
from clikc.foundation.zones import zone_named
from clikc.people.models import LANGUAGES
from clikc.post import api as post

from .models import Call, Nomination, State
from .why_not import told_to_candidate

if TYPE_CHECKING:
    from clikc.people.models import User

ACCEPTED, RESERVE, NOT_SELECTED, MOVED_UP = "accepted", "reserve", "not_selected", "moved_up"
# Kind of the programme's words → its subject, and the state in which it is still true.
SUBJECTS = {
    ACCEPTED: gettext_noop("You are accepted: please answer"),
    RESERVE: gettext_noop("You are on the reserve list"),
    NOT_SELECTED: gettext_noop("The result of your nomination"),
    MOVED_UP: gettext_noop("A seat is free for you: please answer"),
}
TRUE_IN = {
    ACCEPTED: State.ACCEPTED,
    RESERVE: State.RESERVE,
    NOT_SELECTED: State.NOT_SELECTED,
    MOVED_UP: State.ACCEPTED,
}


def name_of(kind: str) -> str:
    """The name of a kind of letter on record."""
    return f"nomination-{kind.replace('_', '-')}"


def post_results(kind: str, nominations: Iterable[Nomination]) -> None:
    """To each of them, once for each nomination, whoever asks how often."""
    post.post_many(
        post.NewLetter(
            f"{name_of(kind)}:{item.pk}",
            name_of(kind),
            {"nomination": str(item.pk)},
            person_id=item.person_id,
        )
        for item in nominations
    )


def writer_of(kind: str):
    """Who writes this kind of letter when it leaves."""

    def write(facts: Mapping, person: User) -> post.Draft | None:
        """Nobody is told what is true no longer."""
        found = Nomination.objects.filter(pk=facts["nomination"], person=person, state=TRUE_IN[kind])
        nomination = found.select_related("call__session__programme").first()
        if nomination is None:
            return None
        said = told_to_candidate(nomination) if kind == NOT_SELECTED else ()
        return draft_of(kind, nomination, words_of(nomination.call, kind), nomination.answer_until, said)

    return write


def draft_of(
    kind: str,
    nomination: Nomination,
    words: Mapping[str, str],
    until: datetime | None,
    said: Sequence[str] = (),
) -> post.Draft:
    """The letter; ``words``: language → what the programme says in it; ``said``: why there is no seat."""
    person, session = nomination.person, nomination.call.session
    context = {
        "kind": kind,
        "session": session,
        "words": words.get(person.preferred_language, ""),
        "until": until,
        "said": said,
        "page": public(reverse("application", args=[nomination.pk])),
    }
    return post.Draft(gettext(SUBJECTS[kind]), f"admissions/mail/{kind}", context)


def as_read(
    kind: str,
    nomination: Nomination,
    words: Mapping[str, str],
    until: datetime | None,
    say_why: Callable[[], Sequence[str]] = tuple,
) -> tuple[str, str]:
    """Subject and text of the letter that somebody would be sent, as she would read it; ``say_why`` is asked
    in her language."""
    language = nomination.person.preferred_language
    with translation.override(language), timezone.override(zone_named(nomination.person.time_zone)):
        return post.as_read(draft_of(kind, nomination, words, until, say_why()), language)


def words_of(call: Call, kind: str) -> dict[str, str]:
    """Language → the programme's own words in this kind of letter. One query."""
    return all_words(call).get(kind, {})


def all_words(call: Call) -> dict[str, dict[str, str]]:
    """Kind → language → the programme's own words. A language without any has those of English. One query."""
    found = {}
    for letter in call.session.programme.letters.all():
        said = {code: getattr(letter, build_localized_fieldname("words", code)) for code, _name in LANGUAGES}
        found[letter.kind] = {code: words or said["en"] or "" for code, words in said.items()}
    return found
