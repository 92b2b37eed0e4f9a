"""A session of the Academy from its call to its closing report, on a clock that moves.

One seat for each administration, and Kenya proposes two; one nomination comes a second late; a seat is
declined and the reserve list moves up; one participant moves to the next session, one is granted more time,
one fails a module and hands in again, one stands exactly on the line of honours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from clikc.jobs.models import Job
from enrolment.admissions import api as admissions
from enrolment.admissions.answering import accept_offer, decline_offer
from enrolment.admissions.applying import apply, submit
from enrolment.admissions.calling import CallFacts, make_call
from enrolment.admissions.models import Nomination, Participation
from enrolment.admissions.nominating import endorse, nominate
from enrolment.admissions.publishing import preview, publish
from enrolment.admissions.refusals import DeadlinePassed
from enrolment.admissions.rules.eligibility import Code, Rule
from enrolment.admissions.scoring import score_candidate
from enrolment.admissions.selecting import select
from enrolment.assessment import api as assessment
from enrolment.certificates.awarding import start_awards
from enrolment.certificates.deciding import (
    close_session,
    confirm_decisions,
    decisions_of,
    freeze_regulation,
    propose_decisions,
)
from enrolment.certificates.figures import figures_of
from enrolment.certificates.models import Certificate
from enrolment.grading import api as grading
from enrolment.grading.models import Marking
from enrolment.grading.session_tutors import allocate_session, preview_session_allocation, set_session_tutor
from enrolment.programmes import api as programmes
from enrolment.programmes.models import Programme, ProgrammeScheme
from tests.factories import people
from tests.factories.academies import make_programme
from tests.factories.courses import make_course
from tests.factories.tutoring import make_assignment, version_of

# Every deed is committed: what follows one, letters and jobs, begins then.
pytestmark = pytest.mark.django_db(transaction=True)
BRUSSELS = ZoneInfo("Europe/Brussels")
# Levels of every criterion: ten points, six, none.
FULL, SOME, NONE = "full", "partly", "missing"


class Clock:
    """What time it is for everybody; ``to`` moves it on, never back."""

    def __init__(self):
        self.now = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    def to(self, moment: datetime) -> None:
        assert moment >= self.now
        self.now = moment


@pytest.fixture
def clock():
    clock = Clock()
    with mock.patch("django.utils.timezone.now", side_effect=lambda: clock.now):
        yield clock


@pytest.fixture
def academy(clock):
    """The programme and its session from 1 March 2027; who runs it, who proposes, who scores and tutors."""
    programme = make_programme(
        modules=2,
        seats=4,
        pass_final=60,
        pass_module=50,
        pass_handed_in=True,
        has_honours=True,
        honours_final=80,
        honours_module=75,
        honours_nothing_late=True,
    )
    for module in programme.modules.all():
        module.course = make_course(is_open=False, lessons=1, final_test=False).course
        module.save()
        make_assignment(module.course)
    ProgrammeScheme.objects.create(
        programme=programme,
        resubmission_cap=60,
        late_percent_a_day=10,
        late_refuse_after=3,
        sample_percent=0,
        border_percent=0,
    )
    first = _session(programme, 1, date(2027, 3, 1))
    return SimpleNamespace(
        programme=programme,
        session=first,
        later=_session(programme, 2, date(2027, 9, 6)),
        boss=people.manager(),
        second=people.manager(),
        coordinators={
            code: people.coordinator(administration=code) for code in ("KE", "UG", "SN", "FJ", "TG")
        },
        trainers=[people.tutor(administration=code) for code in ("MY", "PE")],
    )


def _session(programme: Programme, number: int, starts_on: date):
    return programmes.make_session(
        programme=programme,
        number=number,
        language="en",
        starts_on=starts_on,
        time_zone="Europe/Brussels",
        by=None,
    )


def test_a_session_from_the_call_to_the_closing_report(academy, clock):
    call = the_call(academy, clock)
    named = nominations(academy, call, clock)
    selection(academy, call, clock)
    answers(academy, call, named, clock)
    tutors(academy)
    first_module(academy, named, clock)
    second_module(academy, named, clock)
    closing(academy, clock)
    report(academy, named)


def the_call(academy, clock):
    programmes.announce_session(session_id=academy.session.pk, by=academy.boss)
    closes = datetime(2027, 1, 15, 23, 59, 59, tzinfo=BRUSSELS)
    facts = CallFacts(
        opens_at=clock.now,
        closes_at=closes,
        seats=4,
        per_administration=1,
        eligibility=(Rule(Code.SERVICE_UNDER, years=4), Rule(Code.NOT_BEFORE)),
        trainers=frozenset(person.pk for person in academy.trainers),
    )
    call = make_call(session=academy.session, facts=facts, by=academy.boss)
    clock.to(closes - timedelta(days=2))
    return call


def nominations(academy, call, clock) -> dict[str, Nomination]:
    """Kenya proposes two, Togo one who has served too long; Senegal endorses an application in the last
    second; the one after that is too late."""
    officers = {
        name: people.officer(administration=name[:2].upper(), printed_name=name)
        for name in ("ke-one", "ke-two", "ug", "sn", "fj", "tg", "fj-late")
    }
    since = {name: date(2025, 5, 1) for name in officers} | {"tg": date(2020, 1, 1)}

    def propose(name: str) -> Nomination:
        she = academy.coordinators[name[:2].upper()]
        return nominate(
            call=call,
            administration=she.administration,
            person=officers[name],
            by=she,
            facts={"served_since": since[name]},
            is_endorsed=True,
        )

    named = {name: propose(name) for name in ("ke-one", "ke-two", "ug", "fj", "tg")}
    own = apply(call=call, person=officers["sn"], facts={"served_since": since["sn"]})
    submit(nomination_id=own.pk, by=officers["sn"])
    clock.to(call.closes_at - timedelta(seconds=1))
    endorsed = endorse(
        nomination_id=own.pk, by=academy.coordinators["SN"], endorsement="She is the best of her year."
    )
    clock.to(call.closes_at)
    with pytest.raises(DeadlinePassed):
        propose("fj-late")
    return named | {"sn": endorsed, "late": SimpleNamespace(person=officers["fj-late"])}


def selection(academy, call, clock) -> None:
    """Both trainers score; Kenya's second is kept out by the quota, Togo's by the rule, and both are told
    why."""
    points = {"ke-one": 90, "ke-two": 88, "ug": 80, "sn": 75, "fj": 70, "tg": 99}
    for nomination in call.nominations.select_related("person"):
        given = points[nomination.person.printed_name]
        for trainer, more in zip(academy.trainers, (0, 1), strict=True):
            score_candidate(
                nomination_id=nomination.pk, points=Decimal(given + more), words="A clear letter.", by=trainer
            )
    proposal = select(call).proposal
    by_name = {item.pk: item.person.printed_name for item in call.nominations.select_related("person")}
    assert [by_name[key] for key in proposal.seated] == ["ke-one", "ug", "sn", "fj"]
    why = {by_name[key]: [reason.code for reason in found] for key, found in proposal.reasons.items()}
    assert why["ke-two"] == ["administration_full"]
    assert why["tg"] == ["not_eligible"]
    assert [by_name[key] for key in proposal.reserve] == ["ke-two"]
    clock.to(clock.now + timedelta(days=7))
    publish(call_id=call.pk, digest=preview(call).digest, by=academy.boss)
    states = dict(call.nominations.values_list("person__printed_name", "state"))
    assert states == {
        "ke-one": "accepted",
        "ug": "accepted",
        "sn": "accepted",
        "fj": "accepted",
        "ke-two": "reserve",
        "tg": "not_selected",
    }


def answers(academy, call, named, clock) -> None:
    """Kenya's first declines, so that her seat and the quota are free for Kenya's second; the Secretariat
    brings in somebody by hand whom nobody could nominate in time."""
    clock.to(clock.now + timedelta(days=2))
    decline_offer(
        nomination_id=named["ke-one"].pk, by=named["ke-one"].person, reason="My post is being moved"
    )
    moved_up = call.nominations.get(person__printed_name="ke-two")
    assert (moved_up.state, moved_up.seat) == ("accepted", 1)
    for name in ("ke-two", "ug", "sn", "fj"):
        accept_offer(nomination_id=named[name].pk, by=named[name].person)
    late = named["late"].person
    admissions.take_part(
        session=academy.session, people=[late], by=academy.boss, reason="Her coordinator was ill in January"
    )
    inside = Participation.objects.filter(session=academy.session).values_list(
        "learner__printed_name", "state"
    )
    assert dict(inside) == dict.fromkeys(("ke-two", "ug", "sn", "fj", "fj-late"), "enrolled")
    held = set(call.nominations.seated().values_list("seat", flat=True))
    assert held == {1, 2, 3, 4}


def tutors(academy) -> None:
    runs = programmes.runs_of_session(academy.session)
    for tutor in academy.trainers:
        set_session_tutor(runs=runs, tutor=tutor, capacity=4)
    plan = preview_session_allocation(runs=runs)
    assert not plan.unplaced
    allocate_session(runs=runs, digest=plan.digest, by=academy.boss)


def first_module(academy, named, clock) -> None:
    """Fiji's is granted three days and needs two of them; Uganda's fails, hands in again and is capped;
    Senegal's moves to the next session."""
    clock.to(datetime(2027, 3, 15, 9, tzinfo=UTC))
    run, work = _work_of(academy.session, 0)
    fiji = _enrolment(run, named["fj"].person)
    due = assessment.due_times([work], [fiji.pk])[work.pk, fiji.pk]
    assessment.grant_due_extension(
        run_assignment=work,
        enrolment=fiji,
        due_at=due + timedelta(days=3),
        reason="A cyclone",
        by=academy.boss,
    )
    senegal = Participation.objects.get(session=academy.session, learner=named["sn"].person)
    admissions.move_participant(
        participation=senegal, to=academy.later, by=academy.boss, reason="Called up for a mission"
    )
    # Levels of the two criteria: 16 of 20 points are 80 per cent.
    levels = {"ke-two": (FULL, SOME), "ug": (NONE, NONE), "late": (FULL, FULL), "fj": (FULL, FULL)}
    for name in ("ke-two", "ug", "late"):
        _hand_in(work, named[name].person)
    clock.to(due + timedelta(days=2))
    _hand_in(work, named["fj"].person)
    for name, given in levels.items():
        _mark(work, named[name].person, given)
    _release(academy, work)
    clock.to(clock.now + timedelta(days=3))
    _hand_in(work, named["ug"].person, words="Once more, with the sources.")
    _mark(work, named["ug"].person, (FULL, FULL))
    _release(academy, work)


def second_module(academy, named, clock) -> None:
    """Kenya's stays on the line of honours; Fiji's hands in a day late, which costs her the honours alone;
    who came in by hand hands in nothing."""
    _run, work = _work_of(academy.session, 1)
    clock.to(max(clock.now, work.due_in(named["ug"].person.time_zone) - timedelta(days=1)))
    for name in ("ke-two", "ug"):
        _hand_in(work, named[name].person)
    clock.to(work.due_in(named["fj"].person.time_zone) + timedelta(hours=10))
    _hand_in(work, named["fj"].person)
    for name, given in {"ke-two": (FULL, SOME), "ug": (FULL, FULL), "fj": (FULL, FULL)}.items():
        _mark(work, named[name].person, given)
    _release(academy, work)


def closing(academy, clock) -> None:
    clock.to(datetime(2027, 4, 26, 9, tzinfo=UTC))
    session_id = academy.session.pk
    freeze_regulation(session_id=session_id, by=academy.boss, reason="One work will not come any more")
    propose_decisions(session_id=session_id, by=academy.boss)
    confirm_decisions(session_id=session_id, by=academy.second)
    start_awards(session_id=session_id, by=academy.boss)


def report(academy, named) -> None:
    decided = {item.participation.learner.printed_name: item for item in decisions_of(academy.session)}
    assert {name: (item.award, item.final) for name, item in decided.items()} == {
        # Exactly on the line; a capped module; a day late; one work that never came.
        "ke-two": ("honours", Decimal("80.0")),
        "ug": ("pass", Decimal("80.0")),
        "fj": ("pass", Decimal("95.0")),
        "fj-late": ("none", Decimal("50.0")),
    }
    missing = {
        reason["code"]
        for reason in decided["fj-late"].reasons
        if reason["award"] == "pass" and not reason["is_met"]
    }
    assert missing == {"final", "module", "handed_in"}
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert Certificate.objects.filter(decision__participation__session=academy.session).count() == 3
    close_session(session_id=academy.session.pk, by=academy.boss)
    total = figures_of([academy.session.pk]).total
    assert (total.participants, total.administrations, total.certified, total.with_honours) == (4, 3, 3, 1)
    there = Participation.objects.get(session=academy.later)
    assert (there.learner, there.state) == (named["sn"].person, "enrolled")
    told = [message.subject for message in mail.outbox if message.to == [named["ug"].person.email]]
    assert [told.count(subject) for subject in ("You are nominated", "Your certificate is ready")] == [1, 1]


def _work_of(session, place: int):
    run = programmes.runs_of_session(session)[place]
    return run, programmes.work_of_runs([run.pk]).get()


def _enrolment(run, person):
    return person.enrolments.get(course=run.course_id)


def _hand_in(work, person, words: str = "What I saw at the border post, and what I would change.") -> None:
    assessment.save_draft(
        run_assignment_id=work.pk,
        person=person,
        html=f"<p>{words}</p>",
        sequence=int(timezone.now().timestamp()),
    )
    assessment.hand_in(run_assignment_id=work.pk, person=person, language="en")


def _mark(work, person, levels: tuple[str, str]) -> None:
    """By her tutor; and, where the mark is one that two people look at, by the other one alike."""
    hers = Marking.objects.filter(submission__run_assignment=work, submission__enrolment__learner=person)
    while marking := hers.filter(finished_at=None).first():
        _finish(marking, levels)


def _finish(marking: Marking, levels: tuple[str, str]) -> None:
    for criterion, code in zip(marking.rubric.criteria.all(), levels, strict=True):
        level = criterion.levels.get(code=code)
        grading.save_piece(
            marking_id=marking.pk,
            by=marking.tutor,
            piece=f"criterion:{criterion.pk}",
            value={"level": level.pk, "points": None, "comment": ""},
            base=version_of(marking),
        )
    grading.finish_marking(marking_id=marking.pk, by=marking.tutor, base=version_of(marking))


def _release(academy, work) -> None:
    works = work.submissions.filter(handed_in_at__isnull=False).values_list("pk", flat=True)
    refused = grading.release_grades(submission_ids=list(works), by=academy.boss).refused
    assert refused == {}
