"""Reminders: one letter each, in one's own language; never twice in three days, though two click at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clikc.jobs import running
from clikc.jobs.models import Job
from clikc.people import api as people_api
from clikc.people.models import AuditEntry
from clikc.post.api import deliver_due
from clikc.post.composing import compose
from clikc.post.models import Letter
from enrolment.completion.models import CourseCompletion
from enrolment.following import api, reminding
from enrolment.following.models import Reminder, ReminderRound
from tests.factories import people
from tests.factories.following import invite, make_plain_course, put_in
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db):
    return people.coordinator(printed_name="Achieng Boss")


@pytest.fixture
def course(db):
    return make_plain_course("risk", titles={"en": "Risk Management", "fr": "Gestion des risques"})


def put(person, course, **facts):
    return put_in(person, course, now=timezone.now(), **facts)


def draft(boss, rows) -> ReminderRound:
    here = boss.administration
    return api.draft_round(administration=here, enrolments=[row.pk for row in rows], by=boss)


def send(boss, rows, line="") -> ReminderRound:
    return api.send_round(round=draft(boss, rows), by=boss, line=line)


def reminded() -> list[int]:
    return sorted(Reminder.objects.values_list("person", flat=True))


def test_one_letter_names_all_courses_in_the_language_of_who_gets_it(boss, course):
    other = make_plain_course("origin", titles={"en": "Origin"})
    person = people.officer(preferred_language="fr", printed_name="Awa Diop")
    rows = [put(person, course, due=-4, done=2), put(person, other, due=9, done=1)]
    round = send(boss, rows, line="Call me: <b>room 4</b>")
    deliver_due()
    [letter] = mail.outbox
    assert letter.to == [person.email]
    assert letter.reply_to == [boss.email]
    assert "Gestion des risques" in letter.body
    assert "Origin" in letter.body
    assert "Call me: <b>room 4</b>" in letter.body
    assert "&lt;b&gt;room 4&lt;/b&gt;" in letter.alternatives[0].content
    assert "<b>room" not in letter.alternatives[0].content
    assert Reminder.objects.get().round == round
    entry = AuditEntry.objects.get(what="reminded")
    assert (entry.person, entry.actor, entry.role) == (person, boss, "national_coordinator")


@pytest.mark.parametrize(
    ("now", "zone", "language", "words"),
    [
        # In Paris summer time ends that night: the day lasts until 23:00 in Greenwich.
        ("2026-10-25T10:30", "Pacific/Kiritimati", "fr", "La date limite était le 25 octobre 2026."),
        ("2026-10-25T10:30", "Pacific/Pago_Pago", "en", "It is due on 25 October 2026."),
        ("2026-10-26T10:59", "Pacific/Pago_Pago", "fr", "La date limite est le 25 octobre 2026."),
        ("2026-10-25T22:59", "Europe/Paris", "en", "It is due on 25 October 2026."),
        ("2026-10-25T23:00", "Europe/Paris", "en", "It was due on 25 October 2026."),
    ],
)
def test_a_course_is_due_until_the_day_is_over_where_the_officer_is(
    boss, course, monkeypatch, now, zone, language, words
):
    person = people.officer(time_zone=zone, preferred_language=language)
    now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    send(boss, [put(person, course, due=date(2026, 10, 25))])
    [letter] = Letter.objects.filter(person=person)
    assert words in compose(letter).body


def test_a_draft_reminds_nobody(boss, course):
    draft(boss, [put(people.officer(), course)])
    deliver_due()
    assert mail.outbox == []
    assert reminded() == []


def test_who_gets_none(boss, course):
    invited, finished, closed, later, left, due = (people.officer() for _ in range(6))
    invite(invited)
    rows = [
        put(invited, course),
        put(finished, course, done=10, finished=-1),
        put(closed, course),
        put(later, course, opens=4),
        put(left, course, is_active=False),
        put(due, course, due=-1),
    ]
    closed.is_active = False
    closed.save()
    round = draft(boss, rows)
    whys = {item.person: item.why for item in api.receivers_of(round, by=boss)}
    assert whys == {
        invited: "invited",
        finished: "finished",
        closed: "closed",
        later: "not_opened",
        left: "left",
        due: None,
    }
    api.send_round(round=round, by=boss)
    assert reminded() == [due.pk]


def test_not_twice_in_three_days(boss, course):
    row = put(people.officer(), course)
    send(boss, [row])
    send(boss, [row])
    assert len(reminded()) == 1
    Reminder.objects.update(at=timezone.now() - timedelta(days=3))
    send(boss, [row])
    assert len(reminded()) == 2


def test_a_round_is_sent_once(boss, course):
    round = draft(boss, [put(people.officer(), course)])
    first = api.send_round(round=round, by=boss, line="One")
    Reminder.objects.update(at=timezone.now() - timedelta(days=9))
    second = api.send_round(round=round, by=boss, line="Two")
    assert len(reminded()) == 1
    assert second.line == first.line == "One"


def test_nobody_of_another_administration_is_reminded(boss, course):
    far = put(people.officer(administration="FJ"), course, due=-3)
    round = draft(boss, [far])
    assert api.receivers_of(round, by=boss) == []
    api.send_round(round=round, by=boss)
    assert reminded() == []


@pytest.mark.parametrize("change", ["finished", "moved", "withdrawn"])
def test_a_letter_obeys_what_is_true_when_it_leaves(boss, course, change):
    person = people.officer()
    row = put(person, course)
    send(boss, [row])
    if change == "finished":
        CourseCompletion.objects.create(enrolment=row, completed_at=timezone.now())
    elif change == "moved":
        person.administration = people.administration_of("FJ")
        person.save()
    else:
        people_api.withdraw_role(grant=boss.role_grants.get(), by=None)
    deliver_due()
    assert mail.outbox == []


def test_each_language_that_occurs_is_shown(boss, course):
    rows = [put(people.officer(preferred_language=code), course) for code in ("fr", "en", "en")]
    round = draft(boss, rows)
    samples = api.samples_of(round, api.receivers_of(round, by=boss), "Till Friday!")
    assert [(item.language, item.number) for item in samples] == [("en", 2), ("fr", 1)]
    assert all("Till Friday!" in item.text for item in samples)
    assert "Gestion des risques" in samples[1].text


def test_what_is_shown_is_what_is_sent(boss, course):
    row = put(people.officer(), course, due=-2, done=3)
    round = draft(boss, [row])
    [sample] = api.samples_of(round, api.receivers_of(round, by=boss), "Hello")
    api.send_round(round=round, by=boss, line="Hello")
    deliver_due()
    assert (mail.outbox[0].subject, mail.outbox[0].body) == (sample.subject, sample.text)


def test_many_are_reminded_by_the_worker(boss, course, monkeypatch):
    monkeypatch.setattr(reminding, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(reminding, "BATCH", 2)
    rows = [put(people.officer(), course) for _ in range(5)]
    round = send(boss, rows)
    assert reminded() == []
    running.run(round.job.pk)
    assert len(reminded()) == 5
    # A run that is given the job again reminds nobody again.
    Job.objects.update(state=Job.State.WAITING)
    running.run(round.job.pk)
    assert len(reminded()) == 5
    assert Job.objects.get().result == {"reminded": 5}


def test_a_round_started_again_days_later_reminds_the_rest_alone(boss, course, monkeypatch):
    monkeypatch.setattr(reminding, "MOST_AT_ONCE", 1)
    round = send(boss, [put(people.officer(), course) for _ in range(3)])
    running.run(round.job.pk)
    Reminder.objects.order_by("pk").last().delete()
    Reminder.objects.update(at=timezone.now() - timedelta(days=4))
    Job.objects.update(state=Job.State.WAITING)
    running.run(round.job.pk)
    assert Job.objects.get().result == {"reminded": 3}


def test_who_was_reminded_by_another_account_is_not_reminded_again(boss, course):
    kept, dropped = people.officer(), people.officer()
    rows = [put(kept, course), put(dropped, course)]
    first = send(boss, rows[1:])
    both = send(boss, [put(people.officer(), course)])
    for person in (kept, dropped):
        Reminder.objects.create(round=both, person=person, at=timezone.now() - timedelta(days=9))
    for _twice in range(2):
        api.move_reminders(kept=kept, dropped=dropped)
    assert set(kept.reminders.values_list("round", flat=True)) == {first.pk, both.pk}
    send(boss, rows[:1])
    assert kept.reminders.count() == 2


def test_as_many_queries_for_five_as_for_fifty(boss, course):
    counted = []
    for number in (5, 50):
        round = draft(boss, [put(people.officer(), course) for _ in range(number)])
        people_api.forget_roles(boss)
        with CaptureQueriesContext(connection) as queries:
            api.send_round(round=round, by=boss)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_an_old_draft_is_forgotten(boss, course):
    row = put(people.officer(), course)
    draft(boss, [row])
    ReminderRound.objects.update(made_at=timezone.now() - timedelta(days=2))
    kept = draft(boss, [row])
    assert list(ReminderRound.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_two_deputies_click_at_once(boss, course):
    deputy = people.coordinator()
    rows = [put(people.officer(), course) for _ in range(6)]
    rounds = [draft(by, rows) for by in (boss, deputy, boss, deputy)]
    at_once(lambda round: api.send_round(round=round, by=round.by), rounds)
    assert len(reminded()) == len(set(reminded())) == 6


@pytest.mark.django_db(transaction=True)
def test_one_round_confirmed_twice_at_once(boss, course):
    round = draft(boss, [put(people.officer(), course) for _ in range(3)])
    at_once(lambda found: api.send_round(round=found, by=boss), [round] * 4)
    assert len(reminded()) == 3
