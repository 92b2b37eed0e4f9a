"""What the columns of a sheet of marks are called: by their codes, and in five languages. Pure.

In each list the first word is the one that is written; all are understood, in any of the languages and
whatever their case, accents, spaces and punctuation. What stands in brackets behind a word is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from clikc.foundation.letters import fold, words_of

BEFORE = ("code", "assignment", "language", "number", "handed_in", "due")
BEHIND = ("feedback", "note", "finished", "stamp")
COLUMNS = (*BEFORE, *BEHIND)
PARTS = ("level", "points", "comment")
# Written behind the rows of a corrected file, and passed over when it comes back.
WRONG = "wrong"
# Stands in a cell for a text that no cell can hold: the piece is not touched.
KEPT = "⟦…⟧"

Names = Mapping[str, Mapping[str, tuple[str, ...]]]

COLUMN_NAMES: Names = {
    "code": {
        "en": ("Code", "code of the work"),
        "fr": ("Code", "code du travail"),
        "es": ("Código", "código del trabajo"),
        "ar": ("الرمز", "رمز العمل"),
        "am": ("ኮድ", "የሥራ ኮድ"),
    },
    "assignment": {
        "en": ("Assignment",),
        "fr": ("Devoir",),
        "es": ("Tarea",),
        "ar": ("المهمة",),
        "am": ("የጽሑፍ ሥራ",),
    },
    "language": {
        "en": ("Language",),
        "fr": ("Langue",),
        "es": ("Idioma",),
        "ar": ("اللغة",),
        "am": ("ቋንቋ",),
    },
    "number": {
        "en": ("Hand-in number",),
        "fr": ("Numéro de remise",),
        "es": ("Número de entrega",),
        "ar": ("رقم التسليم",),
        "am": ("የማስረከቢያ ቁጥር",),
    },
    "handed_in": {
        "en": ("Handed in",),
        "fr": ("Remis le",),
        "es": ("Entregado",),
        "ar": ("تاريخ التسليم",),
        "am": ("የተረከበበት",),
    },
    "due": {
        "en": ("Due",),
        "fr": ("À rendre le",),
        "es": ("Plazo",),
        "ar": ("الموعد النهائي",),
        "am": ("የመጨረሻ ቀን",),
    },
    "feedback": {
        "en": ("Feedback on the whole", "feedback", "overall feedback"),
        "fr": ("Commentaire général", "commentaires généraux", "appréciation générale"),
        "es": ("Comentario general", "comentarios generales", "retroalimentación general"),
        "ar": ("ملاحظات عامة", "التعليق العام"),
        "am": ("አጠቃላይ አስተያየት",),
    },
    "note": {
        "en": ("Note to other markers", "private note", "note"),
        "fr": ("Note aux autres correcteurs", "note privée", "note"),
        "es": ("Nota para otros evaluadores", "nota privada", "nota"),
        "ar": ("ملاحظة للمصححين الآخرين", "ملاحظة خاصة"),
        "am": ("ለሌሎች አራሚዎች ማስታወሻ", "የግል ማስታወሻ"),
    },
    "finished": {
        "en": ("Finished", "done"),
        "fr": ("Terminé", "fini"),
        "es": ("Terminado", "acabado"),
        "ar": ("انتهى", "منته"),
        "am": ("ተጠናቋል",),
    },
    "stamp": {
        "en": ("Do not change",),
        "fr": ("Ne pas modifier",),
        "es": ("No modificar",),
        "ar": ("لا تغيّر",),
        "am": ("አይቀይሩ",),
    },
    WRONG: {
        "en": ("What to mend",),
        "fr": ("À corriger",),
        "es": ("Qué corregir",),
        "ar": ("ما يجب تصحيحه",),
        "am": ("መታረም ያለበት",),
    },
}
PART_NAMES: Names = {
    "level": {
        "en": ("Level",),
        "fr": ("Niveau",),
        "es": ("Nivel",),
        "ar": ("المستوى",),
        "am": ("ደረጃ",),
    },
    "points": {
        "en": ("Points", "marks"),
        "fr": ("Points",),
        "es": ("Puntos",),
        "ar": ("الدرجات", "النقاط"),
        "am": ("ነጥብ",),
    },
    "comment": {
        "en": ("Comment",),
        "fr": ("Commentaire",),
        "es": ("Comentario",),
        "ar": ("تعليق", "التعليق"),
        "am": ("አስተያየት",),
    },
}
ANSWERS: Names = {
    "yes": {
        "en": ("yes", "y", "true", "1", "x", "finished"),
        "fr": ("oui", "o", "vrai", "terminé"),
        "es": ("sí", "s", "verdadero", "terminado"),
        "ar": ("نعم",),
        "am": ("አዎ",),
    },
    "no": {
        "en": ("no", "n", "false", "0"),
        "fr": ("non", "faux"),
        "es": ("no", "falso"),
        "ar": ("لا",),
        "am": ("አይ", "አይደለም"),
    },
}

_CRITERION = re.compile(r"(level|points|comment):([-a-zA-Z0-9_]{1,60})")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def key_of(text: str) -> str:
    """By which two texts are the same: ``Élevé (2,5)`` and ``eleve 2.5`` are."""
    return " ".join(fold(word) for word in words_of(text))


def written(names: Names, key: str, language: str) -> str:
    """The word that is written in a language."""
    return names[key].get(language, names[key]["en"])[0]


def code_in(cell: str) -> str:
    """The code of a column that a cell of the row of codes holds; "" for none."""
    text = cell.strip()
    if text.lower() in (*COLUMNS, WRONG):
        return text.lower()
    return text if _CRITERION.fullmatch(text) else ""


def criterion_in(code: str) -> tuple[str, str]:
    """``level:risk`` → its part and the code of its criterion; ("", "") of another column."""
    found = _CRITERION.fullmatch(code)
    return (found[1], found[2]) if found else ("", "")


def column_named(cell: str) -> str:
    """The code of the column that a header names in some language; "" for none, also of a criterion's."""
    return _keys("columns").get(key_of(_BRACKETS.sub("", cell)), "")


def part_named(cell: str) -> tuple[str, str]:
    """``Risk analysis: Points (0–10)`` → ``points`` and the words before them; ("", "") of another column."""
    title, colon, rest = _BRACKETS.sub("", cell).rpartition(":")
    part = _keys("parts").get(key_of(rest), "") if colon else ""
    return (part, title) if part else ("", "")


def is_known(cell: str) -> bool:
    """Whether a cell may be a header of ours."""
    return bool(code_in(cell) or column_named(cell) or part_named(cell)[0])


def answer_in(cell: str) -> bool | None:
    """Yes or no in any language; None for neither. An empty cell is no."""
    if not cell.strip():
        return False
    if cell.strip() in ("✓", "✔", "☑"):
        return True
    found = _keys("answers").get(key_of(cell))
    return None if found is None else found == "yes"


@cache
def _keys(which: str) -> dict[str, str]:
    names = {"columns": COLUMN_NAMES, "parts": PART_NAMES, "answers": ANSWERS}[which]
    return {key_of(word): code for code, by in names.items() for words in by.values() for word in words}
