"""Every bank of the demo courses through every format, into an empty bank."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction

from courses.lessons.api import load_course
from courses.quizzes.exporting import export_questions
from courses.quizzes.importing import import_questions, plan_import
from courses.quizzes.merging import changes
from courses.quizzes.models import QuestionBank
from courses.quizzes.stored import stored_questions

pytestmark = pytest.mark.django_db

COURSES = ("gender-equality", "risk-management", "salw", "tfa")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The banks of the demo courses, loaded once for this module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        for course in COURSES:
            load_course(settings.COURSE_CONTENT_DIR / course)
        yield list(QuestionBank.objects.select_related("course").order_by("code"))
        transaction.set_rollback(True)


def through(bank, format, **options):
    """The questions of a bank before and after a journey through a format, by code, and what was said."""
    before = {item.source.code: item for item in stored_questions(bank.questions)}
    said = export_questions(bank.questions, format=format, language="en", **options)
    fresh = QuestionBank.objects.create(code=f"fresh-{bank.pk}", course=bank.course)
    plan = plan_import(said.content, format=format, bank=fresh, language="en")
    import_questions(plan)
    after = {item.source.code: item for item in stored_questions(fresh.questions)}
    read = [*plan.findings, *(finding for item in plan.questions for finding in item.lost)]
    return before, after, said.findings, read


def facts(item):
    picture = item.question.picture
    definition = {name: value for name, value in item.source.definition.items() if value}
    return item.source.kind, definition, bool(picture), item.picture_hash, item.picture_alt


@pytest.mark.parametrize(
    ("format", "options"),
    [("moodlexml", {}), ("qti", {"version": "2.1"}), ("qti", {"version": "3.0"})],
)
def test_the_same_questions_come_back(demo, format, options):
    kinds = set()
    for bank in demo:
        before, after, said, read = through(bank, format, **options)
        assert list(after) == list(before)
        assert {item.code for item in said} <= {"only_here", "all_or_nothing", "share_unknown_there"}
        assert read == []
        for code, item in before.items():
            assert changes(item.source, after[code].source) == (), code
            assert facts(item) == facts(after[code]), code
            kinds.add(item.source.kind)
    assert "hotspot" in kinds


def test_what_a_spreadsheet_cannot_say_is_said(demo):
    for bank in demo:
        before, after, said, read = through(bank, "xlsx")
        spots = {code for code, item in before.items() if item.source.kind == "hotspot"}
        pictures = {code for code, item in before.items() if item.picture_hash} - spots
        assert after.keys() == before.keys() - spots
        assert {(item.code, item.question) for item in said} == {
            *(("picture_needed", code) for code in spots),
            *(("picture", code) for code in pictures),
        }
        assert read == []
        assert {code for code in after if changes(before[code].source, after[code].source)} == set()


def test_what_gift_cannot_say_is_said(demo):
    for bank in demo:
        before, after, said, read = through(bank, "gift")
        refused = {item.question: item.code for item in said if item.level == "refused"}
        assert set(refused.values()) <= {"kind_not_in_format", "several_gaps"}
        assert after.keys() == before.keys() - refused.keys()
        assert read == []
        lost = {item.question for item in said if item.code in ("other_languages", "model_answer")}
        for code in after:
            old, new = before[code].source, after[code].source
            has_others = any(len(words) > 1 for words in (old.text, old.explanation))
            has_others |= any(len(choice.text) > 1 for choice in old.choices)
            if has_others:
                assert code in lost
            elif code not in lost:
                assert changes(old, new) == (), code
            assert (old.text["en"], old.kind, old.difficulty) == (new.text["en"], new.kind, new.difficulty)
            assert {item.code for item in old.choices if item.is_right} == {
                item.code for item in new.choices if item.is_right
            }
