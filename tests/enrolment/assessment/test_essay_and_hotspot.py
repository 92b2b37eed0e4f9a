"""Essays and hotspots on their pages: what a paper shows, what it keeps, what the review tells."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.quizzes.models import Choice
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories.questions import make_sitting_of

pytestmark = pytest.mark.django_db
TEXT = "First the manifest.\n\nThen the seal </textarea><script>alert(1)</script>"


@pytest.fixture
def sitting(client):
    sitting = make_sitting_of("essay", "hotspot", review_policy="explanations")
    client.force_login(sitting.learner)
    sitting.url = reverse("attempt", args=[sitting.attempt.pk])
    sitting.essay, sitting.hotspot = (item["question"] for item in sitting.attempt.paper)
    return sitting


def page_at(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser")


def plate() -> str:
    return str(Choice.objects.get(code="plate").pk)


def test_the_areas_stand_on_the_picture_and_in_the_list_under_one_number(client, sitting):
    page = page_at(client, sitting.url)
    assert page.select_one("[data-hotspot] img")["alt"] == "A lorry from behind"
    assert page.select_one("[data-hotspot] svg")["aria-hidden"] == "true"
    shown = {
        label.input["value"]: label.select_one(".choice__number").text
        for label in page.select("label.choice")
    }
    drawn = {badge["data-area"]: badge.find("text").text for badge in page.select(".hotspot__badge")}
    assert shown == drawn
    assert sorted(shown.values()) == ["1", "2", "3"]
    assert {mark["data-area"] for mark in page.select(".hotspot__area")} == set(shown)
    assert {control["type"] for control in page.select("label.choice input")} == {"radio"}


def test_an_open_paper_tells_no_area_from_another(client, sitting):
    page = page_at(client, sitting.url)
    assert {" ".join(mark["class"]) for mark in page.select("[data-area]")} == {
        "hotspot__area",
        "hotspot__badge",
    }
    assert "right" not in str(page.select_one("[data-hotspot]"))


def test_an_essay_says_its_limits_in_words_and_escapes_what_was_written(client, sitting):
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=sitting.essay, answer=[TEXT], sequence=1)
    page = page_at(client, sitting.url)
    field = page.select_one("textarea")
    assert field.text == TEXT
    assert page.select_one(f'label[for="{field["id"]}"]').text == "Your answer"
    assert "Write 3 to 10 words." in page.select_one(f"#{field['aria-describedby']}").text
    assert "Compare, then release." not in page.get_text()


def test_a_form_saves_both_and_one_only_looked_at_changes_nothing(client, sitting):
    shown = {box["name"]: box["value"] for box in page_at(client, sitting.url).select("[data-shown]")}
    filled = {f"answer-{sitting.essay}": TEXT.replace("\n", "\r\n"), f"answer-{sitting.hotspot}": plate()}
    client.post(sitting.url, shown | filled)
    saved = {str(item.question_id): item.answer for item in Response.objects.all()}
    assert saved == {sitting.essay: [TEXT], sitting.hotspot: [plate()]}
    sequences = set(Response.objects.values_list("sequence", flat=True))
    shown = {box["name"]: box["value"] for box in page_at(client, sitting.url).select("[data-shown]")}
    client.post(sitting.url, shown | filled)
    assert set(Response.objects.values_list("sequence", flat=True)) == sequences


def test_the_longest_essay_is_taken_and_a_longer_one_is_not(client, sitting):
    def send(text, sequence):
        body = {"question": sitting.essay, "answer": [text], "sequence": sequence}
        return client.post(reverse("attempt_answers", args=[sitting.attempt.pk]), body, "application/json")

    assert send("ሕ" * 20_000, 1).status_code == 200
    assert send("ሕ" * 20_001, 2).status_code == 400
    assert send("a\x00b\ud800\u202ec", 3).status_code == 200
    assert Response.objects.get().answer == ["abc"]


def test_the_review_marks_the_areas_and_leaves_the_essay_to_a_person(client, sitting):
    wrong = str(Choice.objects.get(code="tank").pk)
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=sitting.essay, answer=[TEXT], sequence=1)
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=sitting.hotspot, answer=[wrong], sequence=1)
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    assert Attempt.objects.get().score == 0
    page = page_at(client, reverse("attempt_result", args=[sitting.attempt.pk]))
    essay, hotspot = page.select(".question--reviewed")
    assert essay.select_one(".essay__text").text == TEXT
    assert "Waiting to be marked" in essay.text
    assert [mark["data-area"] for mark in hotspot.select(".hotspot__area--right")] == [plate()]
    assert [mark["data-area"] for mark in hotspot.select(".hotspot__area--wrong.is-chosen")] == [wrong]
    assert len(hotspot.select(".hotspot__badge path")) == 2
