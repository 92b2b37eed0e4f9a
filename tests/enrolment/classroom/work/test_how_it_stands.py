"""What the pages say of a work after it was handed in: begun, marked, handed in again, left behind."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from enrolment.assessment.models import HandIn, Submission
from enrolment.grading import api as grading
from enrolment.grading.models import Marking
from tests.factories.people import manager
from tests.factories.tutoring import finish, make_tutored_run

from .conftest import Participant

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 50, "honours_percent": 100}
MARKED = "It is marked, and cannot be handed in again."
BEGUN = "Somebody has begun to mark what was handed in last."
NEWER = "Your newer draft (not handed in)"
AGAIN = "Handed in again: waits for your tutor"
LEFT = "You are not in this course any more."


@pytest.fixture
def her(client):
    return Participant(client, make_tutored_run(participants=2, resubmissions=0, **ONCE))


@pytest.fixture
def often(client):
    """She may hand in again once."""
    return Participant(client, make_tutored_run(participants=2, resubmissions=1, **ONCE))


def handed_in(her, text="<p>First</p>") -> None:
    her.save(text, sequence=HandIn.objects.count() + 1)
    her.hand_in()


def begun() -> None:
    Submission.objects.update(locked_at=timezone.now())


def released() -> None:
    marking = finish(Marking.objects.latest("attempt"), "partly")
    boss = manager(administration="UG")
    assert grading.release_grades(submission_ids=[marking.submission_id], by=boss).done


def leave(her) -> None:
    her.person.places.update(left_at=timezone.now(), seat=None)


def group_of(her) -> str:
    page = her.client.get("/en/work/").content.decode()
    before = page[: page.index(her.address())]
    return re.findall(r'id="work-([\w-]+)"', before)[-1]


def panel(her) -> str:
    request = RequestFactory().get("/")
    request.user = her.person
    here = SimpleNamespace(activity_id=her.work.assignment.activity_id)
    text = Template("{% load work_tags %}{% work_panel here %}")
    return text.render(Context({"request": request, "here": here}))


def test_begun_and_marked_are_said_apart(her):
    handed_in(her)
    begun()
    assert BEGUN in her.page()
    assert "Being marked" in panel(her)
    released()
    page = her.page()
    assert MARKED in page
    assert BEGUN not in page
    assert "Being marked" not in page
    assert "Being marked" not in panel(her)


def test_what_was_handed_in_is_not_called_nothing(her):
    her.save()
    assert "Nothing is handed in yet" in her.page()
    her.hand_in()
    page = her.page()
    assert "Nothing is handed in yet" not in page
    assert "What you have handed in stays as it is until you hand in again" in page


def test_saved_on_another_day_has_a_date(her):
    her.save()
    saved = re.compile(r">Saved ([^<]+)</output>")
    assert re.fullmatch(r"\d\d:\d\d", saved.search(her.page())[1])
    Submission.objects.update(draft_saved_at=timezone.now() - timedelta(days=3))
    there = timezone.localtime(Submission.objects.get().draft_saved_at)
    assert str(there.year) in saved.search(her.page())[1]


def test_a_draft_that_was_newer_when_marking_began_can_be_copied(her):
    handed_in(her)
    begun()
    assert NEWER not in her.page()
    Submission.objects.update(draft="<p>Second thoughts</p>")
    page = her.page()
    assert NEWER in page
    assert "<p>Second thoughts</p>" in page[page.index(NEWER) :]


def test_without_a_script_what_came_too_late_can_be_copied_too(her):
    handed_in(her)
    begun()
    reply = her.post(data={"text": "Typed\r\nmeanwhile", "base": "1", "sequence": "1", "shown": "x"})
    assert reply.status_code == 403
    assert "<p>Typed<br>meanwhile</p>" in reply.content.decode()


def test_handed_in_again_it_waits_beside_the_grade_so_far(often):
    handed_in(often)
    released()
    assert group_of(often) == "again"
    handed_in(often, "<p>Better</p>")
    assert group_of(often) == "handed-in"
    for page in (often.client.get("/en/work/").content.decode(), often.page(), panel(often)):
        assert AGAIN in page
        assert ">Marked<" not in page
    assert re.search(r"So far: 12 of 20\s+points", often.client.get("/en/work/").content.decode())
    begun()
    assert "Being marked" in often.page()
    assert MARKED not in often.page()
    released()
    assert group_of(often) == "marked"
    assert MARKED in often.page()


def send(her):
    body = json.dumps({"html": "<p>more</p>", "sequence": 9, "base": 1, "after": []})
    return her.post("draft/", body, content_type="application/json")


def test_a_draft_that_is_refused_says_why(her):
    handed_in(her)
    begun()
    reply = send(her)
    assert (reply.status_code, reply.json()["reason"]) == (409, "being_marked")
    assert BEGUN in reply.json()["words"][0]


def test_who_wrote_and_left_learns_why_her_draft_is_refused(her):
    her.save()
    leave(her)
    reply = send(her)
    assert (reply.status_code, reply.json()["reason"]) == (409, "not_in_run")
    assert LEFT in reply.json()["words"][0]


def test_who_left_without_a_word_is_told_nothing(her):
    leave(her)
    assert send(her).status_code == 404


def test_who_has_left_still_finds_her_grades(her):
    handed_in(her)
    released()
    leave(her)
    page = her.client.get("/en/work/").content.decode()
    assert "Nothing to hand in" in page
    assert "/en/work/grades/" in page
    desk = her.page()
    assert LEFT in desk
    assert her.address("feedback/") in desk
    assert her.address("receipt/") in desk


def test_who_has_left_has_nothing_to_do(her):
    her.save()
    leave(her)
    desk = her.page()
    assert "Not in the run any more" in desk
    assert LEFT in desk
    assert "To do" not in desk
    assert "Due" not in desk
    assert "<p>My own words</p>" in desk
