"""Handing in: at a moment, once, by the server's clock; replaced, marked, handed in anew."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.api import DueExtensionRefused, Refusal, WorkRefused
from enrolment.assessment.models import HandIn, Submission
from enrolment.assessment.signals import work_handed_in
from tests.factories.people import manager
from tests.factories.tutoring import make_hand_in

from .conftest import fresh, hand_ins, make_group, picture, team_up

pytestmark = pytest.mark.django_db
typed = count(1)


def write(ours, html="<p>Five words of my own</p>", who="amina"):
    return api.save_draft(**ours.of(getattr(ours, who)), html=html, sequence=next(typed))


def hand_in(ours, who="amina", **more):
    return api.hand_in(**ours.of(getattr(ours, who)), **{"language": "en"} | more)


def reasons(ours, **more):
    with pytest.raises(WorkRefused) as refused:
        hand_in(ours, **more)
    return refused.value.reasons


def grant(ours, due_at, **more):
    facts = {"run_assignment": ours.work, "enrolment": ours.made.enrolments[0], "by": manager()}
    return api.grant_due_extension(**facts | {"due_at": due_at, "reason": "Was ill"} | more)


def test_what_is_handed_in_stays_as_it_was(ours):
    write(ours)
    first = hand_in(ours, language="ar")
    write(ours, "<p>Something else</p>")
    first.refresh_from_db()
    assert (first.text, first.plain, first.words) == (
        "<p>Five words of my own</p>",
        "Five words of my own",
        5,
    )
    assert (first.number, first.attempt, first.late_days, first.language) == (1, 1, 0, "ar")
    assert first.statement == api.statement_in("ar", is_group=False)


def test_nothing_is_not_handed_in(ours):
    assert reasons(ours) == (Refusal.NOTHING,)
    write(ours, "<p> <br></p>")
    assert reasons(ours) == (Refusal.NOTHING,)
    assert not HandIn.objects.exists()


def test_what_changed_since_it_was_looked_at_is_not_handed_in(ours):
    work = write(ours).submission
    seen = api.mark_of(work, [])
    write(ours, "<p>Two others</p>")
    assert reasons(ours, seen=seen) == (Refusal.CHANGED,)
    assert hand_in(ours, seen=api.mark_of(fresh(work), [])).number == 1


def test_twice_is_once_and_another_text_takes_its_place(ours):
    write(ours)
    assert hand_in(ours) == hand_in(ours)
    write(ours, "<p>Better</p>")
    second = hand_in(ours)
    assert (second.number, second.attempt) == (2, 1)
    assert fresh(second.submission).handed_in_at == second.at


def test_it_is_announced_each_time_and_only_then(ours):
    heard = []

    def hear(hand_in, **_kwargs):
        heard.append(hand_in.number)

    work_handed_in.connect(hear)
    try:
        write(ours)
        hand_in(ours), hand_in(ours)
        write(ours, "<p>Better</p>")
        hand_in(ours)
    finally:
        work_handed_in.disconnect(hear)
    assert heard == [1, 2]


class TestTheClock:
    def test_at_the_second(self, ours, clock):
        write(ours)
        clock.at(ours.work.due_at)
        assert hand_in(ours).late_days == 0

    def test_within_the_grace_it_costs_nothing(self, ours, clock):
        write(ours)
        clock.at(ours.work.due_at + timedelta(minutes=15))
        assert (hand_in(ours).late_days, hand_ins(ours.work)[0].late_percent) == (0, 0)

    def test_a_second_after_the_grace_a_day_is_begun(self, ours, clock):
        write(ours)
        clock.at(ours.work.due_at + timedelta(minutes=15, seconds=1))
        made = hand_in(ours)
        assert (made.late_days, made.late_percent, made.is_late) == (1, Decimal(5), True)

    def test_the_last_moment_and_a_second_later(self, ours, clock):
        write(ours)
        clock.at(ours.work.due_at + timedelta(days=14, seconds=1))
        assert reasons(ours) == (Refusal.TOO_LATE,)
        clock.later(seconds=-1)
        assert hand_in(ours).late_days == 14

    def test_the_hour_that_comes_twice_is_counted_twice(self, ours, clock):
        """Due at noon of the day before clocks in Brussels go back: a day is 24 hours all the same."""
        brussels = ZoneInfo("Europe/Brussels")
        ours.work.due_at = datetime(2026, 10, 24, 12, tzinfo=brussels)
        ours.work.save()
        write(ours)
        clock.at(datetime(2026, 10, 25, 11, 0, tzinfo=brussels))
        assert hand_in(ours).late_days == 1
        write(ours, "<p>A little later</p>")
        clock.at(datetime(2026, 10, 25, 11, 0, 1, tzinfo=brussels))
        assert hand_in(ours).late_days == 2

    def test_the_reader_is_told_the_time_in_both_zones(self, ours, clock, django_capture_on_commit_callbacks):
        ours.amina.time_zone, ours.amina.preferred_language = "Africa/Nairobi", "en"
        ours.amina.save()
        ours.work.due_at = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Brussels"))
        ours.work.save()
        write(ours)
        clock.at(datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Brussels")))
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            hand_in(ours)
        [letter] = mail.outbox
        assert letter.to == [ours.amina.email]
        assert "1 July 2026, 10:30 (Nairobi time) · 1 July 2026, 09:30 (Brussels time)" in letter.body


class TestMoreTime:
    def test_it_holds_for_her_alone(self, ours, clock):
        grant(ours, ours.work.due_at + timedelta(days=2))
        write(ours), write(ours, who="omar")
        clock.at(ours.work.due_at + timedelta(days=1))
        assert hand_in(ours).late_days == 0
        assert hand_in(ours, who="omar").late_days == 1

    def test_what_came_late_already_is_late_no_longer(self, ours, clock):
        write(ours)
        clock.at(ours.work.due_at + timedelta(days=3))
        made = hand_in(ours)
        assert made.late_days == 3
        grant(ours, ours.work.due_at + timedelta(days=2))
        made.refresh_from_db()
        assert (made.late_days, made.late_percent) == (1, Decimal(5))

    def test_twice_is_once_and_less_is_refused(self, ours):
        due = ours.work.due_at + timedelta(days=2)
        assert grant(ours, due) == grant(ours, due)
        with pytest.raises(DueExtensionRefused, match="not_later"):
            grant(ours, due - timedelta(hours=1))
        with pytest.raises(DueExtensionRefused, match="reason"):
            grant(ours, due + timedelta(days=1), reason="  ")

    def test_in_a_team_the_latest_time_holds(self, ours, clock):
        make_group(ours.made)
        team_up(ours.made, *ours.made.enrolments[:2])
        grant(ours, ours.work.due_at + timedelta(days=2))
        write(ours, who="omar")
        clock.at(ours.work.due_at + timedelta(days=1))
        assert hand_in(ours, who="omar").late_days == 0


class TestWhenMarkingHasBegun:
    def test_nothing_takes_its_place(self, ours):
        write(ours)
        made = hand_in(ours)
        assert api.lock_work(made.submission_id) == made
        with pytest.raises(WorkRefused, match="being_marked"):
            write(ours, "<p>Better</p>")
        assert reasons(ours) == (Refusal.BEING_MARKED,)

    def test_released_it_may_be_handed_in_anew_as_often_as_the_run_says(self, ours, clock):
        write(ours)
        first = hand_in(ours)
        api.lock_work(first.submission_id)
        clock.at(ours.work.due_at + timedelta(days=30))
        api.allow_resubmission(first.submission_id, clock.now + timedelta(days=7))
        write(ours, "<p>Better</p>")
        second = hand_in(ours)
        assert (second.attempt, second.number, second.late_days, second.late_percent) == (2, 2, 0, 0)
        assert second.due_at == clock.now + timedelta(days=7)
        # Until somebody begins to mark it, it is replaced like the first one.
        write(ours, "<p>Better still</p>")
        assert hand_in(ours).attempt == 2
        api.lock_work(first.submission_id)
        assert reasons(ours) == (Refusal.BEING_MARKED,)

    def test_not_after_its_own_last_moment(self, ours, clock):
        write(ours)
        first = hand_in(ours)
        api.allow_resubmission(first.submission_id, clock.now + timedelta(days=7))
        clock.later(days=7, minutes=15, seconds=1)
        assert reasons(ours) == (Refusal.RESUBMISSION_OVER,)
        clock.later(seconds=-1)
        write(ours, "<p>Better</p>")
        assert hand_in(ours).attempt == 2

    def test_the_same_again_is_a_resubmission_if_it_is_meant(self, ours, clock):
        """Nothing is silently the same once it was marked: she may have had reasons."""
        write(ours)
        first = hand_in(ours)
        api.allow_resubmission(first.submission_id, clock.now + timedelta(days=7))
        assert hand_in(ours).attempt == 2


class TestTeams:
    def test_any_member_hands_in_and_all_see_it_and_are_told(self, ours, django_capture_on_commit_callbacks):
        make_group(ours.made)
        team_up(ours.made, *ours.made.enrolments[:2])
        write(ours)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            made = hand_in(ours, who="omar")
        assert {letter.to[0] for letter in mail.outbox} == {ours.amina.email, ours.omar.email}
        assert hand_in(ours) == made
        for person in (ours.amina, ours.omar):
            assert HandIn.objects.visible_to(person).get() == made
        assert not HandIn.objects.visible_to(ours.made.enrolments[2].learner).exists()

    def test_who_left_the_team_sees_its_work_no_more(self, ours):
        make_group(ours.made)
        team = team_up(ours.made, *ours.made.enrolments[:2])
        write(ours)
        team.members.filter(person=ours.amina).update(left_at=timezone.now())
        assert not Submission.objects.visible_to(ours.amina).exists()
        with pytest.raises(WorkRefused, match="no_team"):
            hand_in(ours)


class TestWhatIsDue:
    def test_how_each_stands(self, ours, clock):
        def state():
            [line] = api.work_of(ours.amina)
            return line.state

        clock.at(ours.work.due_at)
        assert state() == "due"
        clock.later(seconds=1)
        assert state() == "overdue"
        clock.later(days=14)
        assert state() == "missed"
        clock.at(ours.work.due_at)
        write(ours)
        made = hand_in(ours)
        assert state() == "handed_in"
        api.lock_work(made.submission_id)
        assert state() == "being_marked"
        api.allow_resubmission(made.submission_id, clock.now + timedelta(days=1))
        assert state() == "again"
        clock.later(days=2)
        assert state() == "being_marked"

    @pytest.mark.parametrize("works", [1, 8])
    def test_it_costs_the_same_for_one_work_and_for_many(self, works, django_assert_max_num_queries):
        from tests.factories.tutoring import make_tutored_run

        made = make_tutored_run(participants=2, assignments=works)
        for work in made.work:
            make_hand_in(work, made.enrolments[0])
        make_group(made)
        team_up(made, *made.enrolments)
        with django_assert_max_num_queries(7):
            assert len(api.work_of(made.enrolments[0].learner)) == works


def test_files_belong_to_what_was_handed_in(ours):
    kept = api.add_file(**ours.of(ours.amina), data=picture(), name="map.png")
    first = hand_in(ours)
    api.remove_file(file_id=kept.pk, person=ours.amina)
    write(ours)
    second = hand_in(ours)
    assert [list(made.files.all()) for made in (first, second)] == [[kept], []]
