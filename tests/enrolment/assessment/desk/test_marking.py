"""Marking at the desk: blind, one after the other, and nothing that was typed is lost."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enrolment.assessment import api
from enrolment.assessment.models import Response
from tests.factories import people
from tests.factories.desk import make_essay_course, make_marker, make_waiting

pytestmark = pytest.mark.django_db

QUEUE = "/en/assessment/marking/"


@pytest.fixture
def made():
    return make_essay_course()


@pytest.fixture
def tutor(client, made):
    return people.sign_in(client, make_marker(made.course, printed_name="Tomas Tutor").tutor)


@pytest.fixture
def essay(made, tutor):
    return make_waiting(made=made).waiting[0]


def address_of(response, query=""):
    return reverse("assessment_mark", args=[response.pk]) + query


def another(made, **facts):
    return make_waiting(made=made, learner=people.officer(administration="FJ"), **facts).waiting[0]


class TestThePage:
    def test_has_all_that_a_marker_needs(self, essay, open_page):
        page = open_page(address_of(essay))
        text = page.get_text()
        assert "The essay one (en)" in text
        assert "Compare, then release." in text
        assert "Because it is so." in text
        assert page.select_one(".staff__answer").get_text() == "Compare the values.\nThen release the goods."
        assert page.select_one(".staff__answer")["dir"] == "auto"
        assert "7 words" in text
        assert "at least 3" in text
        assert "at most 10" in text

    @pytest.mark.parametrize("path", [QUEUE, "one"])
    def test_never_tells_whose_answer_it_is(self, client, essay, path):
        learner = essay.attempt.enrolment.learner
        text = client.get(address_of(essay) if path == "one" else path).content.decode()
        for secret in (learner.printed_name, learner.email, str(learner.administration), "Secret", "Fiji"):
            assert secret not in text

    def test_writes_what_was_answered_as_text(self, made, tutor, open_page):
        essay = another(made, text="<script>alert(1)</script> \u202egnp")
        page = open_page(address_of(essay))
        assert not page.select("script")
        assert "<script>alert(1)" in page.select_one(".staff__answer").get_text()

    def test_is_not_there_for_an_answer_that_is_not_hers(self, client, made, tutor):
        own_people = make_waiting(made=made, learner=people.officer(administration="KE")).waiting[0]
        elsewhere = make_waiting(made=make_essay_course(), learner=people.officer(administration="FJ"))
        by_machine = Response.objects.exclude(fraction=None).first()
        for response in (own_people, elsewhere.waiting[0], by_machine):
            assert client.get(address_of(response)).status_code == 404
            assert client.post(address_of(response), {"share": "1"}).status_code == 404
        assert Response.objects.waiting().count() == 2


class TestTheMark:
    @pytest.mark.parametrize(
        ("sent", "fraction"),
        [
            ({"share": "0"}, "0"),
            ({"share": "0.75"}, "0.75"),
            ({"other": "0.6"}, "0.6"),
            ({"other": "0,35"}, "0.35"),
            ({"other": "٠٫٤"}, "0.4"),
            ({"share": "0.5", "other": "0.5"}, "0.5"),
        ],
    )
    def test_is_kept_and_leads_on(self, client, essay, tutor, sent, fraction):
        answer = client.post(address_of(essay), sent | {"comment": "Well argued.\nNearly."})
        assert answer.url == QUEUE
        essay.refresh_from_db()
        assert (essay.fraction, essay.marked_by) == (Decimal(fraction), tutor)
        assert essay.comment.splitlines() == ["Well argued.", "Nearly."]

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"share": "2"},
            {"other": "1.01"},
            {"other": "-0.1"},
            {"other": "a lot"},
            {"other": "1e-2"},
            {"other": "9" * 20},
            {"other": "NaN"},
            {"share": "0.5", "other": "0.6"},
            {"share": "1", "comment": "x" * 5001},
            {"share": "1", "comment": "a\x00b"},
        ],
    )
    def test_that_is_none_is_refused_and_what_was_typed_stays(self, client, essay, sent):
        answer = client.post(address_of(essay), {"comment": "Well argued."} | sent)
        assert answer.status_code == 422
        assert Response.objects.waiting().count() == 1
        if "comment" not in sent:
            assert "Well argued." in answer.content.decode()

    def test_is_given_by_post_alone(self, client, essay):
        assert client.get(address_of(essay, "?share=1")).status_code == 200
        assert client.put(address_of(essay)).status_code == 405
        assert Response.objects.waiting().count() == 1


class TestTheQueue:
    def test_has_the_oldest_first_and_pages(self, made, tutor, open_page):
        essays = [another(made) for _n in range(3)]
        found = [int(link["href"].split("/")[-2]) for link in open_page(QUEUE).select("ol.staff__list a")]
        assert found == [essay.pk for essay in essays]

    def test_goes_on_with_the_next_and_begins_again_after_the_last(self, client, made, tutor):
        first, second, third = (another(made) for _n in range(3))
        assert client.post(address_of(second), {"share": "1"}).url == address_of(third)
        assert client.post(address_of(third), {"share": "1"}).url == address_of(first)
        assert client.post(address_of(first), {"share": "1"}).url == QUEUE

    def test_can_be_skipped_in(self, made, tutor, open_page):
        first, second = another(made), another(made)
        links = [link["href"] for link in open_page(address_of(first)).select("form a.button")]
        assert links == [address_of(second)]
        assert Response.objects.waiting().count() == 2

    def test_stays_within_what_was_asked_for(self, client, boss, open_page):
        here, elsewhere = make_essay_course(), make_essay_course()
        first, second = another(here), another(here)
        another(elsewhere)
        page = open_page(f"{QUEUE}?course={here.course.code}")
        assert len(page.select("ol.staff__list li")) == 2
        query = f"?quiz={here.quiz.pk}"
        assert len(open_page(QUEUE + query).select("ol.staff__list li")) == 2
        assert client.post(address_of(first, query), {"share": "1"}).url == address_of(second, query)
        assert client.post(address_of(second, query), {"share": "1"}).url == QUEUE

    @pytest.mark.parametrize(
        "query", ["?quiz=abc", "?quiz=9999999999999999999", "?page=1e30", "?course=nowhere"]
    )
    def test_takes_any_question(self, boss, open_page, query):
        make_waiting()
        open_page(QUEUE + query)

    def test_costs_the_same_for_one_and_for_many(self, client, boss, django_assert_max_num_queries):
        another(make_essay_course())
        with django_assert_max_num_queries(20) as one:
            client.get(QUEUE)
        made = make_essay_course(essays=10)
        another(made)
        another(made)
        with django_assert_max_num_queries(len(one)):
            client.get(QUEUE)


class TestTwoTutors:
    def test_the_second_is_told_and_loses_nothing(self, client, essay):
        colleague = people.manager(printed_name="Quick Colleague")
        api.mark_by_hand(response_id=essay.pk, fraction=Decimal("0.25"), comment="Too short", by=colleague)
        answer = client.post(address_of(essay), {"share": "0.75", "comment": "Three paragraphs of thought"})
        assert answer.status_code == 409
        page = BeautifulSoup(answer.content, "html.parser").select_one("main")
        assert page.select_one("textarea").get_text().strip() == "Three paragraphs of thought"
        assert "0.75 of 1 point" in page.get_text()
        assert "0.25 of 1 point" in page.get_text()
        assert "Too short" in page.get_text()
        assert "Quick Colleague" in page.get_text()
        essay.refresh_from_db()
        assert (essay.fraction, essay.comment) == (Decimal("0.25"), "Too short")

    def test_a_form_sent_twice_says_that_the_mark_stands(self, client, essay):
        client.post(address_of(essay), {"share": "1", "comment": "Good"})
        assert client.post(address_of(essay), {"share": "1", "comment": "Good"}).status_code == 409
        assert "The score stands" in client.get(address_of(essay)).content.decode()
