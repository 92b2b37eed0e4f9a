"""What participants ask their tutors, each in her own language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """``answers``: language → the same answer; none where it waits for one."""

    text: str
    answers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, own: str, spoken: Collection[str]) -> str:
        """In her ``own`` language where the tutor speaks it, else in English, which all of them do; "" while
        there is none."""
        return self.answers.get(own if own in spoken else "en", "")


# By the place of who asks among the participants.
QUESTIONS = {
    0: Question(
        "May I use figures from our annual report if they are public already?",
        {"en": "Yes, with the source."},
    ),
    1: Question(
        "هل يجوز أن أكتب عن معبر بري صغير لا يتبع إدارتي؟",
        {"ar": "نعم، إن عرفته جيدًا.", "en": "Yes, if you know it well."},
    ),
    2: Question("¿Puedo entregar el mapa del puesto como fotografía?"),
    11: Question(
        "Our line is down every afternoon. Can I hand in by phone?",
        {"en": "Yes, drafts are kept as you type."},
    ),
    21: Question(
        "Puis-je citer une circulaire interne de notre direction générale ?",
        {"fr": "Oui, mais sans les noms qui y figurent.", "en": "Yes, but without the names in it."},
    ),
}
