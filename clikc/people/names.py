"""Names as search compares them: without accents, case, vowel signs, letter variants. Pure."""

from clikc.foundation.letters import fold, words_of

LONGEST_SEARCHABLE = 400

# Letters with a stroke or of their own, which no normalisation takes apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


def searchable(name: str) -> str:
    """A name as it is kept to be searched: its folded words, then all of them written as one.

    ``"Abdel-Rahman Øst"`` → ``"abdel rahman ost abdelrahmanost"``; so it is found however its parts are
    spaced. Starts with the words, so lists can be sorted by it.
    """
    words = name_words(name)
    whole = [] if len(words) < 2 else ["".join(words)]
    return " ".join([*words, *whole])[:LONGEST_SEARCHABLE]


def name_words(text: str) -> list[str]:
    """The folded words of a name, or of what is typed to find one."""
    words = (fold(word).translate(_PLAIN) for word in words_of(text))
    return [word for word in words if word]
