"""Data migrations, forwards and back again, with rows as they were found on a site of before."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.versions import freeze
from enrolment.assessment.models import Response
from tests.support.database import one_at_a_time

pytestmark = pytest.mark.django_db(transaction=True)


QUIZZES = ("quizzes", "0009_drop_bank_of_quizzes")
# Where the tests begin, from today backwards. Each is reached from the one before it, so the way back is
# gone once; it is kept, as the template is, for whoever begins there.
STATIONS = {
    "marked": (("assessment", "0006_versions_that_marked"), QUIZZES),
    "released": (("assessment", "0004_releases_and_spared"), QUIZZES),
    "deadlines": (("assessment", "0002_deadlines_marks_regrades"), QUIZZES),
    "slots": (("quizzes", "0008_slots_of_quizzes"),),
    "settings": (("quizzes", "0007_slots_and_settings"),),
    "facts": (("quizzes", "0003_facts_of_the_bank"),),
}


def migrate(*targets):
    """Brings the database to some migrations and gives the models of that time."""
    MigrationExecutor(connection).migrate(list(targets))
    # What hangs on none of them stays as it is today, and so do its columns.
    loader = MigrationExecutor(connection).loader
    return loader.project_state(
        [node for node in loader.applied_migrations if node in loader.graph.nodes]
    ).apps


def migrate_to_today() -> None:
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.fixture
def migrated_to(the_database):
    """``migrate``, but the first time from the station that its targets are."""
    starts = {targets: name for name, targets in STATIONS.items()}

    def begin_or_go_on(*targets):
        if starts:
            arrive(the_database, starts[targets])
            starts.clear()
        return migrate(*targets)

    return begin_or_go_on


def arrive(database, station: str) -> None:
    with one_at_a_time("stations"):
        for name, targets in STATIONS.items():
            if database.keeps(name):
                database.restore(name)
            else:
                migrate(*targets)
                database.keep(name)
            if name == station:
                return


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
        after = migrate(QUIZZES).get_model("quizzes", "Question").objects
        assert dict(after.values_list("code", "status")) == {
            "asked": "reviewed",
            "retired": "retired",
            "draft": "retired",
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

    def test_a_quiz_that_asks_nothing_gets_a_bank_of_its_course(self, migrated_to):
        new = migrated_to(self.AFTER)
        made, bare = make_course(new, pass_mark=65), make_course(new)
        bare.bank.delete()
        quizzes = new.get_model("quizzes", "Quiz").objects
        quizzes.create(activity=made.activity)
        quizzes.create(activity=bare.activity, own_pass_mark=80)
        # All the way to where a quiz has to have a bank.
        again = migrated_to(("quizzes", "0006_versions_of_questions")).get_model("quizzes", "Quiz").objects
        found = again.order_by("pk").values_list("bank__course", "pass_mark")
        assert list(found) == [(made.course.pk, 65), (bare.course.pk, 80)]
        assert again.first().bank_id == made.bank.pk


class TestVersionsOnPapers:
    BEFORE = ("assessment", "0002_deadlines_marks_regrades")
    AFTER = ("assessment", "0003_versions_on_papers")

    @pytest.fixture
    def sat(self, migrated_to):
        """An attempt on the site of before; its question, and one that was deleted since."""
        old = migrated_to(self.BEFORE, QUIZZES)
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
        forwards = self.attempt(migrated_to(self.AFTER, QUIZZES), sat)
        (item,) = forwards.paper
        assert item == sat.paper[0] | {"version": item["version"]}
        assert forwards.pass_mark == 65
        back = self.attempt(migrated_to(self.BEFORE, QUIZZES), sat)
        assert back.paper == sat.paper[:1]
        assert [item] == self.attempt(migrated_to(self.AFTER, QUIZZES), sat).paper

    def test_the_version_is_the_one_that_is_found_today(self, migrated_to, sat):
        (item,) = self.attempt(migrated_to(self.AFTER, QUIZZES), sat).paper
        migrate_to_today()
        assert freeze([sat.question]) == {str(sat.question): item["version"]}
        assert QuestionVersion.objects.count() == Question.objects.count() == 1


class TestRegradings:
    BEFORE, AFTER = ("assessment", "0003_versions_on_papers"), ("assessment", "0004_releases_and_spared")

    def test_two_of_one_version_become_one_on_the_way_back(self, migrated_to):
        new = migrated_to(self.AFTER, QUIZZES)
        made = make_course(new)
        questions, versions = (new.get_model("quizzes", name) for name in ("Question", "QuestionVersion"))
        question = questions.objects.create(bank=made.bank, code="asked", kind="single")
        one, two = (
            versions.objects.create(question=question, digest=digest, content={}) for digest in ("a", "b")
        )
        quiz = new.get_model("quizzes", "Quiz").objects.create(activity=made.activity)
        learner = new.get_model("people", "User").objects.create(email="amina@customs.example")
        enrolment = new.get_model("admissions", "Enrolment").objects.create(
            learner=learner, course=made.course, enrolled_at=timezone.now()
        )
        attempts = [
            new.get_model("assessment", "Attempt").objects.create(
                enrolment=enrolment,
                quiz=quiz,
                number=number,
                paper=[],
                started_at=timezone.now(),
                submitted_at=timezone.now(),
                score=0,
                score_possible=1,
            )
            for number in (1, 2)
        ]
        for number, version in enumerate((one, one, two)):
            regrade = new.get_model("assessment", "Regrade").objects.create(
                question=question,
                version=version,
                digest=str(number),
                reason=f"Reason {number}",
                made_at=timezone.now(),
            )
            for attempt in attempts[: 1 + number % 2]:
                new.get_model("assessment", "RegradedAttempt").objects.create(
                    regrade=regrade,
                    attempt=attempt,
                    fraction_before=0,
                    fraction_after=1,
                    score_before=0,
                    score_after=1,
                )
        old = migrated_to(self.BEFORE, QUIZZES)
        regrades = old.get_model("assessment", "Regrade").objects
        assert list(regrades.order_by("pk").values_list("version", "reason")) == [
            (one.pk, "Reason 0"),
            (two.pk, "Reason 2"),
        ]
        changes = old.get_model("assessment", "RegradedAttempt").objects.filter(regrade__version=one.pk)
        assert set(changes.values_list("attempt", flat=True)) == {attempt.pk for attempt in attempts}


class TestVersionsThatMarked:
    BEFORE, AFTER = ("assessment", "0006_versions_that_marked"), ("assessment", "0007_who_marked_so_far")

    def test_the_last_regrading_or_else_the_paper(self, migrated_to):
        old = migrated_to(self.BEFORE, QUIZZES)
        made = make_course(old)
        models = {name: old.get_model("assessment", name) for name in ("Attempt", "Response", "Regrade")}
        question = old.get_model("quizzes", "Question").objects.create(
            bank=made.bank, code="asked", kind="single"
        )
        asked, wrong, right = (
            old.get_model("quizzes", "QuestionVersion").objects.create(
                question=question, digest=digest, content={}
            )
            for digest in ("a", "b", "c")
        )
        quiz = old.get_model("quizzes", "Quiz").objects.create(activity=made.activity)
        learner = old.get_model("people", "User").objects.create(email="amina@customs.example")
        now = timezone.now()
        enrolment = old.get_model("admissions", "Enrolment").objects.create(
            learner=learner, course=made.course, enrolled_at=now
        )
        attempts = [
            models["Attempt"].objects.create(
                enrolment=enrolment,
                quiz=quiz,
                number=number,
                paper=[{"question": str(question.pk), "version": asked.pk}],
                started_at=now,
                submitted_at=None if number == 3 else now,
                score=None if number == 3 else 0,
                score_possible=1,
            )
            for number in (1, 2, 3)
        ]
        for attempt in attempts:
            models["Response"].objects.create(attempt=attempt, question=question, saved_at=now, fraction=0)
        for number, version in enumerate((wrong, right)):
            regrade = models["Regrade"].objects.create(
                question=question, version=version, digest=str(number), reason="x", made_at=timezone.now()
            )
            regrade.changes.create(
                attempt=attempts[0], fraction_before=0, fraction_after=1, score_before=0, score_after=1
            )
        new = migrated_to(self.AFTER, QUIZZES).get_model("assessment", "Response").objects
        found = new.order_by("attempt__number").values_list("marked_version", flat=True)
        assert list(found) == [right.pk, asked.pk, None]
        migrate_to_today()
        found = Response.objects.order_by("attempt__number").values_list("marked_version", flat=True)
        assert list(found) == [right.pk, asked.pk, None]
