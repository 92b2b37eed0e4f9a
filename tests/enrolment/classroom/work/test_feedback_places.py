"""Comments beside the work: pins on the pictures of pages, passages in the text of documents, and back."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.models import SubmittedFile
from enrolment.grading import api as grading
from enrolment.grading.models import Annotation, Marking
from enrolment.programmes import api as programmes
from tests.clikc.foundation.documents.files import docx, paragraph, pdf_of, picture
from tests.factories import people
from tests.factories.people import manager, sign_in
from tests.factories.tutoring import finish, make_tutored_run

from .conftest import Participant

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 50, "honours_percent": 100}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
PDF = "= Annex\n#pagebreak()\n= Second page\n#pagebreak()\n= Third page"


@pytest.fixture
def her(client):
    made = make_tutored_run(participants=2, **ONCE)
    type(made.work[0].assignment).objects.filter(pk=made.work[0].assignment_id).update(most_files=5)
    return Participant(client, made)


def add_file(her, name: str, data: bytes) -> SubmittedFile:
    return api.add_file(run_assignment_id=her.work.pk, person=her.person, data=data, name=name)


def a_document(*words: str) -> bytes:
    return docx("".join(map(paragraph, words)))


def comment(file: SubmittedFile, words: str, **place) -> None:
    """``at`` a passage of the file's text, or ``page``, ``x`` and ``y``."""
    if passage := place.pop("at", ""):
        start = file.plain.index(passage)
        place |= {"start": start, "end": start + len(passage), "quote": passage}
    facts = {"marking": Marking.objects.get(), "comment": words, "made_at": timezone.now()}
    Annotation.objects.create(file=file, **facts, **place)


def shown(her) -> BeautifulSoup:
    """The page of what came back."""
    finish(Marking.objects.get(), "partly")
    submission = Marking.objects.get().submission_id
    grading.release_grades(submission_ids=[submission], by=manager(administration="UG"))
    return BeautifulSoup(her.page("feedback/"), "html.parser")


def address(file: SubmittedFile, number: int = 1, width: int = 640) -> str:
    return reverse("work_page", args=[file.pk, number, width])


def test_a_page_with_comments_is_shown_with_pins_where_the_tutor_pointed(her):
    file = add_file(her, "Annex.pdf", pdf_of(PDF))
    her.hand_in()
    comment(file, "Below", page=2, x=500, y=905)
    comment(file, "Above", page=2, x=125, y=100)
    page = shown(her)
    [figure] = page.select("figure.page-picture")
    image = figure.img
    assert image["src"] == address(file, 2)
    assert image["loading"] == "lazy"
    assert image["width"]
    assert image["height"]
    assert "Page 2 of Annex.pdf" in image["alt"]
    assert [(pin.text, pin.circle["cx"], pin.circle["cy"]) for pin in figure.select("a.pin")] == [
        ("1", "12.5%", "10%"),
        ("2", "50%", "90.5%"),
    ]
    assert page.select_one("#note-1").select_one(".note__said").text == "Above"
    assert "style=" not in str(figure)


def test_pins_and_marks_lead_to_their_notes_and_back(her):
    her.save("<p>Control and facilitation</p>")
    pdf, text = (
        add_file(her, "A.pdf", pdf_of(PDF)),
        add_file(her, "B.docx", a_document("A plan of three steps.")),
    )
    her.hand_in()
    Annotation.objects.create(
        marking=Marking.objects.get(), start=0, end=7, quote="Control", comment="Yes", made_at=timezone.now()
    )
    comment(pdf, "Here", page=1, x=10, y=10)
    comment(text, "Which?", at="three steps")
    page = shown(her)
    for number in "123":
        assert page.select_one(f"#place-{number}")["href"] == f"#note-{number}"
        back = page.select_one(f"#note-{number} a.note__number")
        assert back["href"] == f"#place-{number}"
        assert number in back["aria-label"]
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_text_of_a_document_is_shown_with_the_passage_marked(her):
    file = add_file(her, "Plan.docx", a_document("Introduction", "The plan has three steps.", "The end"))
    her.hand_in()
    comment(file, "Name them", at="three steps")
    page = shown(her)
    written = page.select_one("article .written")
    assert [part.get_text() for part in written.select("p")][0::2] == ["Introduction", "The end"]
    [mark] = written.select("mark")
    assert mark.text == "three steps"
    assert mark["data-notes"] == "1"
    assert page.select_one("#note-1 q").text == "three steps"


def test_a_picture_bears_pins_too(her):
    file = add_file(her, "Yard.png", picture("PNG"))
    her.hand_in()
    comment(file, "Whose lorry?", page=1, x=1000, y=0)
    page = shown(her)
    assert page.select_one("a.pin circle")["cx"] == "100%"
    assert not page.select("h4")


def test_what_has_no_comment_is_neither_drawn_nor_opened(her, monkeypatch):
    add_file(her, "Annex.pdf", pdf_of(PDF))
    add_file(her, "Plan.docx", a_document("The plan"))
    her.hand_in()
    monkeypatch.delattr("clikc.foundation.documents.paragraphs_of")
    page = shown(her)
    assert not page.select("figure.page-picture, article .written")
    assert page.text.count("There are no comments on this file.") == 2


def test_a_document_that_is_gone_still_has_its_comments(her):
    file = add_file(her, "Plan.docx", a_document("The plan has three steps."))
    her.hand_in()
    comment(file, "Name them", at="three steps")
    file.file.storage.delete(file.file.name)
    assert shown(her).select_one("article .written mark").text == "three steps"


def test_hostile_words_are_words(her):
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    her.save("<p>Control</p>")
    text = add_file(her, "Plan.docx", a_document(escaped, "three steps"))
    pdf = add_file(her, f"{HOSTILE}.pdf", pdf_of(PDF))
    her.hand_in()
    comment(text, HOSTILE, at="three steps")
    comment(text, HOSTILE, at=HOSTILE)
    comment(pdf, HOSTILE, page=1, x=1, y=1)
    page = shown(her)
    assert not page.select("[onerror], img[src=x]")
    assert not [script for script in page.select("script") if "alert" in script.text]
    assert HOSTILE in page.select_one("article .written").text
    assert [note.text for note in page.select("article .note__said")] == [HOSTILE] * 3


def test_the_price_does_not_grow_with_what_was_said(her, django_assert_max_num_queries):
    pdf, text = add_file(her, "A.pdf", pdf_of(PDF)), add_file(her, "B.docx", a_document("The plan"))
    her.hand_in()
    for number in range(1, 31):
        comment(pdf, "Why?", page=1 + number % 3, x=number, y=number)
        comment(text, "Who?", at="plan")
    assert len(shown(her).select(".note")) == 60
    with django_assert_max_num_queries(20):
        her.get("feedback/")


def test_a_page_of_ones_own_file_is_a_picture_kept_by_her_browser_alone(her):
    file = add_file(her, "Annex.pdf", pdf_of(PDF))
    answer = her.client.get(address(file, 3))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert her.client.get(address(file, 3), headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("place", [(0, 640), (4, 640), (1, 641), (1, 99999), (10**400, 640)])
def test_there_are_so_many_pages_in_so_many_widths(her, place):
    file = add_file(her, "Annex.pdf", pdf_of(PDF))
    assert her.client.get(re.sub("/1/640/$", "/{}/{}/".format(*place), address(file))).status_code == 404


def test_a_document_has_no_pictures(her):
    assert her.client.get(address(add_file(her, "Plan.docx", a_document("A plan")))).status_code == 404


def test_nobody_else_has_the_pictures(her):
    file = add_file(her, "Annex.pdf", pdf_of(PDF))
    her.hand_in()
    others = [her.made.enrolments[1].learner, her.made.tutors[0], manager(), people.tutor()]
    for person in others:
        client = Client()
        sign_in(client, person)
        assert client.get(address(file)).status_code == 404
    assert "/accounts/login/" in Client().get(address(file)).url


def test_what_was_taken_out_of_a_draft_has_no_pictures_any_more(her):
    file = add_file(her, "Annex.pdf", pdf_of(PDF))
    api.remove_file(file_id=file.pk, person=her.person)
    assert her.client.get(address(file)).status_code == 404


def test_a_team_sees_the_pages_of_its_work_and_who_leaves_it_does_not(client):
    made = make_tutored_run(participants=2, **ONCE)
    assignment = made.work[0].assignment
    type(assignment).objects.filter(pk=assignment.pk).update(most_files=5, is_group=True)
    made.work[0].refresh_from_db()
    one, other = (enrolment.learner for enrolment in made.enrolments)
    team = programmes.make_team(run=made.run, name="A")
    for person in (one, other):
        programmes.put_into_team(run=made.run, team=team, person=person)
    file = add_file(Participant(Client(), made), "Annex.pdf", pdf_of(PDF))
    sign_in(client, other)
    assert client.get(address(file)).status_code == 200
    team.members.filter(person=other).update(left_at=timezone.now())
    assert client.get(address(file)).status_code == 404
