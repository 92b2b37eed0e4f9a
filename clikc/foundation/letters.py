"""Letters that people write for one another, in Arabic and in Amharic. Pure.

Whoever compares words as readers mean them folds with this table (``str.translate``), and adds what
only its own comparison takes for the same.
"""


def _letters() -> dict[int, str]:
    table = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
    for row, kept in (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ኸ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ")):
        table |= {chr(ord(row) + order): chr(ord(kept) + order) for order in range(7)}
    # ሃ is said like ሀ, ኣ like አ; and so are their homophones.
    table |= dict.fromkeys("ሃሓኃኻ", "ሀ") | dict.fromkeys("ኣዓ", "አ")
    table |= {"ዉ": "ው", "ቈ": "ቆ", "ኰ": "ኮ", "ጐ": "ጎ", "ኈ": "ሆ"}
    return {ord(letter): kept for letter, kept in table.items()}


# A letter's number → the letter we compare by.
LETTERS = _letters()
