"""The pages of a session that runs, as its manager uses them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clikc.post.models import Letter
from enrolment.admissions.models import Participation, ParticipationChange
from enrolment.assessment.models import DueExtension
from enrolment.following import api as following
from enrolment.following.models import SessionMessage
from enrolment.grading import api as grading
from enrolment.grading.models import ModuleMark
from enrolment.progress.models import Attendance
from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_nomination, make_participants
from tests.factories.running import make_running, monday, tutor_in

pytestmark = pytest.mark.django_db
HOSTILE = "\x00\u202e" + "=cmd|" + "x" * 10_000


@pytest.fixture
def made():
    return make_running()


@pytest.fixture
def boss():
    return people.manager()


@pytest.fixture
def go(client, boss, made, settings):
    """Get, or post, a page of the session; its path beyond ``running/<pk>/``."""
    settings.SECOND_FACTOR_REQUIRED = False
    people.sign_in(client, boss)
    start = reverse("running_board", args=[made.session.pk])

    def ask(place="", data=None):
        answer = client.get(start + place) if data is None else client.post(start + place, data)
        answer.text = answer.content.decode()
        return answer

    return ask


def of(item: Participation, place="") -> str:
    return f"people/{item.pk}/{place}"


def test_the_board_filters_and_says_why(go, made):
    whole = go()
    for words in ("Never seen in", "missing since", "M1", "work: late", "Week 3"):
        assert words in whole.text
    assert "3 missing" in whole.text
    silent = go("?show=silent")
    assert str(made.silent.pk) in silent.text
    assert str(made.behind.pk) not in silent.text
    assert "Nobody of this session stands like that." in go("?show=left").text
    assert str(made.late.pk) not in go(f"?administration={made.late.administration_id + 999}").text
    grades = go("?view=modules")
    assert "no tutor" in grades.text
    assert reverse("gradebook", args=[made.runs[0].pk]) in grades.text
    for asked in ("?show=nonsense&tutor=x&administration=-1&view=9", f"?tutor={'9' * 400}", "?page=zzz"):
        assert go(asked).status_code == 200


@pytest.mark.parametrize("view", ["weeks", "modules"])
def test_200_participants_cost_as_many_queries_as_a_few(go, made, view, django_assert_max_num_queries):
    make_participants(made.session, 197)
    with django_assert_max_num_queries(25):
        answer = go(f"?view={view}")
    assert answer.context["number"] == 200
    assert len(answer.content) < 250_000


def test_a_participant_of_200_costs_25_queries_and_stands_as_on_the_board(
    go, made, boss, django_assert_max_num_queries
):
    make_participants(made.session, 197)
    test = made.runs[0].quizzes.get().quiz
    column = made.runs[0].grade_categories.create(module="x").items.create(kind="quiz", quiz=test, most=20)
    enrolment = made.late.learner.enrolments.get(course=made.runs[0].course)
    excused = {"state": "excused", "reason": "Ill", "number": 1, "at": timezone.now()}
    column.entries.create(enrolment=enrolment, **excused)
    line = following.board_of(made.session, boss).line(made.behind.pk)
    keys = [following.key_of(item) for item in line.answers]
    given = {"what": keys, "days": "60", "reason": "In hospital", "digest": following.due_digest(line)}
    go(of(made.behind, "time/"), given)
    for item in (made.behind, made.silent, made.late):
        with django_assert_max_num_queries(25):
            page = go(of(item))
        line = following.board_of(made.session, boss).line(item.pk)
        assert page.context["row"].line == line
        assert page.text.count("In hospital") == (4 if item == made.behind else 0)
    assert "excused" in [answer.state for answer in line.answers if answer.asked.is_test]


def test_more_time_from_two_tabs_is_given_once_and_what_was_typed_stays(go, made, boss):
    line = following.board_of(made.session, boss).line(made.behind.pk)
    key = next(following.key_of(item) for item in line.answers if not item.asked.is_test)
    typed = {"what": key, "days": "20", "reason": "In hospital", "digest": following.due_digest(line)}
    assert go(of(made.behind, "time/"), typed).status_code == 302
    again = go(of(made.behind, "time/"), typed)
    assert (again.status_code, DueExtension.objects.count()) == (422, 1)
    assert "In hospital" in again.text
    assert "The times were changed meanwhile" in again.text
    for wrong in (
        {"days": ""},
        {"until": "2199-01-01T00:00", "days": ""},
        {"what": "m1-zzz"},
        {"days": "9" * 99},
    ):
        assert go(of(made.behind, "time/"), typed | wrong).status_code == 422
    between = typed | {"what": [], "first": "2000-01-01", "last": "2199-12-31", "days": "60"}
    between["digest"] = following.due_digest(following.board_of(made.session, boss).line(made.behind.pk))
    assert go(of(made.behind, "time/"), between).status_code == 302
    shown = go(of(made.behind)).text
    assert shown.count("In hospital") == 5


def test_she_is_withdrawn_brought_back_and_moved(go, made, client):
    later = make_dated(made.session.programme, starts_on=made.session.starts_on + timedelta(weeks=30))
    earlier = make_dated(made.session.programme, starts_on=made.session.starts_on - timedelta(weeks=30))
    for place, data in (("withdraw/", {}), ("move/", {"to": earlier.pk, "reason": "Baby"})):
        assert go(of(made.late, place), data | {"x": "y"}).status_code == 422
    made.session.programme.sessions.filter(pk=earlier.pk).update(starts_on=monday(weeks_ago=3), weeks=1)
    call = make_call(later, seats=2, published_at=timezone.now())
    make_nomination(call, state="accepted", seat=1)
    make_nomination(call, state="reserve", reserve_position=1)
    shown = go(of(made.late, "move/"))
    said = f"{later.name} · English · "
    assert (said in shown.text, "1 seat is free" in shown.text) == (True, True)
    assert earlier.name not in shown.text
    for _two_tabs in range(2):
        assert go(of(made.late, "withdraw/"), {"reason": "Left the service"}).status_code == 302
    assert go(of(made.late, "return/"), {"reason": "By mistake"}).status_code == 302
    assert "Works handed in here: 1" in go(of(made.late, "move/")).text
    assert go(of(made.late, "move/"), {"to": later.pk, "reason": "Baby"}).status_code == 302
    made.late.refresh_from_db()
    assert made.late.moved_to.session == later
    assert "no seat is free" in go(of(made.behind, "move/")).text
    assert (
        f"This participant has moved to {later.name} already"
        in client.post(
            reverse("running_move", args=[made.session.pk, made.late.pk]), {"to": later.pk}, follow=True
        ).content.decode()
    )
    kinds = ParticipationChange.objects.filter(participation=made.late).values_list("kind", flat=True)
    assert list(kinds) == ["joined", "withdrawn", "returned", "moved"]
    assert Letter.objects.filter(kind="participation-changed", person=made.late.learner).count() == 3
    assert later.name in go(of(made.late)).text
    made.session.closed_at = made.late.joined_at
    made.session.save()
    shut = go(of(made.behind, "withdraw/"), {"reason": "Ill"})
    assert (shut.status_code, "This session is closed" in shut.text) == (422, True)
    assert "<textarea" not in go(of(made.behind)).text + go("tutors/").text


def test_nothing_is_given_or_taken_in_a_closed_session(go, made, boss):
    line = following.board_of(made.session, boss).line(made.behind.pk)
    keys = [following.key_of(item) for item in line.answers]
    typed = {"what": keys, "days": "20", "reason": "Ill", "digest": following.due_digest(line)}
    plan = go("tutors/").context["plan"]
    type(made.session).objects.update(closed_at=made.late.joined_at)
    withdrawn = "Withdrawn" in go().text
    assert (withdrawn, "Write to these" in go().text, "Add people" in go().text) == (False, False, False)
    near = people.tutor(administration="UG")
    for place, data in (
        (of(made.behind, "time/"), typed),
        (of(made.behind, "tutor/"), {"tutor": made.tutor.pk}),
        ("tutors/", {"tutor": near.pk, "capacity": "4"}),
        ("tutors/allocate/", {"digest": plan.digest}),
        (f"tutors/{made.tutor.pk}/", {"capacity": "2"}),
        (f"tutors/{made.tutor.pk}/end/", {"reason": "Gone"}),
    ):
        assert go(place, data).status_code == 302
        assert "nothing is changed in it any more" in go().text
    assert not DueExtension.objects.exists()
    [there] = grading.session_tutors_of(made.runs)
    assert (there.tutor, there.terms.capacity, there.load) == (made.tutor, 6, 0)


def test_a_message_is_looked_at_sent_once_and_kept(go, made):
    typed = {"subject": "Next week", "words": "We meet.", "language": "fr", "token": str(uuid4())}
    assert go("messages/write/?show=silent").text.count('name="row"') == 1
    shown = go("messages/write/?show=silent", typed | {"step": "preview", "row": str(made.silent.pk)})
    assert "the programme manager of" in shown.text
    assert not SessionMessage.objects.exists()
    for _twice in range(2):
        sent = typed | {"step": "send", "row": [str(made.silent.pk), str(uuid4()), "x"]}
        assert go("messages/write/?show=silent", sent).status_code == 302
    message = SessionMessage.objects.get()
    assert (message.receivers.get().participation, message.chosen) == (made.silent, {"show": "silent"})
    assert Letter.objects.filter(kind="session-message").count() == 1
    assert "Next week" in go("messages/").text
    assert '<div lang="fr"' in go(f"messages/{message.pk}/").text
    assert "Next week" in go(of(made.silent)).text
    assert go(f"messages/write/?to={uuid4()}").status_code == 404
    assert go("messages/write/", typed | {"subject": HOSTILE, "words": HOSTILE}).status_code == 422
    assert go("messages/write/", typed | {"step": "send", "token": str(uuid4())}).status_code == 422


def test_tutors_are_given_as_shown_and_one_by_one(go, made):
    plan = go("tutors/").context["plan"]
    assert len(plan.given) == 3
    assert go("tutors/allocate/", {"digest": "old"}).status_code == 302
    assert tutor_in(made.runs[0], made.late) is None
    assert go("tutors/allocate/", {"digest": plan.digest}).status_code == 302
    assert tutor_in(made.runs[1], made.late) == made.tutor.pk
    near = people.tutor(administration=made.late.administration.code)
    assert go("tutors/", {"tutor": near.pk, "capacity": "4"}).status_code == 302
    refused = go(of(made.late, "tutor/"), {"tutor": near.pk})
    assert (refused.status_code, "own administration" in refused.text) == (422, True)
    away = {"capacity": "2", "away_from": "2026-01-02", "away_until": "2099-01-01"}
    assert go(f"tutors/{made.tutor.pk}/", away).status_code == 302
    assert "badge--warn" in go("tutors/").text
    assert go(f"tutors/{made.tutor.pk}/end/", {"reason": HOSTILE}).status_code == 422
    assert go(f"tutors/{made.tutor.pk}/end/", {"reason": "Gone"}).status_code == 302
    assert [item.tutor for item in grading.session_tutors_of(made.runs)] == [near]


def test_who_was_there_is_said_one_by_one_or_of_all_at_once(go, made):
    place = f"attendance/{made.live.pk}/"
    assert go(place, {f"state-{made.late.pk}": "absent", "all": "present"}).status_code == 302
    said = dict(Attendance.objects.values_list("participation", "state"))
    assert said == {made.late.pk: "absent", made.behind.pk: "present", made.silent.pk: "present"}
    assert go(place, {f"state-{made.late.pk}": "asleep"}).status_code == 422
    assert "3 of 3" in go("attendance/").text
    assert go(of(made.late, "withdraw/"), {"reason": "Left the service"}).status_code == 302
    assert "2 of 2" in go("attendance/").text
    assert go("attendance/999999/").status_code == 404


def test_marks_by_hand_are_entered_changed_with_a_reason_and_not_over_somebody_elses(go, made):
    place, mark, seen = f"marks/{made.oral.pk}/", f"mark-{made.late.pk}", f"seen-{made.late.pk}"
    assert go(place, {mark: "71,5", seen: "0"}).status_code == 302
    for data, words in (
        ({mark: "80", seen: "1"}, "Say why"),
        ({mark: "80", seen: "0", "reason": "Recount"}, "Somebody has entered a mark meanwhile"),
        ({mark: "101", seen: "1"}, "from 0 to 100"),
        ({mark: HOSTILE, seen: HOSTILE}, "from 0 to 100"),
    ):
        answer = go(place, data)
        assert (answer.status_code, words in answer.text) == (422, True)
    assert go(place, {mark: "80", seen: "1", "reason": "Recount"}).status_code == 302
    assert ModuleMark.objects.current().get().percent == 80
    assert "by hand" in go("?view=modules").text
    assert go(f"marks/{made.session.modules.get(code='m1').pk}/").status_code == 404


def test_people_come_in_by_hand_with_a_reason(go, made, client):
    new = people.officer(first_name="Zawadi", last_name="Nominee", printed_name="Zawadi Nominee")
    assert "Zawadi" in go("people/add/?q=zawadi").text
    for data in ({"person": new.pk}, {"reason": "Late"}):
        assert go("people/add/?q=zawadi", data).status_code == 422
    for _twice in range(2):
        assert go("people/add/", {"person": new.pk, "reason": "Nominated late"}).status_code == 302
    participation = Participation.objects.get(learner=new)
    assert participation.changes.get().reason == "Nominated late"
    assert Letter.objects.filter(person=new, kind="participation-changed").count() == 1
    participation.state = "moved"
    participation.save()
    address = reverse("running_add", args=[made.session.pk])
    again = client.post(address, {"person": new.pk, "reason": "x"}, follow=True)
    assert "1 officer has moved on to a later session" in again.content.decode()
    assert go("people/add/", {"person": made.tutor.pk + 99_999, "reason": "x"}).status_code == 404


def test_who_is_of_another_session_is_nowhere(go, made):
    [stranger] = make_participants(make_dated(), 1)
    for place in ("", "withdraw/", "move/", "return/"):
        assert go(of(stranger, place)).status_code == 404
    assert go("messages/" + str(uuid4()) + "/").status_code == 404
