"""QTI 2.1 and QTI 3.0: items, and content packages of them. Pure.

What is understood of a foreign file, and what is said of the rest: ``docs/question-formats.md``.
"""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
