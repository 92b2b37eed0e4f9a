"""GIFT, the text format of Moodle: https://docs.moodle.org/en/GIFT_format. Pure.

GIFT says a question in one language. Codes, tags, difficulty and subjects stand in a comment before
it, as Moodle writes them (``// [id:code] [tag:word]``); ``signs.py`` lists the further marks there
that only we read.
"""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
