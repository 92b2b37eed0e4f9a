"""The administrations of the demo: true to the rules, there once, and nothing is left to be sent."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from clikc.people.models import Administration, AuditEntry, RoleGrant, User
from clikc.post.models import Letter
from enrolment.admissions import api as admissions
from enrolment.admissions.models import Enrolment, EnrolmentChange, Place
from enrolment.assessment.models import Attempt, Response
from enrolment.certificates.models import Certificate
from enrolment.completion import api as completion
from enrolment.completion.models import CourseCompletion
from enrolment.demo import cast, load, nations
from enrolment.demo.countries import countries, half_year_after
from enrolment.demo.pace import pace
from enrolment.following.rows import followed
from enrolment.following.rules import Kind
from enrolment.intake.models import OfficerImport
from enrolment.membership.letters import not_accepted
from enrolment.membership.models import Invitation, JoinRequest, Transfer
from enrolment.membership.reminding import remind_coordinators
from enrolment.programmes.models import Cohort, CohortMember
from enrolment.progress.models import ActivityProgress
from tests.factories.courses import make_course

MODELS = (
    User,
    RoleGrant,
    AuditEntry,
    Cohort,
    CohortMember,
    Enrolment,
    EnrolmentChange,
    ActivityProgress,
    Attempt,
    Response,
    CourseCompletion,
    Certificate,
    Invitation,
    JoinRequest,
    OfficerImport,
)
OFFICERS = 100


@pytest.fixture
def kenya(db, monkeypatch):
    """Kenya with 100 officers."""
    monkeypatch.setattr(load, "CROWD", {})
    for code in load.COURSES:
        make_course(code, lessons=3)
    load.load_people()
    nations.load_nations(officers=OFFICERS, only={"KE"})
    return at("KE")


def at(code: str) -> Administration:
    return Administration.objects.get(code=code)


def coordinator(name: str) -> User:
    return User.objects.get(email=f"{name}@clikc.example")


def rows() -> list[int]:
    return [model.objects.count() for model in MODELS]


def test_on_the_desk_of_a_coordinator_waits_what_can_wait(kenya):
    now = timezone.now()
    joseph = coordinator("coordinator")
    asking = JoinRequest.objects.visible_to(joseph).filter(administration=kenya).to_decide()
    assert Counter(asking.values_list("state", flat=True)) == {"waiting": 6, "asked": 1}
    moves = set(Transfer.objects.visible_to(joseph).values_list("state", "to_administration__code"))
    assert moves == {("asked", "ET"), ("released", "KE")}
    invited = Invitation.objects.open().filter(administration=kenya)
    assert (invited.count(), not_accepted(administration=kenya).count()) == (25, 7)
    assert not any(item.person.has_usable_password() for item in invited)
    assert User.objects.filter(administration=kenya, is_active=False).count() == 3
    assert (Place.objects.seated().count(), Place.objects.waiting().count()) == (40, 6)
    [item] = OfficerImport.objects.visible_to(joseph)
    assert (item.state, item.counts) == ("done", {"new": 12, "unchanged": 5, "broken": 3})
    assert not Cohort.objects.filter(administration=kenya, made_at__gt=now).exists()
    assert Cohort.objects.filter(administration=kenya).count() == 31


def test_every_standing_is_there_to_be_followed(kenya):
    found = followed(coordinator("coordinator"), kenya).values_list("kind", flat=True)
    assert set(found) == set(Kind)


@pytest.mark.usefixtures("kenya")
def test_who_finished_did_everything_and_holds_a_certificate():
    enrolments = list(Enrolment.objects.select_related("course", "learner"))
    missing = completion.whats_missing_in(enrolments=enrolments)
    finished = {item.enrolment_id: item for item in CourseCompletion.objects.all()}
    assert len(finished) > OFFICERS / 2
    assert {pk for pk, decision in missing.items() if decision.is_complete} == set(finished)
    for pk, done in finished.items():
        said = [(item["activity"], item["percent"]) for item in done.evidence]
        assert said == [(item.activity, item.percent) for item in missing[pk].requirements]
        assert done.completed_at == max(item.completed_at for item in missing[pk].requirements)
    awarded = Certificate.objects.select_related("completion__enrolment", "learner")
    assert {item.completion.enrolment_id for item in awarded} == set(finished)
    assert all(item.printed_name == item.learner.printed_name for item in awarded)


@pytest.mark.usefixtures("kenya")
def test_sittings_are_as_marking_leaves_them():
    sat = Attempt.objects.prefetch_related("responses").select_related("quiz")
    assert {item.is_passed for item in sat} == {True, False}
    for item in sat:
        assert item.is_passed == (item.percent >= item.pass_mark)
        assert len(item.responses.all()) == len(item.paper)
        assert item.started_at < item.submitted_at <= timezone.now()


@pytest.mark.usefixtures("kenya")
def test_nothing_happened_before_it_could():
    for enrolment in Enrolment.objects.select_related("learner").prefetch_related("progress"):
        assert enrolment.enrolled_at >= enrolment.learner.date_joined
        for item in enrolment.progress.all():
            assert enrolment.enrolled_at <= item.first_opened_at <= item.last_seen_at <= timezone.now()
            assert item.last_seen_at <= enrolment.learner.last_login
    waiting = Place.objects.waiting().values("learner")
    run = Place.objects.seated().first().run
    assert not Enrolment.objects.filter(learner__in=waiting, course=run.course).exists()


@pytest.mark.usefixtures("kenya")
def test_verbs_find_nothing_to_mend_and_nobody_to_write_to():
    assert not Letter.objects.exists()
    for cohort in Cohort.objects.all():
        assert admissions.set_dates(cohort=cohort) == set()
    assert admissions.review_seats(run=Place.objects.first().run) == []
    assert admissions.welcome() == 0
    remind_coordinators()
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("kenya")
def test_the_second_time_nothing_is_added():
    before = rows()
    assert nations.load_nations(officers=OFFICERS, only={"KE"}) == 0
    assert rows() == before


@pytest.fixture
def senegal(db, monkeypatch):
    """Its officers are not there yet; nor are courses."""
    monkeypatch.setattr(load, "CROWD", {})
    load.load_people()
    return at("SN")


@pytest.mark.usefixtures("senegal")
def test_what_was_broken_off_is_not_there_at_all(monkeypatch):
    before = rows()

    def breaks_off(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(nations.handovers, "load", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            nations.load_nations(only={"SN"})
    assert rows() == before
    assert nations.load_nations(only={"SN"}) > 48


def test_a_coordinator_took_over_from_another(senegal):
    nations.load_nations(only={"SN"})
    grants = RoleGrant.objects.filter(administration=senegal, role="national_coordinator")
    before, after = grants.order_by("granted_at")
    assert before.ends_on < after.starts_on
    assert before.ended_at is not None
    assert (after.user, list(grants.current())) == (coordinator("coordinatrice"), [after])


def test_a_coordinator_has_deputies(kenya):
    grants = RoleGrant.objects.current().filter(administration=kenya, role="national_coordinator")
    assert Counter(grants.values_list("is_deputy", flat=True)) == {False: 1, True: 2}


def test_a_dozen_administrations_in_all_regions_have_a_coordinator(db):
    found = countries(date(2026, 11, 22))
    regions = Administration.objects.filter(code__in=[item.code for item in found])
    assert len(found) == 12
    assert len(set(regions.values_list("region", flat=True))) == 6
    signs_in = {person.email: person.administration for person in cast.EVERYBODY}
    assert all(signs_in[f"{item.coordinator}@clikc.example"] == item.code for item in found)
    assert len(found[0].plans) == 30


def test_who_signs_in_stands_in_the_readme():
    text = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")
    assert [person.email for person in cast.PEOPLE if person.email not in text] == []


def test_the_end_of_a_half_year_is_never_too_near():
    for number in range(366):
        today = date(2028, 1, 1) + timedelta(days=number)
        end = half_year_after(today)
        assert 21 < (end - today).days < 210
        assert (end.month, end.day) in {(6, 30), (12, 31)}


@pytest.mark.parametrize("opens", [-300, -30, -1, 5])
def test_nobody_has_done_anything_before_the_course_opens_or_tomorrow(opens):
    now, dice = datetime(2026, 11, 22, 12, tzinfo=UTC), random.Random(1)
    start = now + timedelta(days=opens)
    came = [pace(start, start + timedelta(days=60), now, dice) for _number in range(200)]
    assert any(came) == (opens < 0)
    assert all(start < last < now and 0 <= share <= 1 for share, last in filter(None, came))
