"""Every reason that the readers and writers of GIFT and Moodle XML give has a sentence."""

import re
from pathlib import Path

from courses.quizzes import exchange
from courses.quizzes.exchange.reasons import REASONS

GIVEN = re.compile(r'(?:lost|note|refused|Refused|unreadable|NoPicture|code =)\(?\s*"([a-z_]+)"')
MINE = ("*.py", "gift/*.py", "moodlexml/*.py")


def test_every_reason_has_a_sentence():
    folder = Path(exchange.__file__).parent
    given = {
        code for part in MINE for path in folder.glob(part) for code in GIVEN.findall(path.read_text("utf-8"))
    }
    assert len(given) > 60
    assert given <= set(REASONS)


def test_the_sentences_are_sentences_and_sorted():
    assert list(REASONS) == sorted(REASONS)
    assert all(sentence.endswith(".") for sentence in REASONS.values())
