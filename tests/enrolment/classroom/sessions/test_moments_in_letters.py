"""The moments that letters name: on the reader's clock and on the session's, the same as the page that the
letter leads to and as the file for her calendar, also where summer time begins or ends in between."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from unittest import mock
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import transaction
from django.utils import formats, timezone, translation

from clikc.post.composing import compose
from clikc.post.models import Letter
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.following import api as following
from enrolment.following.risk.reading import standings_in_runs
from enrolment.following.risk.rules import Thresholds
from enrolment.following.risk.wording import text_for
from enrolment.grading import api as grading
from enrolment.grading.models import Marking
from enrolment.programmes import api as programmes
from enrolment.surveys.asking import ask_participants
from tests.factories import people
from tests.factories.academies import (
    make_call,
    make_dated,
    make_nomination,
    make_participants,
    make_programme,
    make_taught_programme,
)
from tests.factories.tutoring import finish

NAIROBI, KIRITIMATI, PAGO, PARIS = "Africa/Nairobi", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"
READERS = [(zone, language) for zone in (KIRITIMATI, PAGO, PARIS) for language in ("en", "fr")]
CITIES = {KIRITIMATI: "Kiritimati", PAGO: "Pago Pago", PARIS: "Paris", NAIROBI: "Nairobi"}
# When letters are written, and the day the session has begun; Paris changes its clocks on 29 March and on
# 25 October 2026.
SEASONS = {
    "spring": (datetime(2026, 3, 24, 9, tzinfo=UTC), date(2026, 3, 16)),
    "autumn": (datetime(2026, 10, 20, 9, tzinfo=UTC), date(2026, 10, 12)),
}
# The deadline of a call, the last second to answer an offer, work that is due on Friday where she is, seven
# days from now: season → zone → what her clock shows then, and Nairobi's.
CLOSES = {
    "spring": {
        KIRITIMATI: ("2026-04-03 10:59", "2026-04-02 23:59"),
        PAGO: ("2026-04-02 09:59", "2026-04-02 23:59"),
        PARIS: ("2026-04-02 22:59", "2026-04-02 23:59"),
    },
    "autumn": {
        KIRITIMATI: ("2026-11-01 10:59", "2026-10-31 23:59"),
        PAGO: ("2026-10-31 09:59", "2026-10-31 23:59"),
        PARIS: ("2026-10-31 21:59", "2026-10-31 23:59"),
    },
}
ANSWER = {
    "spring": {
        KIRITIMATI: ("2026-03-31 23:59", "2026-03-31 12:59"),
        PAGO: ("2026-03-30 23:59", "2026-03-31 13:59"),
        PARIS: ("2026-03-31 23:59", "2026-04-01 00:59"),
    },
    "autumn": {
        KIRITIMATI: ("2026-10-27 23:59", "2026-10-27 12:59"),
        PAGO: ("2026-10-26 23:59", "2026-10-27 13:59"),
        PARIS: ("2026-10-27 23:59", "2026-10-28 01:59"),
    },
}
FRIDAY = {
    "spring": {
        KIRITIMATI: ("2026-04-03 23:59", "2026-04-03 12:59"),
        PAGO: ("2026-04-03 23:59", "2026-04-04 13:59"),
        PARIS: ("2026-04-03 23:59", "2026-04-04 00:59"),
    },
    "autumn": {
        KIRITIMATI: ("2026-10-30 23:59", "2026-10-30 12:59"),
        PAGO: ("2026-10-30 23:59", "2026-10-31 13:59"),
        PARIS: ("2026-10-30 23:59", "2026-10-31 01:59"),
    },
}
A_WEEK_ON = {
    "spring": {
        KIRITIMATI: ("2026-03-31 23:00", "2026-03-31 12:00"),
        PAGO: ("2026-03-30 22:00", "2026-03-31 12:00"),
        PARIS: ("2026-03-31 11:00", "2026-03-31 12:00"),
    },
    "autumn": {
        KIRITIMATI: ("2026-10-27 23:00", "2026-10-27 12:00"),
        PAGO: ("2026-10-26 22:00", "2026-10-27 12:00"),
        PARIS: ("2026-10-27 10:00", "2026-10-27 12:00"),
    },
}
# What coordinators read of a seat that is to be answered in Nairobi; and the end of the survey, there too.
ANSWER_OF_ANOTHER = {
    "spring": {
        KIRITIMATI: ("2026-04-01 10:59", "2026-03-31 23:59"),
        PAGO: ("2026-03-31 09:59", "2026-03-31 23:59"),
        PARIS: ("2026-03-31 22:59", "2026-03-31 23:59"),
    },
    "autumn": {
        KIRITIMATI: ("2026-10-28 10:59", "2026-10-27 23:59"),
        PAGO: ("2026-10-27 09:59", "2026-10-27 23:59"),
        PARIS: ("2026-10-27 21:59", "2026-10-27 23:59"),
    },
}
SURVEY = {
    "spring": {
        KIRITIMATI: ("2026-04-29 10:59", "2026-04-28 23:59"),
        PAGO: ("2026-04-28 09:59", "2026-04-28 23:59"),
        PARIS: ("2026-04-28 22:59", "2026-04-28 23:59"),
    },
    "autumn": {
        KIRITIMATI: ("2026-11-25 10:59", "2026-11-24 23:59"),
        PAGO: ("2026-11-24 09:59", "2026-11-24 23:59"),
        PARIS: ("2026-11-24 21:59", "2026-11-24 23:59"),
    },
}
# Five days behind Friday.
MORE_TIME = {
    "spring": {
        KIRITIMATI: ("2026-04-08 23:59", "2026-04-08 12:59"),
        PAGO: ("2026-04-08 23:59", "2026-04-09 13:59"),
        PARIS: ("2026-04-08 23:59", "2026-04-09 00:59"),
    },
    "autumn": {
        KIRITIMATI: ("2026-11-04 23:59", "2026-11-04 12:59"),
        PAGO: ("2026-11-04 23:59", "2026-11-05 13:59"),
        PARIS: ("2026-11-04 23:59", "2026-11-05 01:59"),
    },
}
LETTERS = {
    "nomination-endorsed": CLOSES,
    "nomination-returned": CLOSES,
    "endorsement-taken-back": CLOSES,
    "applications-waiting": CLOSES,
    "nomination-accepted": ANSWER,
    "nomination-moved-up": ANSWER,
    "call-results": ANSWER_OF_ANOTHER,
    "nomination-news": ANSWER_OF_ANOTHER,
    "survey-open": SURVEY,
    "work-received": FRIDAY,
    "more-time": MORE_TIME,
    "grade-released": A_WEEK_ON,
    "marking-handed-over": A_WEEK_ON,
}
# Who is endorsed has nothing more to do until the deadline: her page leaves it out.
NOT_ON_THE_PAGE = {"nomination-endorsed"}


def readers(make=people.officer, **facts) -> list:
    return [make(time_zone=zone, preferred_language=language, **facts) for zone, language in READERS]


def write_nominations(now) -> None:
    """Endorsed, given back, taken back, and waiting for coordinators, before the call closes."""
    session = make_dated(starts_on=date(2027, 6, 7), time_zone=NAIROBI)
    closes = now.replace(month=4, day=2) if now.month == 3 else now.replace(day=31)
    call = make_call(session, closes_at=closes.replace(hour=20, minute=59, second=59))
    boss, *_others = readers(people.coordinator, administration="UG")
    for person in readers(administration="UG"):
        facts = {"call": call, "administration": boss.administration, "person": person, "by": boss}
        admissions.nominate(**facts, facts={}, is_endorsed=True)
    for person in readers(administration="UG"):
        nomination = admissions.apply_to_call(call=call, person=person, facts={})
        admissions.submit_application(nomination_id=nomination.pk, by=person)
        admissions.return_nomination(nomination_id=nomination.pk, by=boss, reason="Once more")
    for person in readers(administration="UG"):
        endorsed = make_nomination(call, person=person)
        admissions.return_nomination(nomination_id=endorsed.pk, by=boss, reason="A slip")
    waits = admissions.apply_to_call(call=call, person=people.officer(administration="UG"), facts={})
    admissions.submit_application(nomination_id=waits.pk, by=waits.person)


def write_results() -> None:
    """Six are accepted; six more give up their seats, which the reserve list has."""
    session = make_dated(starts_on=date(2027, 6, 7), time_zone=NAIROBI)
    call = make_call(session, closes_at=timezone.now(), seats=12, scores_needed=0, answer_days=7)
    givers = [people.officer(time_zone=NAIROBI) for _each in READERS]
    for group, hand in ((readers(), "seated"), (givers, "seated"), (readers(), "")):
        for person in group:
            make_nomination(call, person=person, by_hand=hand)
    digest = admissions.preview_publication(call).digest
    admissions.publish_results(call_id=call.pk, digest=digest, by=None)
    for nomination in call.nominations.filter(person__in=givers):
        admissions.decline_offer(nomination_id=nomination.pk, by=nomination.person)


def write_news() -> str:
    """One of Senegal declines, whose seat another one gets; both live in Nairobi. Who declined, by the id of
    her nomination."""
    session = make_dated(starts_on=date(2027, 6, 7), time_zone=NAIROBI)
    call = make_call(session, closes_at=timezone.now(), seats=1, scores_needed=0, answer_days=7)
    first, _second = (
        make_nomination(call, person=people.officer(administration="SN", time_zone=NAIROBI), by_hand=hand)
        for hand in ("seated", "")
    )
    readers(people.coordinator, administration="SN")
    digest = admissions.preview_publication(call).digest
    admissions.publish_results(call_id=call.pk, digest=digest, by=None)
    admissions.decline_offer(nomination_id=first.pk, by=first.person)
    return str(first.pk)


def write_survey(starts_on) -> None:
    """A session of five weeks is in its last one."""
    session = make_dated(
        make_programme(modules=1), starts_on=starts_on - timedelta(weeks=3), time_zone=NAIROBI
    )
    for zone, language in READERS:
        make_participants(session, 1, time_zone=zone, preferred_language=language)
    ask_participants()


def write_work(starts_on) -> SimpleNamespace:
    """Six hand in, and their work is handed over to another tutor; six do nothing; six are given five days
    more. ``hers``: learner → participation, of the first and the last."""
    programme = make_taught_programme(scheme={"sample_percent": 0, "border_percent": 0, "resubmissions": 1})
    session = make_dated(programme, starts_on=starts_on, time_zone=NAIROBI)
    run = programmes.runs_of_session(session)[0]
    work, boss, tutors = run.assignments.get(), people.manager(), readers(people.tutor, administration="FJ")
    hers = {}
    for (zone, language), tutor in zip(READERS, tutors, strict=True):
        theirs = make_participants(session, 3, time_zone=zone, preferred_language=language)
        learner = theirs[0].learner
        hers |= {item.learner: item for item in theirs[::2]}
        programmes.set_run_tutor(run=run, tutor=tutor, capacity=6)
        facts = {"run_assignment_id": work.pk, "person": learner}
        assessment.save_draft(**facts, html="<p>What I saw.</p>", sequence=1)
        assessment.hand_in(**facts, language="en")
        marking = Marking.objects.get(submission__enrolment__learner=learner)
        grading.hand_over(marking_id=marking.pk, to=tutor, by=boss, reason="Away")
    for item in list(hers.values())[1::2]:
        line = following.board_of(session, boss).line(item.pk)
        following.give_more_time(
            session=session,
            participation_id=item.pk,
            keys={f"m1-a{work.pk}"},
            days=5,
            digest=following.due_digest(line),
            by=boss,
            reason="Ill",
        )
    return SimpleNamespace(run=run, hers=hers)


@pytest.fixture(scope="module", params=SEASONS)
def world(request, django_db_setup, django_db_blocker):
    """A session that runs, a call that is open and one whose results are told, on one day of spring or
    autumn."""
    now, starts_on = SEASONS[request.param]
    clock = mock.patch("django.utils.timezone.now", return_value=now)
    with django_db_blocker.unblock(), clock, transaction.atomic():
        write_nominations(now)
        write_results()
        declined, work = write_news(), write_work(starts_on)
        write_survey(starts_on)
        yield SimpleNamespace(season=request.param, now=now, run=work.run, hers=work.hers, declined=declined)
        transaction.set_rollback(True)


def release() -> None:
    for marking in Marking.objects.select_related("submission"):
        finish(marking, "missing")
        grading.release_grades(submission_ids=[marking.submission_id], by=marking.tutor)


def moments_on(page: str) -> set[datetime]:
    return {datetime.fromisoformat(text) for text in re.findall(r'<time datetime="([^"]+T[^"]+)"', page)}


def said(wall: str, zone: str, language: str) -> str:
    """What a clock on the wall shows, as a letter writes it; no zone is looked up for that."""
    with translation.override(language):
        words = formats.date_format(datetime.fromisoformat(wall), "DATETIME_FORMAT")
        city = {"en": f"{CITIES[zone]} time", "fr": f"heure de {CITIES[zone]}"}[language]
    return f"{words} ({city})"


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_says_the_moment_on_both_clocks_as_page_and_calendar_do(world, db, client, settings, kind):
    settings.SECOND_FACTOR_REQUIRED = False
    if kind == "grade-released":
        release()
    written = Letter.objects.filter(kind=kind).exclude(person__time_zone=NAIROBI).select_related("person")
    letters = [letter for letter in written if letter.facts.get("nomination") != world.declined]
    assert len(letters) == len(READERS)
    for letter in letters:
        person = letter.person
        own, session_s = LETTERS[kind][world.season][person.time_zone]
        moment = datetime.fromisoformat(own).replace(tzinfo=ZoneInfo(person.time_zone))
        assert moment == datetime.fromisoformat(session_s).replace(tzinfo=ZoneInfo(NAIROBI))
        written = compose(letter)
        words = " · ".join(
            said(wall, zone, person.preferred_language)
            for wall, zone in ((own, person.time_zone), (session_s, NAIROBI))
        )
        assert words in written.body
        assert words in re.sub(r"<[^>]+>", "", written.alternatives[0].content)
        people.sign_in(client, person)
        where = re.findall(r"http\S+", written.body)[-2]
        page = client.get(urlsplit(where).path, follow=True)
        assert page.status_code == 200
        assert (moment in moments_on(page.content.decode())) == (kind not in NOT_ON_THE_PAGE), where
        if kind in ("work-received", "more-time"):
            file = client.get(f"/en/my/sessions/{world.hers[person].pk}/calendar.ics").content
            dates = {
                str(event["uid"]).split(".")[0]: event.start
                for event in icalendar.Calendar.from_ical(file).events
            }
            assert dates["due-m1"].replace(second=0) == moment


def test_whoever_did_not_hand_in_is_told_the_day_it_was_due_where_she_is(world, db):
    later, boss = world.now + timedelta(days=20), people.manager()
    with mock.patch("django.utils.timezone.now", return_value=later):
        idle = [
            item
            for item in standings_in_runs([world.run], boss, thresholds=Thresholds(missed=1))
            if item.person not in world.hers
        ]
        assert len(idle) == len(READERS)
        for item in idle:
            language = item.person.preferred_language
            [wall, _session_s] = FRIDAY[world.season][item.person.time_zone]
            with translation.override(language):
                day = formats.date_format(datetime.fromisoformat(wall), "DATE_FORMAT")
            assert day in text_for(item, language=language)
