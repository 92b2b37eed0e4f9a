"""Cohorts as a coordinator makes and keeps them."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.admissions.models import Enrolment, Place
from enrolment.completion.models import CourseCompletion
from enrolment.membership.models import Invitation
from enrolment.programmes.models import Cohort, CohortDraft
from tests.factories import people
from tests.factories.coordination import (
    make_officers,
    make_open_course,
    make_people_cohort,
    make_request,
    make_units,
    make_workspace,
)
from tests.factories.courses import make_course
from tests.factories.programmes import make_seats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def here(client):
    made = make_workspace(officers=3)
    people.sign_in(client, made.coordinator)
    return made


def at(name: str, *args, code: str = "KE", **kwargs) -> str:
    return reverse(f"coordination_{name}", args=[code, *args], kwargs=kwargs or None)


def main(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def text(answer) -> str:
    return main(answer).get_text(" ", strip=True)


def begin(client, **data) -> CohortDraft:
    assert client.post(at("cohort_new"), data).status_code == 302
    return CohortDraft.objects.latest("touched_at")


def facts(*courses, **other) -> dict:
    return {"name": "Recruits", "courses": [course.pk for course in courses]} | other


class TestFlow:
    def test_from_nothing_to_a_cohort(self, client, here):
        course = make_course("tfa", languages=("en", "fr")).course
        assert client.get(at("cohort_new")).status_code == 200
        assert not CohortDraft.objects.exists()
        draft = begin(client)
        found = client.get(at("cohort_who", draft.pk) + "?find=1")
        assert len(main(found).select("[name=person]")) == 4
        chosen = [here.officers[0].pk, here.officers[1].pk]
        client.post(at("cohort_who_add", draft.pk), {"person": chosen})
        assert "2 people chosen" in text(client.get(at("cohort_who", draft.pk)))
        assert "Français" in text(client.get(at("cohort_what", draft.pk)))
        asked = facts(course, due_on="2030-06-30", welcome="Be <i>welcome</i>!")
        answer = client.post(at("cohort_what", draft.pk), asked)
        assert answer["Location"] == at("cohort_review", draft.pk)
        page = client.get(at("cohort_review", draft.pk))
        assert [cell.get_text(strip=True) for cell in main(page).select("tbody td")] == ["2", "0", "0"]
        assert "Be <i>welcome</i>!" in text(page)
        assert not Cohort.objects.exists()
        assert not Enrolment.objects.exists()
        for _twice in range(2):
            answer = client.post(at("cohort_review", draft.pk))
        cohort = Cohort.objects.get()
        assert answer["Location"] == at("cohort", cohort.pk)
        assert Enrolment.objects.filter(due_on=date(2030, 6, 30)).count() == 2
        assert client.get(at("cohort_who", draft.pk)).status_code == 404
        assert client.get(at("cohort_review", draft.pk))["Location"] == at("cohort", cohort.pk)

    def test_what_is_typed_wrongly_comes_back(self, client, here):
        draft, course = begin(client), make_course().course
        refused = client.post(
            at("cohort_what", draft.pk), facts(course, opens_on="2030-07-01", due_on="2030-06-30")
        )
        assert refused.status_code == 422
        assert "before the opening" in text(refused)
        assert main(refused).select_one("[name=name]")["value"] == "Recruits"
        assert main(refused).select_one("[name=courses][checked]")
        assert CohortDraft.objects.get().facts == {}

    @pytest.mark.parametrize(
        "bad",
        [
            {"name": ""},
            {"name": "\u202egnp"},
            {"name": "x" * 10_000},
            {"welcome": "a\u202eb"},
            {"courses": ["999999999999999999999"]},
            {"courses": ["x"]},
            {"courses": []},
            {"due_on": "0001-01-01"},
            {"due_on": "1e30"},
            {"tutor": "99999999999999999999"},
            {"language": "xx"},
        ],
    )
    def test_rubbish_is_refused(self, client, here, bad):
        draft, course = begin(client), make_course().course
        assert client.post(at("cohort_what", draft.pk), facts(course) | bad).status_code == 422

    def test_a_course_that_is_not_in_the_language_is_shown_as_such(self, client, here):
        draft, course = begin(client), make_course(languages=("en",)).course
        client.post(at("cohort_what", draft.pk), facts(course, language="ar"))
        assert "not in العربيّة yet" in text(client.get(at("cohort_review", draft.pk)))

    def test_runs_say_how_many_wait(self, client, here):
        run = make_seats(1, course=make_course().course)
        draft = begin(client)
        client.post(at("cohort_who_add", draft.pk), {"all": "1"})
        assert "1 seat free" in text(client.get(at("cohort_what", draft.pk)))
        client.post(at("cohort_what", draft.pk), facts(run.course, **{f"run_{run.course_id}": run.pk}))
        page = client.get(at("cohort_review", draft.pk))
        assert [cell.get_text(strip=True) for cell in main(page).select("tbody td")] == ["1", "0", "3"]
        client.post(at("cohort_review", draft.pk))
        assert Place.objects.waiting().count() == 3
        page = client.get(at("cohort", Cohort.objects.get().pk))
        assert "1 of your officers has a seat · 3 wait" in text(page)
        assert text(page).count("waits for a seat") == 3

    def test_only_tutors_of_today(self, client, here):
        tutor, former, officer = people.tutor(), people.tutor(), people.officer()
        former.role_grants.update(ends_on=timezone.now().date() - timedelta(days=1))
        draft, course = begin(client), make_course().course
        for person, status in ((tutor, 302), (former, 422), (officer, 422)):
            asked = facts(course, tutor=person.pk)
            assert client.post(at("cohort_what", draft.pk), asked).status_code == status

    def test_who_left_meanwhile_is_left_out(self, client, here):
        draft, course = begin(client), make_course().course
        client.post(at("cohort_who_add", draft.pk), {"person": [person.pk for person in here.officers]})
        client.post(at("cohort_what", draft.pk), facts(course))
        moved, closed, _stays = here.officers
        type(moved).objects.filter(pk=moved.pk).update(administration=people.administration_of("FJ"))
        type(closed).objects.filter(pk=closed.pk).update(is_active=False)
        assert "2 of those you chose are left out" in text(client.get(at("cohort_review", draft.pk)))
        client.post(at("cohort_review", draft.pk))
        assert Enrolment.objects.count() == 1

    def test_giving_up_changes_nothing(self, client, here):
        draft = begin(client)
        assert "Not finished yet" in text(client.get(at("cohorts")))
        client.post(at("cohort_draft_delete", draft.pk))
        assert not CohortDraft.objects.exists()

    def test_people_are_taken_out_again(self, client, here):
        draft = begin(client)
        client.post(at("cohort_who_add", draft.pk), {"person": [person.pk for person in here.officers]})
        client.post(at("cohort_chosen", draft.pk), {"person": [here.officers[0].pk]})
        assert len(main(client.get(at("cohort_chosen", draft.pk))).select("[name=person]")) == 2
        client.post(at("cohort_chosen", draft.pk), {"all": "1"})
        assert CohortDraft.objects.get().people == []


class TestChoosing:
    def names(self, client, draft, query: str) -> set[str]:
        page = main(client.get(at("cohort_who", draft.pk) + "?" + query))
        return {item.get_text(strip=True) for item in page.select(".staff__list label")}

    def test_by_what_people_are_and_have_done(self, client, here):
        [unit] = make_units(here.administration, 1)
        [anna] = make_officers(
            here.administration, 1, printed_name="Anna", unit=unit, preferred_language="fr"
        )
        [old] = make_officers(
            here.administration, 1, printed_name="Old", date_joined=timezone.now() - timedelta(days=900)
        )
        course, draft = make_course().course, begin(client)
        enrolment = admissions.join_course(learner=old, course=course)
        CourseCompletion.objects.create(enrolment=enrolment, completed_at=timezone.now())
        make_people_cohort(here.administration, [anna])
        assert self.names(client, draft, f"unit={unit.pk}") == {"Anna"}
        assert self.names(client, draft, "language=fr") == {"Anna"}
        assert "Anna" not in self.names(client, draft, "alone=1")
        assert "Old" in self.names(client, draft, "alone=1")
        assert "Old" not in self.names(client, draft, f"without={course.pk}")
        assert "Anna" in self.names(client, draft, f"without={course.pk}")
        assert "Old" not in self.names(client, draft, "since=2026-01-01")
        assert self.names(client, draft, "q=ann") == {"Anna"}

    @pytest.mark.parametrize(
        "query",
        [
            "since=1e30",
            "since=0001-01-01",
            "without=99999999999999999999",
            "unit=x",
            "page=1e30",
            "language=xx",
        ],
    )
    def test_rubbish_asks_for_everybody(self, client, here, query):
        assert client.get(at("cohort_who", begin(client).pk) + f"?find=1&{query}").status_code == 200

    def test_a_nul_in_what_is_sent_is_a_space(self, client, here):
        make_officers(here.administration, 2, printed_name="Amina Twin")
        draft = begin(client)
        client.post(at("cohort_who_add", draft.pk), {"q": "amina\x00twin", "all": "1"})
        assert len(CohortDraft.objects.get().people) == 2

    def test_all_that_match_are_chosen(self, client, here):
        make_officers(here.administration, 60, printed_name="Amina Twin")
        draft = begin(client)
        client.post(at("cohort_who_add", draft.pk), {"q": "amina", "all": "1"})
        assert len(CohortDraft.objects.get().people) == 60

    def test_nobody_of_another_administration_is_chosen(self, client, here):
        [stranger] = make_officers(people.administration_of("FJ"), 1)
        draft = begin(client)
        client.post(at("cohort_who_add", draft.pk), {"person": [stranger.pk, 10**9, "x"]})
        assert CohortDraft.objects.get().people == []

    def test_a_selection_of_the_list_of_people(self, client, here):
        answer = client.post(at("select"), {"person": [here.officers[0].pk], "action": "cohort"})
        key = re.search(r"/([\w]{16})/", answer["Location"]).group(1)
        assert "1 person of your selection" in text(client.get(at("cohort_new") + f"?selection={key}"))
        assert begin(client, selection=key).people == [here.officers[0].pk]
        assert client.get(at("cohort_new") + "?selection=nonsense").status_code == 404


class TestPasting:
    def fates(self, client, draft, pasted: str) -> list[list[str]]:
        page = main(client.post(at("cohort_who_paste", draft.pk), {"text": pasted}))
        return [
            [cell.get_text(" ", strip=True) for cell in row.select("td")][-1]
            for row in page.select("tbody tr")
        ]

    def test_each_line_has_its_fate(self, client, here):
        one, two, three = here.officers
        type(two).objects.filter(pk=two.pk).update(is_active=False)
        type(three).objects.filter(pk=three.pk).update(printed_name="Amina Yusuf")
        Invitation.objects.create(person=three, administration=here.administration, invited_at=timezone.now())
        make_officers(here.administration, 2, printed_name="Bo Li")
        asking = make_request(here.administration).person
        stranger = people.officer(administration="FJ", printed_name="Far Away")
        pasted = (
            f"{one.printed_name} <{one.email.upper()}>; {two.email}\n\nYusuf, Amina\n{one.email}\nBo Li\n"
            f"{asking.email}\n{stranger.email}\nnobody@nowhere.example\nFar Away\nNobody Known\n"
        )
        draft = begin(client)
        assert self.fates(client, draft, pasted) == [
            "Member: chosen",
            "The account is deactivated: not chosen",
            "Invited, has not come yet: chosen",
            "The same person again",
            "Several people have this name: give the address",
            "Has registered and waits for your decision: not chosen",
            "Not found",
            "Not found",
            "Not found",
            "Not found",
        ]
        assert CohortDraft.objects.get().people == [one.pk, three.pk]

    def test_two_names_with_a_comma_between_them(self, client, here):
        for number, name in enumerate(("Amina Yusuf", "Bo Li")):
            type(here.officers[0]).objects.filter(pk=here.officers[number].pk).update(printed_name=name)
        assert self.fates(client, begin(client), "Amina Yusuf, Bo Li") == ["Member: chosen"] * 2

    def test_a_foreign_person_answers_as_an_unknown_one(self, client, here):
        stranger = people.officer(administration="FJ", email="aaaa@customs.example")
        draft = begin(client)
        answers = [
            client.post(at("cohort_who_paste", draft.pk), {"text": address})
            for address in (stranger.email, "bbbb@customs.example")
        ]
        known, unknown = (text(answer) for answer in answers)
        assert known.replace("aaaa", "bbbb") == unknown

    @pytest.mark.parametrize("rubbish", ["", "\x00", ";;;", "@", "a@", "x" * 200_000, "@@@@\n<>\n\u202e"])
    def test_rubbish_is_answered(self, client, here, rubbish):
        answer = client.post(at("cohort_who_paste", begin(client).pk), {"text": rubbish})
        assert answer.status_code in (200, 422)


class TestKeeping:
    def test_late_comers(self, client, here):
        cohort = make_people_cohort(here.administration, here.officers[:1], due_on=date(2030, 6, 30))
        assert client.post(at("cohort_add", cohort.pk)).status_code == 302
        draft = CohortDraft.objects.get()
        client.post(at("cohort_who_add", draft.pk), {"person": [here.officers[1].pk]})
        client.post(at("cohort_review", draft.pk))
        assert Enrolment.objects.filter(due_on=date(2030, 6, 30)).count() == 2

    def test_a_change_is_shown_to_who_comes_second(self, client, here):
        course = make_course().course
        cohort = make_people_cohort(here.administration, courses=[course])
        page = main(client.get(at("cohort_edit", cohort.pk)))
        seen = page.select_one("[name=seen]")["value"]
        first = facts(course, name="First", due_on="2030-06-30", seen=seen)
        assert client.post(at("cohort_edit", cohort.pk), first).status_code == 302
        second = facts(course, name="Second", seen=seen)
        refused = client.post(at("cohort_edit", cohort.pk), second)
        assert refused.status_code == 409
        assert "Due on – → 30 June 2030" in text(refused)
        assert main(refused).select_one("[name=name]")["value"] == "Second"
        again = main(refused).select_one("[name=seen]")["value"]
        assert client.post(at("cohort_edit", cohort.pk), second | {"seen": again}).status_code == 302
        cohort.refresh_from_db()
        assert (cohort.name, cohort.due_on) == ("Second", None)
        assert "What was changed" in text(client.get(at("cohort", cohort.pk)))

    def test_taking_people_out_asks_first(self, client, here):
        cohort = make_people_cohort(here.administration, here.officers)
        ticked = {"person": [here.officers[0].pk]}
        asked = client.post(at("cohort_remove", cohort.pk), ticked)
        assert "never lost" in text(asked)
        assert cohort.members.current().count() == 3
        client.post(at("cohort_remove", cohort.pk), ticked | {"sure": "1"})
        assert cohort.members.current().count() == 2
        assert client.post(at("cohort_remove", cohort.pk), {}).status_code == 302

    def test_closing_and_opening_again(self, client, here):
        cohort = make_people_cohort(here.administration, here.officers)
        assert client.get(at("cohort_close", cohort.pk)).status_code == 200
        client.post(at("cohort_close", cohort.pk), {"takes_courses": "on"})
        assert not Enrolment.objects.active().exists()
        assert cohort.name not in text(client.get(at("cohorts")))
        assert cohort.name in text(client.get(at("cohorts") + "?state=closed"))
        client.post(at("cohort_add", cohort.pk))
        assert not CohortDraft.objects.exists()
        client.post(at("cohort_reopen", cohort.pk))
        assert Enrolment.objects.active().count() == 3

    def test_the_next_intake(self, client, here):
        course = make_course().course
        cohort = make_people_cohort(
            here.administration,
            here.officers,
            courses=[course],
            opens_on=date(2030, 5, 1),
            due_on=date(2030, 6, 30),
            welcome="Hello",
        )
        for with_people, number in (({}, 0), ({"with_people": "on"}, 3)):
            client.post(at("cohort_clone", cohort.pk), {"name": "Next", "days": "364"} | with_people)
            draft = CohortDraft.objects.latest("touched_at")
            assert len(draft.people) == number
            client.post(at("cohort_review", draft.pk))
            made = Cohort.objects.latest("pk")
            assert (made.name, made.welcome, made.cloned_from) == ("Next", "Hello", cohort)
            assert (made.opens_on, made.due_on) == (date(2031, 4, 30), date(2031, 6, 29))
            assert made.members.count() == number
        assert client.post(at("cohort_clone", cohort.pk), {"name": "N", "days": "1e30"}).status_code == 422

    def test_the_list_has_what_is_due_first_first(self, client, here):
        for name, due in (("Later", date(2031, 1, 1)), ("Never", None), ("Sooner", date(2030, 1, 1))):
            make_people_cohort(here.administration, name=name, due_on=due)
        page = main(client.get(at("cohorts")))
        assert [row.get_text(strip=True) for row in page.select("tbody th")] == ["Sooner", "Later", "Never"]
        assert "No cohort" in text(client.get(at("cohorts") + "?q=nothing"))

    def test_texts_are_escaped_and_isolated(self, client, here):
        cohort = make_people_cohort(here.administration, name="<b>Bold</b>", welcome="<script>x</script>")
        page = main(client.get(at("cohort", cohort.pk)))
        assert page.select_one("h1 bdi").get_text() == "<b>Bold</b>"
        assert page.select_one(".cohorts__text").get_text() == "<script>x</script>"


class TestOthers:
    def test_a_foreign_cohort_is_as_unknown_as_none(self, client, here):
        other = make_workspace("FJ", officers=2)
        cohort = make_people_cohort(other.administration, other.officers)
        for name in ("cohort", "cohort_edit", "cohort_close", "cohort_clone"):
            for pk in (cohort.pk, 999_999, 10**20):
                assert client.get(at(name, pk)).status_code == 404
        for name in ("cohort_add", "cohort_remove", "cohort_reopen", "cohort_close"):
            assert client.post(at(name, cohort.pk)).status_code == 404
        assert client.get(at("cohorts", code="FJ")).status_code == 404
        assert cohort.name not in text(client.get(at("cohorts")))

    def test_a_draft_is_its_owners_alone(self, client, here):
        draft = begin(client)
        colleague = people.coordinator(administration="KE")
        people.sign_in(client, colleague)
        for name in ("cohort_who", "cohort_what", "cohort_review", "cohort_chosen"):
            assert client.get(at(name, draft.pk)).status_code == 404

    def test_who_moved_away_is_not_shown(self, client, here):
        cohort = make_people_cohort(here.administration, here.officers)
        gone = here.officers[0]
        type(gone).objects.filter(pk=gone.pk).update(
            administration=people.administration_of("FJ"), printed_name="Secret Name"
        )
        page = text(client.get(at("cohort", cohort.pk)))
        assert "Secret Name" not in page
        assert "2 people" in page

    @pytest.mark.parametrize("name", ["cohort_add", "cohort_remove", "cohort_reopen"])
    def test_no_get_changes_anything(self, client, here, name):
        cohort = make_people_cohort(here.administration, here.officers)
        assert client.get(at(name, cohort.pk)).status_code == 405


class TestBudgets:
    def test_the_list(self, client, here, django_assert_max_num_queries):
        course = make_open_course()
        for number in (1, 25):
            for _more in range(number):
                make_people_cohort(here.administration, here.officers, courses=[course])
            with django_assert_max_num_queries(20):
                assert client.get(at("cohorts")).status_code == 200

    @pytest.mark.parametrize("number", [20, 2000])
    def test_a_cohort(self, client, here, number, django_assert_max_num_queries):
        members = make_officers(here.administration, number)
        cohort = make_people_cohort(here.administration, members, courses=[make_course().course])
        client.get(at("cohort", cohort.pk))
        with django_assert_max_num_queries(21):
            assert client.get(at("cohort", cohort.pk)).status_code == 200

    @pytest.mark.parametrize("number", [20, 500])
    def test_choosing_and_the_last_look(self, client, here, number, django_assert_max_num_queries):
        make_officers(here.administration, number)
        run = make_seats(3, course=make_course().course)
        draft = begin(client)
        with django_assert_max_num_queries(20):
            client.get(at("cohort_who", draft.pk) + "?find=1")
        client.post(at("cohort_who_add", draft.pk), {"all": "1"})
        client.post(at("cohort_what", draft.pk), facts(run.course, **{f"run_{run.course_id}": run.pk}))
        with django_assert_max_num_queries(24):
            assert client.get(at("cohort_review", draft.pk)).status_code == 200
