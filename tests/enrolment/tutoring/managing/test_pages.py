"""What a programme manager arranges in a tutored run."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from clikc.people import api as people_api
from clikc.people.models import AuditEntry
from enrolment.assessment.models import DueExtension
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.programmes.models import GradingScheme, RunAssignment, RunTutor, TeamMember
from tests.factories import people
from tests.factories.tutoring import add_participant, make_assignment, make_tutored_run

pytestmark = pytest.mark.django_db


# What comes into a field for a number; what is one that every figure takes.
HOSTILE = ("0", "-1", "1e30", "99999999999", "9" * 40, "NaN", "Infinity", "٢", "1;2", "<b>", "½", "1\x00")
TAKEN = ("0", "٢")
SCHEME_FIGURES = {
    "pass_percent": 100,
    "honours_percent": 100,
    "decimals": 2,
    "grace_minutes": 7 * 24 * 60,
    "late_percent_a_day": 100,
    "late_percent_most": 100,
    "late_refuse_after": 365,
    "resubmissions": 10,
    "resubmission_days": 365,
    "resubmission_cap": 100,
    "sample_percent": 100,
    "border_percent": 100,
    "tolerance_percent": 100,
    "turnaround_days": 365,
}


@pytest.fixture
def made():
    return make_tutored_run(participants=2, tutors=1)


@pytest.fixture(autouse=True)
def boss(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    person = people.manager()
    people.sign_in(client, person)
    return person


def place(name, made, **names) -> str:
    return reverse(name, kwargs={"pk": made.run.pk, **names})


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def dues(made, due="2027-03-28T12:00", zone="Europe/Brussels", opens="") -> dict:
    prefix = f"work-{made.work[0].assignment_id}"
    return {"time_zone": zone, f"{prefix}-due": due, f"{prefix}-opens": opens}


class TestWork:
    def test_a_due_time_is_meant_on_the_clocks_of_the_run(self, client, made):
        assert client.post(place("run_work", made), dues(made, zone="Pacific/Apia")).status_code == 302
        made.work[0].refresh_from_db()
        assert made.work[0].due_at == datetime(2027, 3, 27, 23, tzinfo=UTC)
        shown = page(client.get(place("run_work", made)))
        assert shown.select_one('input[name$="-due"]')["value"] == "2027-03-28T12:00"

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"due": "2027-03-28T02:30"}, "Summer time begins"),
            ({"due": "2027-10-31T02:30"}, "Summer time ends"),
            ({"due": "2027-01-01T12:00", "opens": "2027-01-01T12:00"}, "due before it opens"),
            ({"due": ""}, "part of the run already"),
            ({"due": "9999-01-01T00:00"}, "valid date"),
        ],
    )
    def test_what_is_no_time_is_refused_and_nothing_is_saved(self, client, made, facts, words):
        before = RunAssignment.objects.get().due_at
        answer = client.post(place("run_work", made), dues(made, **facts))
        assert answer.status_code == 422
        assert words in page(answer).get_text()
        assert RunAssignment.objects.get().due_at == before

    def test_an_assignment_that_is_not_in_the_run_yet(self, client, made):
        other = make_assignment(made.course)
        answer = client.post(
            place("run_work", made), dues(made) | {f"work-{other.pk}-due": "2027-05-01T12:00"}
        )
        assert answer.status_code == 302
        assert RunAssignment.objects.filter(run=made.run, assignment=other).exists()

    @staticmethod
    def scheme_shown(client, made) -> dict:
        """What the form of the scheme holds, but for what is ticked."""
        shown = page(client.get(place("run_work", made)))
        form = shown.select_one(f'form[action="{place("run_scheme", made)}"]')
        held = [item for item in form.select("input") if item.get("type") != "checkbox"]
        return {item["name"]: item.get("value", "") for item in held} | {"moderator": ""}

    def test_the_scheme(self, client, made):
        facts = self.scheme_shown(client, made)
        facts |= {"pass_percent": "55.5", "is_blind": "on", "moderator": ""}
        assert client.post(place("run_scheme", made), facts).status_code == 302
        scheme = GradingScheme.objects.get()
        assert (str(scheme.pass_percent), scheme.is_blind, scheme.tutors_release) == ("55.50", True, False)
        for name, value in (
            ("pass_percent", "101"),
            ("honours_percent", "10"),
            ("decimals", "9"),
            ("late_percent_a_day", "NaN"),
        ):
            assert client.post(place("run_scheme", made), facts | {name: value}).status_code == 422
        assert str(GradingScheme.objects.get().pass_percent) == "55.50"

    @pytest.mark.parametrize("value", HOSTILE)
    @pytest.mark.parametrize(("name", "most"), SCHEME_FIGURES.items())
    def test_a_figure_of_the_scheme_is_within_its_bounds_or_refused(self, client, made, name, most, value):
        facts = self.scheme_shown(client, made) | {"pass_percent": "0", "honours_percent": "100"}
        answer = client.post(place("run_scheme", made), facts | {name: value})
        scheme = GradingScheme.objects.get()
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            assert 0 <= (getattr(scheme, name) or 0) <= most
        assert (answer.status_code == 302) == (value in TAKEN)
        assert client.get(place("run_work", made)).status_code == 200

    @pytest.mark.parametrize(("name", "most"), SCHEME_FIGURES.items())
    def test_the_most_is_taken_and_no_more(self, client, made, name, most):
        facts = self.scheme_shown(client, made) | {"pass_percent": "0", "honours_percent": "100"}
        assert client.post(place("run_scheme", made), facts | {name: str(most)}).status_code == 302
        assert getattr(GradingScheme.objects.get(), name) == most
        answer = client.post(place("run_scheme", made), facts | {name: str(most + 1)})
        assert answer.status_code == 422
        assert name in answer.context["scheme_form"].errors

    def test_the_verb_keeps_the_bounds_too(self, made, boss):
        for name, most in SCHEME_FIGURES.items():
            for wrong in (-1, most + 1, 99_999_999_999):
                with pytest.raises(ValidationError):
                    programmes.set_scheme(run=made.run, facts={name: wrong}, by=boss)
        assert not AuditEntry.objects.filter(what="scheme_changed").exists()
        for wrong in (-1, 501, 99_999_999_999):
            with pytest.raises(ValidationError):
                programmes.set_run_tutor(run=made.run, tutor=made.tutors[0], capacity=wrong)
        assert RunTutor.objects.get().capacity == 6

    def test_who_changed_the_scheme_and_what_is_kept_in_the_record(self, client, made, boss):
        facts = self.scheme_shown(client, made) | {"is_blind": "on", "tutors_release": "on"}
        client.post(place("run_scheme", made), facts)
        assert not AuditEntry.objects.exists()
        del facts["is_blind"]
        for _again in range(2):
            client.post(place("run_scheme", made), facts | {"grace_minutes": "30"})
        [entry] = AuditEntry.objects.all()
        assert (entry.what, entry.actor, entry.role) == ("scheme_changed", boss, "programme_manager")
        assert entry.facts == {
            "run": made.run.name,
            "changed": "grace_minutes 15 → 30; is_blind True → False",
        }
        assert "is_blind True → False" in people_api.sentence(entry)


class TestTutors:
    def test_one_is_added_and_everybody_gets_one(self, client):
        made = make_tutored_run(participants=3, tutors=0)
        tutor = people.tutor(administration="UG", printed_name="Tendai Tutor")
        assert "no tutor" in page(client.get(place("run_tutors", made))).get_text()
        client.post(place("run_tutors", made), {"tutor": tutor.pk, "capacity": 6, "languages": ["fr", "es"]})
        assert RunTutor.objects.get().languages == ["fr", "es"]
        answer = client.post(place("run_allocate", made), follow=True)
        assert "3 participants have a new tutor" in page(answer).get_text()
        assert set(grading.tutors_of(run_id=made.run.pk).values()) == {tutor}

    def test_nobody_of_their_own_administration(self, client):
        made = make_tutored_run(participants=2, tutors=0, administrations=("KE",))
        RunTutor.objects.create(run=made.run, tutor=people.tutor(administration="KE"))
        answer = client.post(place("run_allocate", made), follow=True)
        assert "2 participants are still without" in page(answer).get_text()
        assert grading.tutors_of(run_id=made.run.pk) == {}

    def test_terms_are_changed_and_ended(self, client, made):
        [tutor] = made.tutors
        address = place("run_tutor", made, tutor_id=tutor.pk)
        facts = {"capacity": 2, "away_from": "2027-01-01", "away_until": "2027-01-08"}
        assert client.post(address, facts).status_code == 302
        assert client.post(address, facts | {"away_until": "2026-01-01"}).status_code == 422
        for capacity in HOSTILE:
            wanted = 302 if capacity in TAKEN else 422
            assert client.post(address, facts | {"capacity": capacity}).status_code == wanted
            assert 0 <= RunTutor.objects.get().capacity <= 500
        client.post(place("run_tutor_end", made, tutor_id=tutor.pk), {"reason": "A new post"})
        assert not RunTutor.objects.exists()
        assert grading.tutors_of(run_id=made.run.pk) == {}
        assert client.get(address).status_code == 404


class TestParticipants:
    def test_found_by_name(self, client, made):
        learner = people.officer(administration="FR", printed_name="Élodie Martin")
        add_participant(made, learner=learner)
        shown = page(client.get(place("run_participants", made), {"q": "elodie"}))
        assert [item.get_text(strip=True) for item in shown.select(".staff__whole")] == ["Élodie Martin"]

    def test_another_tutor_with_a_reason(self, client, made):
        other = people.tutor(administration="UG")
        colleague = people.tutor(administration=made.enrolments[0].learner.administration.code)
        for tutor in (other, colleague):
            RunTutor.objects.create(run=made.run, tutor=tutor)
        enrolment = made.enrolments[0]
        address = place("run_participant_tutor", made, enrolment_id=enrolment.pk)
        assert client.post(address, {"tutor": other.pk, "reason": "Speaks French"}).status_code == 302
        assert grading.tutor_of(run_id=made.run.pk, enrolment_id=enrolment.pk) == other
        answer = client.post(address, {"tutor": colleague.pk})
        assert answer.status_code == 422
        assert "own administration" in page(answer).get_text()
        assert grading.tutor_of(run_id=made.run.pk, enrolment_id=enrolment.pk) == other

    def test_more_time(self, client, made):
        enrolment = made.enrolments[0]
        address = place("run_participant_time", made, enrolment_id=enrolment.pk)
        later = (timezone.now() + timedelta(days=30)).strftime("%Y-%m-%dT12:00")
        facts = {"work": made.work[0].pk, "due": later, "reason": "Power cuts"}
        assert client.post(address, facts).status_code == 302
        assert DueExtension.objects.get().reason == "Power cuts"
        assert client.post(address, facts | {"due": "2020-01-01T12:00"}).status_code == 422
        assert client.post(address, facts | {"reason": ""}).status_code == 422
        assert client.post(address, facts | {"work": 10**20}).status_code == 422
        assert (
            "more time"
            in page(client.get(place("run_participant", made, enrolment_id=enrolment.pk))).get_text()
        )

    def test_somebody_of_another_run_is_unknown(self, client, made):
        other = make_tutored_run(participants=1)
        address = place("run_participant", made, enrolment_id=other.enrolments[0].pk)
        assert client.get(address).status_code == 404


def test_teams(client, made):
    address = place("run_teams", made)
    assert client.post(address, {"name": "Harbour"}).status_code == 302
    assert client.post(address, {"name": " Harbour "}).status_code == 422
    assert client.post(address, {"name": "a\x00b"}).status_code == 422
    team = made.run.teams.get()
    person = made.enrolments[0].learner
    for chosen in (team.pk, team.pk, "", "999999", team.pk):
        client.post(address, {f"person-{person.pk}": chosen})
    assert list(TeamMember.objects.current().values_list("person", "team")) == [(person.pk, team.pk)]


@pytest.mark.parametrize("name", ["run_work", "run_tutors", "run_participants", "run_teams"])
def test_as_many_queries_for_one_as_for_thirty(client, name, django_assert_max_num_queries):
    for number in (1, 30):
        made = make_tutored_run(participants=number, tutors=2, assignments=2)
        with django_assert_max_num_queries(20):
            assert client.get(place(name, made)).status_code == 200
