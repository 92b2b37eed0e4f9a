"""What came back: which level and why, comments at their places, what was taken off, the history."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.models import SubmittedFile
from enrolment.grading import api as grading
from enrolment.grading.models import Annotation, Marking
from tests.clikc.foundation.documents.files import pdf_of
from tests.factories.people import manager
from tests.factories.tutoring import finish, make_tutored_run

from .conftest import Participant

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 50, "honours_percent": 100}


@pytest.fixture
def her(client):
    return Participant(client, make_tutored_run(participants=2, **ONCE))


def marked(her, level="partly") -> Marking:
    """Her text and a file, with a comment on each, marked at one level everywhere."""
    her.save("<p>Control and <strong>facilitation</strong></p><p>support each other</p>")
    data = pdf_of("= Annex\n#pagebreak()\n= Second page")
    file = api.add_file(run_assignment_id=her.work.pk, person=her.person, data=data, name="Annex.pdf")
    her.hand_in()
    marking = Marking.objects.get()
    Annotation.objects.create(
        marking=marking, start=12, end=24, quote="facilitation", comment="Why?", made_at=timezone.now()
    )
    Annotation.objects.create(
        marking=marking, file=file, page=2, x=10, y=10, comment="Name the source", made_at=timezone.now()
    )
    finish(marking, level)
    return marking


def release(marking):
    grading.release_grades(submission_ids=[marking.submission_id], by=manager(administration="UG"))


def test_before_the_release_nothing_is_known(her):
    marked(her)
    assert her.get("feedback/").status_code == 302
    assert "Grade and comments" not in her.page()


def test_levels_comments_and_places_are_shown(her):
    release(marked(her))
    page = her.page("feedback/")
    assert "12</strong>" in page
    assert page.count("rubric__level--reached") == 2
    assert re.search(r'<mark [^>]*data-notes="1">facilitation</mark><a [^>]*href="#note-1">1</a>', page)
    assert 'id="note-1"' in page
    assert "Why?" in page
    assert re.search(r"<h4>Page 2</h4>.*Name the source", page, re.DOTALL)
    assert her.made.tutors[0].get_full_name() not in page
    assert "Grade and comments" in her.page()


def test_what_was_taken_off_is_explained(her):
    her.work.due_at = timezone.now() - timedelta(days=2)
    her.work.save()
    release(marked(her))
    page = her.page("feedback/")
    assert "The work itself earned 12 points." in page
    assert "It came 3 days late: 15 per cent of them are taken off." in page


def test_a_change_shows_its_reason_and_the_history(her):
    marking = marked(her)
    release(marking)
    entry = grading.GradeEntry.objects.get()
    grading.override_grade(
        run=her.made.run,
        column=f"a{her.work.pk}",
        enrolment_id=entry.enrolment_id,
        points=Decimal(15),
        reason="The annex was overlooked.",
        by=manager(administration="UG"),
        seen=entry.number,
    )
    page = her.page("feedback/")
    assert "15</strong>" in page
    assert "How the grade came to be" in page
    assert "The annex was overlooked." in page
    assert "set by the people who run the course" in page


def test_who_is_excused_is_told_so_and_not_that_a_grade_was_taken_back(her):
    marking = marked(her)
    release(marking)
    entry = grading.GradeEntry.objects.get()
    facts = {"run": her.made.run, "column": f"a{her.work.pk}", "enrolment_id": entry.enrolment_id}
    boss = manager(administration="UG")
    grading.excuse(**facts, reason="Sick leave", by=boss, seen=entry.number)
    page = her.page("feedback/")
    assert "You are excused" in page
    assert "was taken back" not in page
    grading.take_back(**facts, reason="It was an error", by=boss, seen=entry.number + 1)
    assert "You are excused" not in her.page("feedback/")


def test_it_says_until_when_it_may_be_handed_in_again(her):
    release(marked(her))
    assert "Hand it in again" in her.page("feedback/")
    assert "May be handed in again" in her.client.get("/en/work/").content.decode()


def test_comments_of_others_are_on_no_page_of_mine(her):
    release(marked(her))
    other = Participant(Client(), her.made, 1)
    assert other.get("feedback/").status_code == 404
    assert SubmittedFile.objects.visible_to(other.person).count() == 0


def test_it_keeps_its_budget(her, django_assert_max_num_queries):
    release(marked(her))
    her.get("feedback/")
    with django_assert_max_num_queries(20):
        her.get("feedback/")
