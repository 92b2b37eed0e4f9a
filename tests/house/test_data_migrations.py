"""Data migrations, forwards and back again, with rows as they were found on a site of before."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.versions import freeze

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migrated_to():
    """Brings the database to some migrations and gives the models of that time; to the last at the end."""
    last = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def migrate(*targets):
        executor = MigrationExecutor(connection)
        executor.migrate(list(targets))
        return executor.loader.project_state(list(targets)).apps

    yield migrate
    migrate(*last)


def make_course(apps, pass_mark: int = 70):
    """A course with a bank and the activity of its test, as the models of ``apps`` are."""
    subject, _new = apps.get_model("catalogue", "Subject").objects.get_or_create(code="compliance")
    courses = apps.get_model("catalogue", "Course").objects
    course = courses.create(code=f"course-{courses.count()}", subject=subject, pass_mark=pass_mark)
    activity = apps.get_model("catalogue", "Activity").objects.create(course=course, kind="quiz", code="test")
    bank = apps.get_model("quizzes", "QuestionBank").objects.create(code=course.code, course=course)
    return SimpleNamespace(course=course, activity=activity, bank=bank)


class TestStatusOfQuestions:
    BEFORE, AFTER = ("quizzes", "0003_facts_of_the_bank"), ("quizzes", "0004_status_of_questions")

    def test_there_and_back(self, migrated_to):
        old = migrated_to(self.BEFORE)
        made = make_course(old)
        questions = old.get_model("quizzes", "Question").objects
        for code, is_retired in (("asked", False), ("retired", True)):
            questions.create(bank=made.bank, code=code, kind="single", is_retired=is_retired)
        new = migrated_to(self.AFTER).get_model("quizzes", "Question").objects
        assert dict(new.values_list("code", "status")) == {"asked": "reviewed", "retired": "retired"}
        new.create(bank_id=made.bank.pk, code="draft", kind="single")
        again = migrated_to(self.BEFORE).get_model("quizzes", "Question").objects
        # What nobody reviewed is not asked on the site of before either.
        assert dict(again.values_list("code", "is_retired")) == {
            "asked": False,
            "retired": True,
            "draft": True,
        }


class TestSlotsOfQuizzes:
    BEFORE, AFTER = ("quizzes", "0007_slots_and_settings"), ("quizzes", "0008_slots_of_quizzes")

    def test_there_and_back(self, migrated_to):
        old = migrated_to(self.BEFORE)
        quizzes = old.get_model("quizzes", "Quiz").objects
        alike, apart = make_course(old, pass_mark=70), make_course(old, pass_mark=70)
        quizzes.create(activity=alike.activity, bank=alike.bank, draw=5, pass_mark=70)
        quizzes.create(activity=apart.activity, bank=apart.bank, draw=0, pass_mark=85)
        new = migrated_to(self.AFTER)
        slots = new.get_model("quizzes", "QuizSlot").objects.order_by("bank")
        assert list(slots.values_list("bank", "draw", "quiz__own_pass_mark")) == [
            (alike.bank.pk, 5, None),
            (apart.bank.pk, 0, 85),
        ]
        slots.filter(bank=alike.bank.pk).update(draw=3)
        again = migrated_to(self.BEFORE).get_model("quizzes", "Quiz").objects.order_by("bank")
        assert list(again.values_list("bank", "draw", "pass_mark")) == [
            (alike.bank.pk, 3, 70),
            (apart.bank.pk, 0, 85),
        ]
        # Forwards once more, nothing is asked twice.
        assert migrated_to(self.AFTER).get_model("quizzes", "QuizSlot").objects.count() == 2

    def test_a_quiz_of_fixed_questions_gets_the_bank_of_these(self, migrated_to):
        new = migrated_to(self.AFTER)
        made = make_course(new)
        question = new.get_model("quizzes", "Question").objects.create(
            bank=made.bank, code="fixed", kind="single"
        )
        quiz = new.get_model("quizzes", "Quiz").objects.create(activity=made.activity)
        new.get_model("quizzes", "QuizSlot").objects.create(quiz=quiz, question=question)
        again = migrated_to(self.BEFORE).get_model("quizzes", "Quiz").objects.get()
        assert again.bank_id == made.bank.pk


class TestVersionsOnPapers:
    BEFORE = ("assessment", "0002_deadlines_marks_regrades")
    AFTER = ("assessment", "0003_versions_on_papers")
    QUIZZES = ("quizzes", "0009_drop_bank_of_quizzes")

    @pytest.fixture
    def sat(self, migrated_to):
        """An attempt on the site of before; its question, and one that was deleted since."""
        old = migrated_to(self.BEFORE, self.QUIZZES)
        made = make_course(old, pass_mark=65)
        question = old.get_model("quizzes", "Question").objects.create(
            bank=made.bank, code="asked", kind="single", text_en="Which?", text_ar="أي؟", explanation_en="So."
        )
        for place, code in enumerate(("two", "one")):
            old.get_model("quizzes", "Choice").objects.create(
                question=question, code=code, text_en=code, is_right=code == "one", position=place
            )
        quiz = old.get_model("quizzes", "Quiz").objects.create(activity=made.activity)
        learner = old.get_model("people", "User").objects.create(email="amina@customs.example")
        enrolment = old.get_model("admissions", "Enrolment").objects.create(
            learner=learner, course=made.course, enrolled_at=timezone.now()
        )
        gone = "00000000-0000-0000-0000-000000000000"
        paper = [
            {"question": str(question.pk), "kind": "single", "choices": ["a", "b"]},
            {"question": gone, "kind": "single", "choices": []},
        ]
        attempt = old.get_model("assessment", "Attempt").objects.create(
            enrolment=enrolment, quiz=quiz, number=1, paper=paper, started_at=timezone.now()
        )
        return SimpleNamespace(attempt=attempt.pk, question=question.pk, paper=paper)

    def attempt(self, apps, sat):
        return apps.get_model("assessment", "Attempt").objects.get(pk=sat.attempt)

    def test_there_and_back(self, migrated_to, sat):
        forwards = self.attempt(migrated_to(self.AFTER, self.QUIZZES), sat)
        (item,) = forwards.paper
        assert item == sat.paper[0] | {"version": item["version"]}
        assert forwards.pass_mark == 65
        back = self.attempt(migrated_to(self.BEFORE, self.QUIZZES), sat)
        assert back.paper == sat.paper[:1]
        assert [item] == self.attempt(migrated_to(self.AFTER, self.QUIZZES), sat).paper

    def test_the_version_is_the_one_that_is_found_today(self, migrated_to, sat):
        (item,) = self.attempt(migrated_to(self.AFTER, self.QUIZZES), sat).paper
        migrated_to(*MigrationExecutor(connection).loader.graph.leaf_nodes())
        assert freeze([sat.question]) == {str(sat.question): item["version"]}
        assert QuestionVersion.objects.count() == Question.objects.count() == 1
