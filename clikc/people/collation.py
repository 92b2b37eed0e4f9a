"""Lists of names in the order a reader of the language expects.

Databases order by code point or by a locale of the machine; ours must be the same everywhere.
"""

import re
import unicodedata

_ARTICLE = "ال"
_NOT_LETTER = re.compile(r"[^\w\s]")


def sort_key(name: str, language: str) -> str:
    """Where ``name`` stands in a list of ``language``: compare the keys as texts.

    Accents and case do not count (``Émirats`` beside ``Emirats``), but Spanish has ñ after n.
    In Arabic the article does not count, and all forms of alef are one letter; Ethiopic letters
    stand in Unicode in the order of the syllabary already.
    """
    text = _NOT_LETTER.sub("", unicodedata.normalize("NFC", name).replace("-", " "))
    if language == "ar":
        text = text.removeprefix(_ARTICLE)
    if language == "es":
        text = text.replace("ñ", "n~").replace("Ñ", "N~")
    letters = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(letters).casefold()
