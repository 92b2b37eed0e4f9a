"""What is written as Moodle XML comes back as it was, in all languages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from courses.quizzes.exchange import moodlexml
from courses.quizzes.exchange.model import Level

from .sources import BODIES, questions, sheets


def unplaced(found):
    return [replace(question, line=0) for question in found]


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_every_kind_comes_back(kind):
    @settings(max_examples=60, deadline=None)
    @given(questions(kinds=[kind]))
    def comes_back(question):
        written = moodlexml.write([question], language="en")
        assert [finding for finding in written.findings if finding.level != Level.NOTE] == []
        reading = moodlexml.read(written.content, language="en")
        assert reading.findings == ()
        assert unplaced(reading.questions) == [question]

    comes_back()


@settings(max_examples=25, deadline=None)
@given(sheets())
def test_a_sheet_comes_back_in_order(sheet):
    reading = moodlexml.read(moodlexml.write(sheet, language="en").content, language="en")
    assert unplaced(reading.questions) == sheet


@settings(max_examples=40, deadline=None)
@given(questions())
def test_words_that_are_in_another_language_than_the_file(question):
    reading = moodlexml.read(moodlexml.write([question], language="am").content, language="am")
    assert unplaced(reading.questions) == [question]
