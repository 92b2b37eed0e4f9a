"""What managers do at the desk: markers, quizzes with their sittings, extensions, releases."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.markers import name_marker
from enrolment.assessment.models import Attempt, Extension, Marker, Release
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course, make_question
from tests.factories.desk import make_waiting
from tests.factories.sittings import make_sittings

pytestmark = pytest.mark.django_db

MARKERS = "/en/assessment/markers/"
QUIZZES = "/en/assessment/quizzes/"


def address(name, *args) -> str:
    return reverse(f"assessment_{name}", args=args)


def told(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


class TestMarkers:
    def test_a_tutor_is_named_and_ended(self, client, boss, open_page):
        course, tutor = make_course().course, people.tutor(printed_name="Tomas Tutor")
        assert "No tutor marks" in open_page(MARKERS).get_text()
        for _twice in range(2):
            client.post(MARKERS, {"course": course.pk, "tutor": tutor.pk})
        marker = Marker.objects.get()
        assert (marker.tutor, marker.named_by) == (tutor, boss)
        assert "Tomas Tutor" in open_page(MARKERS).select_one(".staff__list").get_text()
        client.post(address("marker_end", marker.pk))
        marker.refresh_from_db()
        assert marker.ended_by == boss
        assert not open_page(MARKERS).select(".staff__list")

    def test_only_tutors_are_offered_and_taken(self, client, boss, open_page):
        course, officer = make_course().course, people.officer()
        former = people.tutor()
        former.role_grants.update(ended_at=timezone.now())
        tutor = people.tutor()
        offered = open_page(MARKERS).select("[name=tutor] option[value]:not([value=''])")
        assert [option["value"] for option in offered] == [str(tutor.pk)]
        for person in (officer, former):
            answer = client.post(MARKERS, {"course": course.pk, "tutor": person.pk})
            assert answer.status_code == 422
        assert not Marker.objects.exists()

    @pytest.mark.parametrize("value", ["", "x", "9" * 20, "1e30", "\x00"])
    def test_rubbish_names_nobody(self, client, boss, value):
        assert client.post(MARKERS, {"course": value, "tutor": value}).status_code == 422

    def test_ending_is_no_link(self, client, boss):
        marker = name_marker(course=make_course().course, tutor=people.tutor(), by=boss)
        assert client.get(address("marker_end", marker.pk)).status_code == 405
        assert client.post(address("marker_end", 99999)).status_code == 404

    def test_the_list_costs_the_same_for_many(self, client, boss, django_assert_max_num_queries):
        name_marker(course=make_course().course, tutor=people.tutor(), by=boss)
        with django_assert_max_num_queries(20) as one:
            client.get(MARKERS)
        for _n in range(3):
            name_marker(course=make_course().course, tutor=people.tutor(), by=boss)
        with django_assert_max_num_queries(len(one)):
            client.get(MARKERS)


@pytest.fixture
def thousand():
    """A test that a thousand have sat, each answering one question."""
    made = make_course(questions=0)
    question = make_question(made.bank)
    right = question.choices.get(code="one")
    make_sittings(made.quiz, [{question: [str(right.pk)]}] * 1000)
    return made.quiz


class TestQuizzes:
    def test_each_with_what_came_of_it(self, boss, open_page):
        sitting = make_waiting(mode="exam", closes_at=timezone.now() + timedelta(days=1))
        make_sitting(made=sitting.made)
        row = open_page(QUIZZES).select_one("tbody tr")
        cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
        assert cells[:4] == ["Exam not released", "1", "1", "1"]
        assert cells[4] == "fewer than 5"
        assert "UTC" in cells[5]

    def test_the_share_is_told_from_five_learners_on(self, boss, open_page):
        first = make_sitting()
        sit(first.attempt)
        for number in range(4):
            shown = open_page(QUIZZES).select("tbody td")[4].get_text(strip=True)
            assert shown == "fewer than 5"
            sit(make_sitting(made=first.made).attempt, right=0 if number == 3 else None)
        assert open_page(QUIZZES).select("tbody td")[4].get_text(strip=True) == "80%"

    @pytest.mark.parametrize(("counts", "share"), [("best", "100%"), ("first", "100%"), ("last", "80%")])
    def test_the_share_is_of_what_counts(self, boss, open_page, counts, share):
        first = make_sitting(mode="exam", counts=counts)
        for learner in [first, *(make_sitting(made=first.made) for _n in range(4))]:
            sit(learner.attempt)
        sit(api.start_attempt(enrolment_id=first.enrolment.pk, quiz=first.quiz), right=0)
        assert open_page(QUIZZES).select("tbody td")[4].get_text(strip=True) == share
        assert share in open_page(address("quiz", first.quiz.pk)).get_text()

    def test_a_release_that_is_refused_says_why(self, client, boss):
        sitting = make_sitting(mode="exam", time_limit=30)
        Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=1), paper=[{}])
        refused = client.post(address("release", sitting.quiz.pk))
        assert refused.status_code == 409
        assert "could not be closed" in told(refused)

    def test_of_one_course(self, boss, open_page):
        here, _elsewhere = make_course(), make_course()
        assert len(open_page(f"{QUIZZES}?course={here.course.code}").select("tbody tr")) == 1

    def test_a_quiz_nobody_has_sat(self, boss, open_page):
        quiz = make_course().quiz
        assert "Nobody has sat this test yet" in open_page(address("quiz", quiz.pk)).get_text()

    @pytest.mark.parametrize("pk", [99999, int("9" * 20)])
    def test_one_there_is_not(self, client, boss, pk):
        for name in ("quiz", "extensions", "release"):
            assert client.get(address(name, pk)).status_code == 404

    def test_its_sittings(self, boss, open_page):
        timed_out = make_sitting(time_limit=30, learner=people.officer(printed_name="Amina Yusuf"))
        Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=1))
        api.close_due_attempts()
        sit(make_sitting(made=timed_out.made, learner=people.officer(printed_name="Bo Li")).attempt)
        make_sitting(made=timed_out.made, learner=people.officer(printed_name="Cara Diaz"))
        rows = open_page(address("quiz", timed_out.quiz.pk) + "?sort=name").select("tbody tr")
        texts = [row.get_text(" ", strip=True) for row in rows]
        assert "Amina Yusuf" in texts[0]
        assert "Kenya" in texts[0]
        assert "Not passed Time was up 0%" in texts[0]
        assert "Passed 100%" in texts[1]
        assert "Open" in texts[2]

    @pytest.mark.parametrize(
        ("q", "found"),
        [("amina", 1), ("AMINA", 1), ("fiji", 1), ("customs.example", 2), ("nobody", 0), ("x" * 10_000, 0)],
    )
    def test_are_searched(self, boss, open_page, q, found):
        first = make_sitting(learner=people.officer(printed_name="Amina Yusuf", administration="FJ"))
        make_sitting(made=first.made, learner=people.officer(printed_name="Bo Li"))
        assert len(open_page(address("quiz", first.quiz.pk) + f"?q={q}").select("tbody tr")) == found

    @pytest.mark.parametrize("sort", ["name", "started", "handed-in", "score", "password", "-pk", ""])
    def test_are_sorted(self, boss, open_page, sort):
        first = make_sitting()
        sit(make_sitting(made=first.made).attempt)
        rows = open_page(address("quiz", first.quiz.pk) + f"?sort={sort}").select("tbody tr")
        assert len(rows) == 2
        if sort in ("score", "handed-in"):
            assert "100%" in rows[0].get_text()

    def test_a_thousand_cost_as_much_as_one(self, client, boss, thousand, django_assert_max_num_queries):
        few = make_sitting()
        with django_assert_max_num_queries(20) as one:
            client.get(address("quiz", few.quiz.pk))
        with django_assert_max_num_queries(len(one)):
            page = client.get(address("quiz", thousand.pk) + "?page=3&sort=score")
        rows = BeautifulSoup(page.content, "html.parser").select("tbody tr")
        assert len(rows) == 50
        assert b"Page 3 of 20" in page.content
        with django_assert_max_num_queries(20):
            assert "0%" in told(client.get(QUIZZES))


class TestExtensions:
    def extend(self, client, sitting, **data):
        where = address("extend", sitting.quiz.pk, sitting.enrolment.pk)
        return client.post(where, {"reason": "The line was down", "seen": "0", "step": "preview"} | data)

    def test_are_looked_at_before_they_are_granted(self, client, boss):
        sitting = make_sitting(time_limit=30)
        page = self.extend(client, sitting, minutes="15")
        assert page.status_code == 200
        assert "45 minutes" in told(page)
        assert "would end at" in told(page)
        assert not Extension.objects.exists()

    def test_are_granted_once_and_remembered(self, client, boss, open_page):
        sitting = make_sitting(time_limit=30, learner=people.officer(printed_name="Amina Yusuf"))
        answer = self.extend(client, sitting, minutes="15", step="grant")
        assert answer.url == address("extend", sitting.quiz.pk, sitting.enrolment.pk)
        again = self.extend(client, sitting, minutes="15", step="grant")
        assert again.status_code == 422
        assert "granted meanwhile" in told(again)
        kept = Extension.objects.get()
        assert (kept.minutes, kept.granted_by, kept.enrolment) == (15, boss, sitting.enrolment)
        history = open_page(address("extensions", sitting.quiz.pk)).get_text()
        for word in ("Amina Yusuf", "15 minutes more", "The line was down", "Rosa Manager"):
            assert word in history

    def test_who_was_told_of_another_can_go_on_from_there(self, client, boss):
        sitting = make_sitting(time_limit=30)
        self.extend(client, sitting, minutes="15", step="grant")
        again = self.extend(client, sitting, minutes="5", step="grant")
        seen = BeautifulSoup(again.content, "html.parser").select_one("[name=seen]")["value"]
        self.extend(client, sitting, minutes="5", step="grant", seen=seen)
        assert Extension.objects.count() == 2

    def test_times_are_those_of_the_tests_zone(self, client, boss):
        zone = ZoneInfo("Asia/Tokyo")
        closes = (timezone.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
        sitting = make_sitting(closes_at=closes, time_zone="Asia/Tokyo")
        wanted = (closes + timedelta(days=1)).astimezone(zone)
        page = self.extend(client, sitting, closes_at=wanted.strftime("%Y-%m-%dT%H:%M"))
        assert "Tokyo" in told(page)
        self.extend(client, sitting, closes_at=wanted.strftime("%Y-%m-%dT%H:%M"), step="grant")
        assert Extension.objects.get().closes_at == wanted
        assert Attempt.objects.get().deadline_at == wanted

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"minutes": "-5"},
            {"minutes": "9" * 20},
            {"minutes": "1e30"},
            {"attempts": "51"},
            {"minutes": "5", "reason": "   "},
            {"minutes": "5", "reason": "x" * 501},
            {"minutes": "5", "reason": "a\x00b"},
            {"minutes": "5", "seen": ""},
            {"closes_at": "2001-01-01T00:00"},
            {"closes_at": "0001-01-01T00:00"},
            {"closes_at": "9999-12-31T23:59"},
            {"closes_at": "tomorrow"},
        ],
    )
    @pytest.mark.parametrize("step", ["preview", "grant"])
    def test_rubbish_is_refused(self, client, boss, data, step):
        closes = timezone.now() + timedelta(days=3)
        sitting = make_sitting(
            time_limit=30, attempts_allowed=2, closes_at=closes, time_zone="America/Argentina/Ushuaia"
        )
        assert self.extend(client, sitting, step=step, **data).status_code == 422
        assert not Extension.objects.exists()

    def test_only_what_is_limited_is_asked_for(self, boss, open_page):
        sitting = make_sitting(attempts_allowed=2)
        page = open_page(address("extend", sitting.quiz.pk, sitting.enrolment.pk))
        assert page.select("[name=attempts]")
        assert not page.select("[name=minutes], [name=closes_at]")

    def test_of_a_test_without_limits(self, boss, open_page):
        sitting = make_sitting()
        page = open_page(address("extend", sitting.quiz.pk, sitting.enrolment.pk))
        assert "nothing to extend" in page.get_text()
        assert not page.select("[name=reason]")

    def test_are_for_learners_of_this_course(self, client, boss):
        here, elsewhere = make_sitting(time_limit=30), make_sitting(time_limit=30)
        assert client.get(address("extend", here.quiz.pk, elsewhere.enrolment.pk)).status_code == 404

    def test_the_learner_is_found_before_she_has_begun(self, boss, open_page):
        sitting = make_sitting(
            is_started=False, time_limit=30, learner=people.officer(printed_name="Amina Yusuf")
        )
        make_sitting(learner=people.officer(printed_name="Amina Elsewhere"))
        page = open_page(address("extensions", sitting.quiz.pk) + "?q=amina")
        (found,) = page.select("ul.staff__list li")
        assert "Amina Yusuf" in found.get_text()
        assert found.select_one("a")["href"] == address("extend", sitting.quiz.pk, sitting.enrolment.pk)

    def test_time_that_is_up_is_said_to_be(self, boss, open_page):
        sitting = make_sitting(time_limit=30)
        Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=1))
        page = open_page(address("extend", sitting.quiz.pk, sitting.enrolment.pk))
        assert "does not bring it back" in page.get_text()

    def test_the_history_costs_the_same_for_many(self, client, boss, django_assert_max_num_queries):
        first = make_sitting(time_limit=30)
        self.extend(client, first, minutes="5", step="grant")
        where = address("extensions", first.quiz.pk) + "?q=person"
        with django_assert_max_num_queries(20) as one:
            client.get(where)
        few = len(one)
        for _n in range(3):
            self.extend(client, make_sitting(made=first.made), minutes="5", step="grant")
        with django_assert_max_num_queries(few):
            client.get(where)


class TestReleasing:
    @pytest.fixture
    def exam(self):
        exam = make_sitting(mode="exam")
        sit(exam.attempt)
        sit(make_sitting(made=exam.made).attempt, right=0)
        return exam

    def test_says_how_many_pass_before_it_is_done(self, client, boss, exam, open_page):
        where = address("release", exam.quiz.pk)
        facts = [dd.get_text() for dd in open_page(where).select("dd")]
        assert facts == ["1", "1", "0"]
        assert not Release.objects.exists()
        assert client.post(where).url == address("quiz", exam.quiz.pk)
        assert Release.objects.get().by == boss
        assert "Rosa Manager" in open_page(address("quiz", exam.quiz.pk)).get_text()
        assert not open_page(where).select("form")

    def test_waits_for_the_essays(self, client, boss):
        exam = make_waiting(mode="exam")
        answer = client.post(address("release", exam.quiz.pk))
        assert answer.status_code == 409
        assert "answers that wait to be marked" in told(answer)
        assert f"/en/assessment/marking/?quiz={exam.quiz.pk}" in answer.content.decode()
        assert not Release.objects.exists()

    def test_warns_of_who_still_sits(self, boss, exam, open_page):
        make_sitting(made=exam.made)
        assert "still open" in open_page(address("release", exam.quiz.pk)).select(".notice")[-1].get_text()

    @pytest.mark.parametrize("is_required", [True, False])
    def test_a_certificate_is_spoken_of_where_the_exam_is_needed_for_it(
        self, boss, exam, open_page, is_required
    ):
        type(exam.quiz.activity).objects.filter(pk=exam.quiz.activity_id).update(is_required=is_required)
        said = open_page(address("release", exam.quiz.pk)).get_text()
        assert ("gets the certificate" in said) == is_required
        assert ("Nobody needs it" in said) != is_required

    def test_is_for_exams(self, client, boss):
        quiz = make_course().quiz
        assert client.post(address("release", quiz.pk)).status_code == 404


@pytest.mark.parametrize("make", [people.tutor, people.author, people.officer, people.coordinator])
def test_nobody_else_manages(client, make):
    exam = make_sitting(mode="exam", time_limit=30)
    sit(exam.attempt)
    people.sign_in(client, make())
    pages = [
        address("markers"),
        address("quizzes"),
        address("quiz", exam.quiz.pk),
        address("extensions", exam.quiz.pk),
        address("extend", exam.quiz.pk, exam.enrolment.pk),
        address("release", exam.quiz.pk),
        address("regradings"),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page, {"minutes": 5}).status_code for page in pages} == {404}
    assert not Release.objects.exists()
