"""What was marked is found again, shows its history, and is corrected by who may."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enrolment.assessment import api
from enrolment.assessment.models import HandMark, Response
from tests.factories import people
from tests.factories.desk import make_essay_course, make_marker, make_waiting

pytestmark = pytest.mark.django_db

HOME, MARKED = "/en/assessment/", "/en/assessment/marked/"


@pytest.fixture
def made():
    return make_essay_course(essays=2)


@pytest.fixture
def tutor(client, made):
    return people.sign_in(client, make_marker(made.course, printed_name="Tomas Tutor").tutor)


def marked(sitting, by, share="0.25", which=0):
    return api.mark_by_hand(
        response_id=sitting.waiting[which].pk, fraction=Decimal(share), comment="Too short", by=by
    )


def address_of(response):
    return reverse("assessment_mark", args=[response.pk])


def form_of(page) -> dict:
    """The form of change as a browser would send it."""
    sent = {field["name"]: field.get("value", "") for field in page.select("form input[type=hidden]")}
    chosen = page.select_one("form input[type=radio][checked]")
    sent |= {"share": chosen["value"]} if chosen else {}
    return sent | {"comment": page.select_one("form textarea[name=comment]").get_text().strip()}


class TestTheTutor:
    def test_finds_hers_and_changes_it(self, client, made, tutor, open_page):
        essay = marked(make_waiting(made=made), tutor)
        for path in (HOME, MARKED):
            (link,) = [a for a in open_page(path).select("a") if a["href"] == address_of(essay)]
            assert "Change" in link.get_text()
        sent = form_of(open_page(address_of(essay)))
        assert (sent["share"], sent["comment"]) == ("0.25", "Too short")
        answer = client.post(address_of(essay), sent | {"share": "0.75", "comment": "Long enough"})
        assert answer.url == MARKED
        essay.refresh_from_db()
        assert (essay.fraction, essay.comment) == (Decimal("0.75"), "Long enough")
        text = open_page(address_of(essay)).get_text()
        assert "0.75 of 1 point" in text
        assert "0.25 of 1 point" in text

    def test_may_no_more_once_the_result_is_known(self, client, made, tutor, open_page):
        sitting = make_waiting(made=made)
        essay = marked(sitting, tutor)
        sent = form_of(open_page(address_of(essay)))
        marked(sitting, tutor, which=1)
        assert not open_page(address_of(essay)).select("form")
        assert client.post(address_of(essay), sent | {"share": "1"}).status_code == 403
        assert HandMark.objects.filter(response=essay).count() == 1

    def test_may_not_change_what_a_colleague_marked(self, client, made, tutor, open_page):
        essay = marked(make_waiting(made=made), people.manager())
        assert not open_page(address_of(essay)).select("form")
        assert client.post(address_of(essay), {"share": "1", "seen": "1"}).status_code == 403
        assert address_of(essay) not in str(open_page(MARKED))

    def test_never_learns_whose_it_is(self, client, made, tutor):
        essay = marked(make_waiting(made=made), tutor)
        for path in (HOME, MARKED, f"{MARKED}?q=Secret", address_of(essay)):
            text = client.get(path).content.decode()
            assert essay.attempt.enrolment.learner.email not in text
            assert "Amina" not in text
        assert address_of(essay) in client.get(f"{MARKED}?q=nobody").content.decode()

    def test_does_not_find_it_any_more_when_she_marks_there_no_more(self, client, made, tutor):
        essay = marked(make_waiting(made=made), tutor)
        tutor.marks_courses.update(ended_at="2026-01-01T00:00Z")
        assert client.get(address_of(essay)).status_code == 404
        assert client.post(address_of(essay), {"share": "1", "seen": "1"}).status_code == 404
        assert address_of(essay) not in client.get(MARKED).content.decode()


class TestTheManager:
    def test_finds_it_by_its_learner(self, boss, made, open_page):
        essay = marked(make_waiting(made=made), people.manager(printed_name="Quick Colleague"))
        page = open_page(f"{MARKED}?q=amina")
        assert address_of(essay) in str(page)
        assert "Quick Colleague" in page.get_text()
        assert address_of(essay) not in str(open_page(f"{MARKED}?q=nobody"))

    def test_needs_a_reason(self, client, boss, made, open_page):
        essay = marked(make_waiting(made=made), people.manager())
        sent = form_of(open_page(address_of(essay))) | {"share": "1"}
        answer = client.post(address_of(essay), sent)
        assert answer.status_code == 422
        assert "required" in answer.content.decode()
        assert client.post(address_of(essay), sent | {"reason": "One page was lost"}).status_code == 302
        assert "One page was lost" in open_page(address_of(essay)).get_text()

    @pytest.mark.parametrize(
        "sent",
        [
            {"seen": "x"},
            {"seen": "9" * 5000},
            {"reason": "x" * 501},
            {"reason": "a\x00b"},
            {"share": "2"},
            {"share": "", "other": ""},
        ],
    )
    def test_sends_rubbish_in_vain(self, client, boss, made, open_page, sent):
        essay = marked(make_waiting(made=made), people.manager())
        right = form_of(open_page(address_of(essay))) | {"share": "1", "reason": "Why"}
        assert client.post(address_of(essay), right | sent).status_code == 422
        assert HandMark.objects.count() == 1

    def test_who_is_too_late_loses_nothing(self, client, boss, made, open_page):
        essay = marked(make_waiting(made=made), people.manager())
        sent = form_of(open_page(address_of(essay))) | {"share": "1", "reason": "Mine", "comment": "My words"}
        first = HandMark.objects.get()
        api.change_mark(
            response_id=essay.pk,
            fraction=Decimal("0.5"),
            comment="Theirs",
            reason="Quick",
            by=people.manager(),
            seen=first.pk,
        )
        answer = client.post(address_of(essay), sent)
        assert answer.status_code == 409
        page = BeautifulSoup(answer.content, "html.parser").select_one("main")
        assert "My words" in page.get_text()
        assert "Theirs" in page.get_text()
        assert Response.objects.get(pk=essay.pk).comment == "Theirs"


@pytest.mark.parametrize("make", [people.officer, people.coordinator, people.author, people.translator])
def test_nobody_else_sees_or_changes_it(client, made, make):
    essay = marked(make_waiting(made=made), people.manager())
    person = people.sign_in(client, make())
    assert client.get(MARKED).status_code in (403, 404), person
    assert client.get(address_of(essay)).status_code in (403, 404)
    assert client.post(address_of(essay), {"share": "1", "seen": "1"}).status_code in (403, 404)
    assert HandMark.objects.count() == 1


def test_the_list_costs_the_same_for_one_and_for_many(client, boss, made, django_assert_max_num_queries):
    marked(make_waiting(made=made), boss)
    with django_assert_max_num_queries(20) as one:
        client.get(MARKED)
    for _n in range(3):
        marked(make_waiting(made=made, learner=people.officer()), boss)
    with django_assert_max_num_queries(len(one)):
        client.get(MARKED)


class TestTheLearner:
    def test_reads_what_was_changed_and_why(self, client, made, open_page):
        sitting, boss = make_waiting(made=made, review_policy="score"), people.manager()
        essay = marked(sitting, boss)
        marked(sitting, boss, which=1)
        people.sign_in(client, sitting.learner)
        result = reverse("attempt_result", args=[sitting.attempt.pk])
        assert "was changed" not in open_page(result).get_text()
        api.change_mark(
            response_id=essay.pk,
            fraction=Decimal("0.75"),
            comment="",
            reason="<b>A page</b> was overlooked",
            by=boss,
            seen=essay.hand_marks.get().pk,
        )
        text = open_page(result).get_text()
        assert "The score of question 2 was changed on" in text
        assert "It was 0.25 of 1 point, now it is 0.75." in text
        assert "<b>A page</b> was overlooked" in text

    def test_not_before_an_exam_is_released(self, client, made, open_page):
        sitting, boss = make_waiting(made=made, mode="exam"), people.manager()
        essay = marked(sitting, boss)
        api.change_mark(
            response_id=essay.pk,
            fraction=Decimal(1),
            comment="",
            reason="Why",
            by=boss,
            seen=essay.hand_marks.get().pk,
        )
        people.sign_in(client, sitting.learner)
        result = reverse("attempt_result", args=[sitting.attempt.pk])
        assert "was changed" not in open_page(result).get_text()
