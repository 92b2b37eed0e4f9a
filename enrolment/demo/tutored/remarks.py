"""What tutors of the demo say at places of a work: on sentences of a text, on pages, on a passage of a
document."""

from __future__ import annotations

import re

from .papers import PASSAGE

# On the first sentence, and on the third.
ON_SENTENCES = {
    "en": ("A good beginning.", "How do you know? One figure, and where it comes from, would carry this."),
    "fr": ("Bon début.", "Comment le savez-vous ? Un chiffre et sa source suffiraient."),
    "es": ("Buen comienzo.", "¿Cómo lo sabe? Bastaría una cifra con su fuente."),
    "ar": ("بداية جيدة.", "كيف عرفت ذلك؟ يكفي رقم واحد مع مصدره."),
}
# Page, and the point in thousandths from its left and its top.
ON_PAGES = (
    (1, 550, 140, "Say what counts as a find: a seizure, or any correction of the declaration?"),
    (1, 550, 222, "Few checks stand behind this line. Would it still hold with twice as many?"),
    (2, 925, 108, "Who decides that three of them meet: the system, or the officer on duty?"),
)
ON_PASSAGE = "Name who scored them: two people who do not ask each other score differently."
_SENTENCE = re.compile(r"[^.\s][^.]*\.")


def remarks_on_text(hand_in, most: int = 2) -> list[tuple[str, dict]]:
    """Comments on sentences of a text, in its language, each with its place as ``save_piece`` takes it."""
    spans = [found.span() for found in _SENTENCE.finditer(hand_in.plain)][::2]
    words = ON_SENTENCES.get(hand_in.language, ON_SENTENCES["en"])[:most]
    return [(said, {"start": start, "end": end}) for said, (start, end) in zip(words, spans, strict=False)]


def remarks_on_files(hand_in) -> list[tuple[str, dict]]:
    """The same on the pages of a PDF, and on the passage of a document that everybody scores by."""
    found = []
    for file in hand_in.files.all():
        place = {"file": str(file.pk)}
        if file.kind == "pdf":
            found += [(said, {**place, "page": page, "x": x, "y": y}) for page, x, y, said in ON_PAGES]
        elif PASSAGE in file.plain:
            start = file.plain.index(PASSAGE)
            found.append((ON_PASSAGE, {**place, "start": start, "end": start + len(PASSAGE)}))
    return found
