"""A session over the runs of its modules: where people stand, more time, messages, tutors, marks."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from clikc.people.models import AuditEntry
from clikc.post.composing import Dropped, compose
from clikc.post.models import Letter
from enrolment.admissions import api as admissions
from enrolment.advising.models import Message, Thread
from enrolment.assessment.models import DueExtension, Extension
from enrolment.following import api as following
from enrolment.following.models import SessionMessage
from enrolment.grading import api as grading
from enrolment.grading.models import ModuleMark
from enrolment.programmes import api as programmes
from enrolment.progress import api as progress
from enrolment.progress.models import Attendance
from tests.factories import people
from tests.factories.academies import make_dated, make_participants
from tests.factories.running import make_running, tutor_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_running()


@pytest.fixture
def boss():
    return people.manager()


def line_of(made, boss, participation):
    return following.board_of(made.session, boss).line(participation.pk)


def states(line) -> dict[str, str]:
    return {following.key_of(item)[:4]: item.state.value for item in line.answers}


def test_the_board_says_who_is_on_time_behind_and_silent(made, boss, django_assert_max_num_queries):
    admissions.withdraw_participant(participation=make_participants(made.session, 1)[0], by=boss)
    with django_assert_max_num_queries(20):
        board = following.board_of(made.session, boss)
    by_pk = {line.participation.pk: line for line in board.lines}
    late, behind, silent = (by_pk[item.pk] for item in made.everybody)
    assert states(late) == {"m1-a": "late", "m1-q": "missing", "m2-a": "to_come", "m2-q": "to_come"}
    assert (late.stand.state, late.stand.behind) == ("behind", 1)
    assert (behind.stand.state, behind.stand.behind, behind.stand.is_silent) == ("behind", 2, False)
    assert (silent.stand.state, silent.stand.is_behind) == ("silent", True)
    assert [line.stand.state for line in board.lines].count("left") == 1
    assert board.week == 5
    assert {item.week for item in board.asked} == {3, 6}
    with django_assert_max_num_queries(6):
        totals = following.totals_of(board, board.lines)
    first = board.modules[0]
    book = grading.gradebook_of(run=made.runs[0], viewer=boss)
    said = {row.enrolment_id: row.total.percent for row in book.rows}
    for line in (late, behind, silent):
        assert totals[line.participation.pk, first.pk].percent == said[line.enrolments[first.pk]]


def test_a_sign_in_one_module_is_one_in_all_and_silence_is_said_where_something_goes_on(made, boss):
    first, second = made.runs
    for item in made.everybody:
        type(item.learner).objects.filter(pk=item.learner_id).update(last_login=None)
    thread = Thread.objects.create(run=first, enrolment=made.late.learner.enrolments.get(course=first.course))
    yesterday = timezone.now() - timedelta(days=1)
    Message.objects.create(thread=thread, by=made.late.learner, text="Hello", token="1", at=yesterday)

    def standings_in(run):
        return following.standings_in_runs([run], boss)

    def silent(run) -> dict:
        found = [(item.person, why.facts) for item in standings_in(run) for why in item.reasons]
        return {person: facts["days"] for person, facts in found if "days" in facts}

    board = following.board_of(made.session, boss)
    days = {line.person: line.stand.silent_days for line in board.lines if line.stand.is_silent}
    assert days.keys() == {made.behind.learner, made.silent.learner}
    assert (silent(first), silent(second)) == ({}, days)
    seen = {item.person: item.last_seen_at for item in standings_in(second)}
    assert seen[made.late.learner] == yesterday
    made.session.modules.filter(run=second).update(is_required=False)
    assert (silent(first), silent(second)) == (days, {})


def test_more_time_is_for_works_and_tests_alike_once_and_on_what_was_seen(made, boss):
    line = line_of(made, boss, made.behind)
    keys = [following.key_of(item) for item in line.answers]
    given = {
        "session": made.session,
        "participation_id": made.behind.pk,
        "by": boss,
        "digest": following.due_digest(line),
    }
    for reason, facts in {
        "nothing": {"keys": ["m9-a1"], "days": 3, "reason": "Ill"},
        "reason": {"keys": keys, "days": 90, "reason": "  "},
        "passed": {"keys": [keys[0]], "days": 1, "reason": "Ill"},
        "not_later": {"keys": keys, "until": timezone.now() - timedelta(days=99), "reason": "Ill"},
        "changed": {"keys": keys, "days": 3, "reason": "Ill", "digest": "old"},
    }.items():
        with pytest.raises(following.MoreTimeRefused) as refused:
            following.give_more_time(**given | facts)
        assert refused.value.reason == reason
    granted = following.give_more_time(**given, keys=keys, days=30, reason="In hospital")
    assert len(granted) == 4
    now = {following.key_of(item): item for item in line_of(made, boss, made.behind).answers}
    assert all(now[following.key_of(was)].due_at == at for was, at in granted)
    assert all(item.has_more_time for item in now.values())
    assert {item.state for item in now.values()} == {following.ItemState.TO_COME}
    with pytest.raises(following.MoreTimeRefused) as refused:
        following.give_more_time(**given, keys=keys, days=30, reason="In hospital")
    assert refused.value.reason == "changed"
    assert (DueExtension.objects.count(), Extension.objects.count()) == (2, 2)
    letter = compose(Letter.objects.get(kind="more-time"))
    assert letter.subject == f"More time in {made.session.name}"
    assert letter.body.count("Due: ") == 4
    assert "In hospital" not in letter.body


def test_a_message_is_sent_once_to_those_who_are_in_and_framed_in_their_language(made, boss):
    made.late.learner.preferred_language = "ar"
    made.late.learner.save()
    token = uuid4()
    facts = {
        "session": made.session,
        "by": boss,
        "token": token,
        "subject": "Next week",
        "words": "We meet on <Monday>.",
        "language": "en",
    }
    strangers = make_participants(make_dated(), 1)
    with pytest.raises(following.NobodyToWriteTo):
        following.send_message(**facts, participations=[strangers[0].pk])
    SessionMessage.objects.all().delete()
    chosen = [item.pk for item in made.everybody] + [strangers[0].pk]
    for is_new in (True, False):
        message, new = following.send_message(**facts, participations=chosen)
        assert new is is_new
    letters = {letter.person_id: letter for letter in Letter.objects.filter(kind="session-message")}
    assert letters.keys() == {item.learner_id for item in made.everybody}
    mail = compose(letters[made.late.learner_id])
    html = mail.alternatives[0][0]
    assert mail.subject == "Next week"
    assert '<div lang="en" dir="ltr"><p>We meet on &lt;Monday&gt;.</p></div>' in html
    assert 'dir="rtl"' in html
    assert f"/ar/my/sessions/{made.late.pk}/" in html
    assert mail.reply_to == [boss.address]
    admissions.withdraw_participant(participation=made.late, by=boss)
    with pytest.raises(Dropped):
        compose(letters[made.late.learner_id])
    assert list(SessionMessage.objects.visible_to(made.behind.learner)) == [message]
    assert not SessionMessage.objects.visible_to(strangers[0].learner).exists()


def test_one_tutor_through_all_modules_given_by_the_rules_and_only_as_it_was_shown(made, boss):
    near = people.tutor(administration=made.late.administration.code)
    grading.set_session_tutor(runs=made.runs, tutor=near, capacity=50)
    plan = grading.preview_session_allocation(runs=made.runs)
    assert {item.person.pk for item in plan.given} == {item.learner_id for item in made.everybody}
    with pytest.raises(grading.AllocationChanged):
        grading.allocate_session(runs=made.runs, digest="old", by=boss)
    assert tutor_in(made.runs[0], made.late) is None
    for _twice in range(2):
        grading.allocate_session(runs=made.runs, digest=plan.digest, by=boss)
    assert [tutor_in(run, made.late) for run in made.runs] == [made.tutor.pk, made.tutor.pk]
    # Another one in one module is a decision, and stays.
    special = people.tutor(administration="BJ")
    programmes.set_run_tutor(run=made.runs[1], tutor=special)
    enrolment = made.late.learner.enrolments.get(course=made.runs[1].course)
    grading.set_tutor(run=made.runs[1], enrolment_id=enrolment.pk, tutor=special, by=boss)
    assert not grading.preview_session_allocation(runs=made.runs).given
    # Somebody new gets one, and who may not be it any more is replaced.
    [new] = make_participants(made.session, 1, administration="UG")
    plan = grading.preview_session_allocation(runs=made.runs)
    assert [(item.person.pk, item.tutor.pk) for item in plan.given] == [(new.learner_id, near.pk)]
    grading.allocate_session(runs=made.runs, digest=plan.digest, by=boss)
    grading.end_session_tutor(runs=made.runs, tutor=made.tutor, by=boss, reason="Gone")
    assert [tutor_in(run, made.late) for run in made.runs] == [None, special.pk]
    with pytest.raises(grading.TutorRefused):
        grading.give_session_tutor(runs=made.runs, person=made.late.learner, tutor=near, by=boss)
    assert tutor_in(made.runs[1], made.late) == special.pk
    grading.give_session_tutor(runs=made.runs, person=new.learner, tutor=None, by=boss)
    assert tutor_in(made.runs[0], new) is None


def test_attendance_is_said_changed_and_taken_back_on_record(made, boss):
    present = {item.pk: "present" for item in made.everybody}
    for number in (3, 0):
        assert progress.set_attendance(event=made.live, states=present, by=boss) == number
    again = {made.late.pk: "excused", made.behind.pk: "", made.silent.pk: "present"}
    assert progress.set_attendance(event=made.live, states=again, by=boss) == 2
    assert dict(Attendance.objects.values_list("participation", "state")) == {
        made.late.pk: "excused",
        made.silent.pk: "present",
    }
    assert AuditEntry.objects.filter(what__startswith="attendance_").count() == 5
    [stranger] = make_participants(make_dated(), 1)
    closing = made.session.events.get(code="closing")
    for event, states_, reason in (
        (closing, present, "not_a_live_event"),
        (made.live, {made.late.pk: "asleep"}, "unknown"),
        (made.live, {made.late.pk: "absent", stranger.pk: "absent"}, "not_in_session"),
    ):
        with pytest.raises(progress.AttendanceRefused) as refused:
            progress.set_attendance(event=event, states=states_, by=boss)
        assert refused.value.reason == reason
    assert Attendance.objects.get(participation=made.late).state == "excused"


def test_a_mark_of_a_module_is_appended_with_a_reason_once_it_is_there(made, boss):
    facts = {"module": made.oral, "by": boss}
    marks = {made.late.pk: Decimal("71.5"), made.behind.pk: Decimal(40)}
    for number in (2, 0):
        assert grading.set_module_mark(**facts, marks=marks, seen={}) == number
    other = {made.late.pk: Decimal(80)}
    seen = {made.late.pk: 1}
    for reason, more in {
        "reason": {"marks": other, "seen": seen},
        "changed": {"marks": other, "seen": {}, "reason": "Recount"},
        "percent": {"marks": {made.late.pk: Decimal(101)}, "seen": seen},
        "not_in_session": {"marks": {uuid4(): Decimal(10)}, "seen": {}},
    }.items():
        with pytest.raises(grading.MarkNotEntered) as refused:
            grading.set_module_mark(**facts, **more)
        assert refused.value.reason == reason
    assert grading.set_module_mark(**facts, marks=other, seen=seen, reason="Recount") == 1
    taken = {"marks": {made.late.pk: None}, "seen": {made.late.pk: 2}, "reason": "Not hers"}
    assert grading.set_module_mark(**facts, **taken) == 1
    kept = ModuleMark.objects.filter(participation=made.late).values_list("number", "percent", "reason")
    assert list(kept) == [(1, Decimal("71.5"), ""), (2, Decimal(80), "Recount"), (3, None, "Not hers")]


def test_who_leaves_moves_or_is_back_is_told_once_with_her_coordinator(made, boss):
    coordinator = people.coordinator(administration=made.late.administration.code)
    later = make_dated(made.session.programme, starts_on=made.session.starts_on + timedelta(weeks=30))
    admissions.withdraw_participant(participation=made.late, by=boss, reason="Private")
    made.late.refresh_from_db()
    made.late.learner.last_login = None
    made.late.learner.save()
    gone, work = line_of(made, boss, made.late), made.runs[0].assignments.get()
    assert (gone.stand.state, gone.answers, len(gone.enrolments)) == ("left", (), 2)
    assert gone.last_seen_at == work.due_at + timedelta(days=2)
    for _twice in range(2):
        admissions.tell_of_change(made.late)
    gone = {letter.person_id: letter for letter in Letter.objects.filter(kind="participation-changed")}
    assert gone.keys() == {made.late.learner_id, coordinator.pk}
    for letter in gone.values():
        mail = compose(letter)
        assert mail.subject == f"Withdrawn from {made.session.name}"
        assert "Private" not in mail.body
    admissions.take_part(session=made.session, people=[made.late.learner], by=boss, reason="By mistake")
    made.late.refresh_from_db()
    admissions.tell_of_change(made.late)
    with pytest.raises(Dropped):
        compose(gone[coordinator.pk])
    back = Letter.objects.filter(person=made.late.learner).last()
    assert compose(back).subject == f"Back in {made.session.name}"
    admissions.move_participant(participation=made.behind, to=later, by=boss)
    made.behind.refresh_from_db()
    admissions.tell_of_change(made.behind)
    moved = compose(Letter.objects.get(person=made.behind.learner))
    assert (moved.subject, later.name in moved.body) == (f"Moved to a later session: {later.name}", True)
