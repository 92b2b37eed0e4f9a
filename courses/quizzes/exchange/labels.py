"""What Moodle has no place for and a tag can say: ``difficulty:hard``, ``subject:valuation``. Pure.

Tags survive a journey through Moodle, and questions are drawn by them there too.
"""

from __future__ import annotations

from collections.abc import Iterable

from .codes import is_code

DIFFICULTIES = {1: "easy", 2: "medium", 3: "hard"}
_NUMBERS = {name: number for number, name in DIFFICULTIES.items()}
MEDIUM = 2


def tags_with_labels(difficulty: int, subjects: Iterable[str], tags: Iterable[str]) -> list[str]:
    level = DIFFICULTIES.get(difficulty, DIFFICULTIES[MEDIUM])
    return [f"difficulty:{level}", *(f"subject:{code}" for code in subjects), *tags]


def labels_of(found: Iterable[str]) -> dict[str, object]:
    """The fields ``difficulty``, ``subjects`` and ``tags`` of a question."""
    difficulty, subjects, tags = MEDIUM, [], []
    for tag in (" ".join(tag.split()) for tag in found):
        name, colon, value = (part.strip() for part in tag.partition(":"))
        if colon and name.lower() == "difficulty" and value.lower() in _NUMBERS:
            difficulty = _NUMBERS[value.lower()]
        elif colon and name.lower() == "subject" and is_code(value):
            subjects.append(value)
        elif tag:
            tags.append(tag)
    return {
        "difficulty": difficulty,
        "subjects": tuple(dict.fromkeys(subjects)),
        "tags": tuple(dict.fromkeys(tags)),
    }


def tag_of_category(path: str) -> str:
    """The last part of the path of a category, where an author named it; Moodle's own names are none."""
    name = path.replace("//", "\0").split("/")[-1].replace("\0", "/").strip()
    is_given = not (name.startswith("$") or name.lower() == "top" or name.startswith("Default for "))
    return " ".join(name.split())[:100] if is_given else ""
