"""Moodle XML, the exchange format of Moodle: https://docs.moodle.org/en/Moodle_XML_format. Pure.

What Moodle has no place for stands in attributes and elements of the prefix ``clikc:``, which Moodle
skips; ``extension.py`` lists them.
"""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
