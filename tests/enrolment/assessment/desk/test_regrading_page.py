"""Re-grading at the desk: old key beside new, whose grade changes, the confirmation, the record."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.quizzes.models import Choice
from enrolment.assessment.models import Attempt, Regrade
from tests.factories import people
from tests.factories.assessment import make_sitting
from tests.factories.desk import make_wrong_key
from tests.factories.questions import make_sitting_of

pytestmark = pytest.mark.django_db

LIST = "/en/assessment/regradings/"


@pytest.fixture
def world(boss):
    world = make_wrong_key(right=1, wrong=2)
    world.correct()
    world.url = reverse("assessment_regrade", args=[world.question.pk])
    return world


def confirm(client, world, open_page, **data):
    digest = open_page(world.url).select_one("[name=digest]")["value"]
    sent = {"digest": digest, "reason": "The key was wrong", "spares_losses": "on"} | data
    return client.post(world.url, {name: value for name, value in sent.items() if value is not None})


def keys(page) -> list[list[str]]:
    return [[line.get_text() for line in key.select("li")] for key in page.select(".staff__key")]


class TestThePreview:
    def test_old_key_beside_new_in_words(self, world, open_page):
        assert keys(open_page(world.url)) == [["Choice one"], ["Choice two"]]

    def test_whose_grade_changes(self, world, open_page):
        page = open_page(world.url)
        text = page.get_text()
        assert "2 gain" in text
        assert "1 would lose" in text
        rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
        assert any(world.gainers[0].learner.printed_name in row and "now passed" in row for row in rows)
        assert any(world.losers[0].learner.printed_name in row and "less" in row for row in rows)

    def test_nobody_loses_unless_that_is_wanted(self, world, open_page):
        assert open_page(world.url).select_one("[name=spares_losses]").has_attr("checked")

    def test_of_a_question_there_is_not(self, client, boss):
        unknown = reverse("assessment_regrade", args=["00000000-0000-0000-0000-000000000000"])
        assert client.get(unknown).status_code == 404
        assert client.post(unknown, {"digest": "x", "reason": "x"}).status_code == 404

    def test_where_nothing_changes_there_is_nothing_to_confirm(self, boss, open_page):
        world = make_wrong_key()
        page = open_page(reverse("assessment_regrade", args=[world.question.pk]))
        assert "Nobody's points would change" in page.get_text()
        assert not page.select("form")

    def test_keys_of_every_kind_are_said_in_words(self, boss, open_page):
        kinds = ("ordering", "matching", "numerical", "short", "blanks", "hotspot", "essay")
        sitting = make_sitting_of(*kinds)
        said = {}
        for item in sitting.attempt.paper:
            page = open_page(reverse("assessment_regrade", args=[item["question"]]))
            said[item["kind"]] = keys(page)[-1]
        assert said["ordering"] == ["context (en) = 1", "identify (en) = 2", "treat (en) = 3"]
        assert said["matching"] == ["green (en) = release (en)", "red (en) = examine (en)"]
        assert said["numerical"] == ["73,129.5 % (± 0.5)"] or said["numerical"] == ["73129.5 % (± 0.5)"]
        assert said["short"][0].startswith("Zebrafish / danio")
        assert said["blanks"][0].startswith("1 = axolotl")
        assert said["hotspot"] == ["plate (en)"]
        assert said["essay"] == ["A person marks it"]


class TestTheConfirmation:
    def test_changes_the_points_and_shows_the_record(self, client, world, open_page):
        answer = confirm(client, world, open_page)
        made = Regrade.objects.get()
        assert answer.url == reverse("assessment_regrading", args=[made.pk])
        page = open_page(answer.url)
        text = page.get_text()
        assert "The key was wrong" in text
        assert "Rosa Manager" in text
        assert "1 kept what the new key would have taken" in text
        assert len(page.select("tbody tr")) == 2
        assert keys(page) == [["Choice two"]]

    def test_takes_points_where_the_box_is_empty(self, client, world, open_page):
        confirm(client, world, open_page, spares_losses=None)
        assert Attempt.objects.get(pk=world.losers[0].attempt.pk).score == 0

    def test_twice_leads_to_the_record(self, client, world, open_page):
        digest = open_page(world.url).select_one("[name=digest]")["value"]
        sent = {"digest": digest, "reason": "x", "spares_losses": "on"}
        first, second = client.post(world.url, sent), client.post(world.url, sent)
        assert first.url == second.url
        assert Regrade.objects.count() == 1

    def test_of_an_old_preview_shows_the_new_one(self, client, world, open_page):
        other = make_sitting(made=world.made)
        old = open_page(world.url).select_one("[name=digest]")["value"]
        Choice.objects.filter(question=world.question, code="three").update(text_en="Put better")
        answer = client.post(world.url, {"digest": old, "reason": "Because", "spares_losses": "on"})
        assert answer.status_code == 409
        page = BeautifulSoup(answer.content, "html.parser")
        assert "Look again" in page.get_text()
        assert page.select_one("[name=reason]").get_text().strip() == "Because"
        fresh = page.select_one("[name=digest]")["value"]
        assert fresh != old
        assert client.post(world.url, {"digest": fresh, "reason": "Because"}).status_code == 302
        assert Attempt.objects.get(pk=other.attempt.pk).is_open

    @pytest.mark.parametrize(
        "data",
        [{"reason": " "}, {"reason": "x" * 501}, {"digest": ""}, {"digest": "y" * 100}, {"reason": "a\x00"}],
    )
    def test_rubbish_changes_nothing(self, client, world, open_page, data):
        assert confirm(client, world, open_page, **data).status_code == 422
        assert not Regrade.objects.exists()


class TestWho:
    @pytest.mark.parametrize("make", [people.author, people.translator, people.tutor])
    def test_who_reads_questions_but_not_attempts_is_told_so(self, client, world, make):
        people.sign_in(client, make())
        assert client.get(world.url).status_code == 403
        assert client.post(world.url, {"digest": "x", "reason": "x"}).status_code == 403

    @pytest.mark.parametrize("make", [people.officer, people.coordinator])
    def test_for_others_there_is_no_such_page(self, client, world, make):
        people.sign_in(client, make())
        assert client.get(world.url).status_code == 404

    def test_the_back_office_leads_there(self, client, world):
        people.sign_in(client, people.admin())
        page = client.get(f"/admin/question/edit/{world.question.pk}/").content.decode()
        assert world.url in page

    def test_but_not_an_author(self, client, world):
        people.sign_in(client, people.author())
        page = client.get(f"/admin/question/edit/{world.question.pk}/")
        assert page.status_code == 200
        assert world.url not in page.content.decode()


def test_the_list_has_what_was_corrected_and_what_was_done(client, world, open_page):
    make_wrong_key()
    page = open_page(LIST)
    assert [link["href"] for link in page.select("a.staff__whole")] == [world.url]
    confirm(client, world, open_page)
    assert "2 attempts changed" in open_page(LIST).get_text()


def test_the_record_costs_the_same_for_many(client, boss, open_page, django_assert_max_num_queries):
    addresses = []
    for wrong in (1, 5):
        world = make_wrong_key(wrong=wrong)
        world.correct()
        world.url = reverse("assessment_regrade", args=[world.question.pk])
        addresses.append(confirm(client, world, open_page).url)
    client.get(addresses[0])
    with django_assert_max_num_queries(20) as one:
        client.get(addresses[0])
    with django_assert_max_num_queries(len(one)):
        client.get(addresses[1])
