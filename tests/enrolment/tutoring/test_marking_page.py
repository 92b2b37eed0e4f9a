"""One marking as a page: what it shows and hides, saving with and without a script, finishing, two pages."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enrolment.assessment.models import Resemblance
from enrolment.grading.api import loads_of, set_tutor
from enrolment.grading.models import Annotation, GradeEntry, Marking
from tests.factories import people
from tests.factories.people import sign_in
from tests.factories.tutoring import (
    finish,
    make_hand_in,
    make_marking,
    make_rubric,
    make_tutored_run,
    mark_all,
)
from tests.factories.workbench import ESSAY, PLAIN, make_essay

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}
TWICE = ONCE | {"sample_percent": 100}


@pytest.fixture
def made():
    return make_tutored_run(participants=2, tutors=3, **ONCE)


@pytest.fixture
def marking(made, client):
    marking = make_essay(made)
    sign_in(client, marking.tutor)
    return marking


def page_of(marking, route="tutoring_marking"):
    return reverse(route, args=[marking.pk])


def text_of(client, marking, **query) -> str:
    shown = client.get(page_of(marking), query)
    assert shown.status_code == 200
    return shown.content.decode()


def send(client, marking, piece, value, *, base=0, tab="one", sequence=1):
    body = {"piece": piece, "value": value, "base": base, "tab": tab, "sequence": sequence}
    return client.post(page_of(marking, "tutoring_piece"), json.dumps(body), content_type="application/json")


def form_of(client, marking, **changed) -> dict:
    """What a browser without scripts would send of the page as it stands, with some of it changed."""
    soup = BeautifulSoup(client.get(page_of(marking)).content, "html.parser")
    form = {}
    for control in soup.select("#sheet [name], [form=sheet][name]"):
        is_unchosen = control.get("type") in ("radio", "checkbox") and not control.has_attr("checked")
        if control.name == "button" or is_unchosen:
            continue
        is_text = control.name == "textarea"
        form[control["name"]] = control.text.removeprefix("\n") if is_text else control.get("value", "")
    return form | changed


def levels(marking, place=0) -> list:
    return list(list(marking.rubric.criteria.all())[place].levels.all())


# --- what is shown


def test_the_work_and_the_rubric_in_the_language_of_the_participant(client, marking):
    shown = text_of(client, marking)
    assert "donde el riesgo" in shown
    assert '<span lang="es" dir="ltr">Criterio 1</span>' in shown
    assert 'data-bank-comment lang="es" dir="ltr">Dé un ejemplo.<' in shown
    own = text_of(client, marking, words="en")
    assert '<span lang="en" dir="ltr">Criterion 1</span>' in own
    assert "Give an example." in own
    assert "Criterio 1" in text_of(client, marking, words="xx")


def test_words_that_are_not_translated_say_in_which_language_they_are(client, made):
    marking = make_essay(made, language="ar")
    sign_in(client, marking.tutor)
    shown = text_of(client, marking)
    assert '<span lang="ar" dir="rtl">المعيار 1</span>' in shown
    assert '<span lang="en" dir="ltr">Full</span>' in shown


def test_blind_neither_page_nor_title_nor_address_says_whose_it_is(client, made):
    marking = make_essay(made, files=("pdf", "docx", "png"))
    author = made.enrolments[0].learner
    sign_in(client, marking.tutor)
    shown = text_of(client, marking)
    for told in (author.get_full_name(), author.email, author.administration.name):
        assert told not in shown
    assert f"<title>Mark {marking.submission.code} " in shown
    assert f"{marking.submission.code}-1." in shown
    made.run.scheme.is_blind = False
    made.run.scheme.save()
    assert author.get_full_name() in text_of(client, marking)


def test_a_document_is_shown_as_paragraphs_and_a_pdf_page_by_page(client, made):
    marking = make_essay(made, files=("pdf", "docx"))
    sign_in(client, marking.tutor)
    shown = text_of(client, marking)
    assert "El plan tiene tres pasos." in shown
    pdf = marking.hand_in.files.get(kind="pdf")
    assert reverse("tutoring_page", args=[pdf.pk, 2, 640]) in shown


def test_as_many_queries_with_much_in_it_as_with_little(client, marking):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            text_of(client, marking)
        return len(seen)

    text_of(client, marking)
    few = queries()
    mark_all(marking)
    for place in range(50):
        value = {"comment": "Why?", "start": place, "end": place + 5}
        assert send(client, marking, f"annotation:{uuid4()}", value).status_code == 200
    assert queries() <= few + 1 <= 31
    assert len(client.get(page_of(marking)).content) < 120_000


# --- saved as one goes


def test_a_piece_is_saved_and_said_to_be(client, marking):
    criterion = marking.rubric.criteria.first()
    level = levels(marking)[1]
    value = {"level": level.pk, "points": None, "comment": "Casi"}
    saved = send(client, marking, f"criterion:{criterion.pk}", value)
    assert saved.status_code == 200
    assert set(saved.json()) == {"saved_at", "saved_time", "before", "version", "value"}
    mark = marking.marks.get()
    assert (mark.level, mark.points, mark.comment) == (level, level.points, "Casi")


def test_two_tabs_lose_no_word(client, marking):
    assert send(client, marking, "feedback", {"text": "first"}, tab="one").status_code == 200
    other = send(client, marking, "feedback", {"text": "second"}, tab="two")
    told = other.json()
    assert other.status_code == 409
    assert (told["mine"], told["theirs"], told["is_own"]) == ({"text": "second"}, {"text": "first"}, True)
    shown = text_of(client, marking)
    assert ">first</textarea>" in shown
    assert '<p class="quoted" dir="auto">second</p>' in shown


@pytest.mark.parametrize(
    ("how", "kept"), [("take", "second"), ("keep", "first"), ("both", "first\n\nsecond")]
)
def test_of_two_texts_one_is_chosen_without_a_script_too(client, marking, how, kept):
    send(client, marking, "feedback", {"text": "first"}, tab="one")
    send(client, marking, "feedback", {"text": "second"}, tab="two")
    client.post(page_of(marking), {"settle": f"{how} feedback"})
    marking.refresh_from_db()
    assert marking.feedback == kept
    assert "data-conflict" not in text_of(client, marking).replace("data-conflict-window", "")


def test_both_comments_of_a_criterion_are_kept_with_the_level_that_is_saved(client, marking):
    name = f"criterion:{marking.rubric.criteria.first().pk}"
    best, middle, _least = levels(marking)
    send(client, marking, name, {"level": best.pk, "points": None, "comment": "one"}, tab="one")
    send(client, marking, name, {"level": middle.pk, "points": None, "comment": "two"}, tab="two")
    client.post(page_of(marking), {"settle": f"both {name}"})
    mark = marking.marks.get()
    assert (mark.level, mark.comment) == (best, "one\n\ntwo")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 400),
        ("[]", 400),
        ('{"piece": "feedback"}', 400),
        ('{"piece": 3, "value": {}, "base": 0, "tab": "", "sequence": 0}', 400),
        ("[" * 100_000, 400),
        ('"' + "x" * 200_000 + '"', 413),
        ('{"piece": "password", "value": {}, "base": 0, "tab": "", "sequence": 0}', 409),
        ('{"piece": "feedback", "value": {"text": 3}, "base": 0, "tab": "", "sequence": 0}', 409),
        ('{"piece": "feedback", "value": {"text": ""}, "base": true, "tab": "", "sequence": 0}', 409),
        ('{"piece": "feedback", "value": {"text": "x"}, "base": 1e400, "tab": "", "sequence": 0}', 400),
        ('{"piece": "criterion:999", "value": {}, "base": 0, "tab": "", "sequence": 0}', 409),
        ('{"piece": "annotation:x", "value": {}, "base": 0, "tab": "", "sequence": 0}', 409),
    ],
)
def test_rubbish_is_refused_and_changes_nothing(client, marking, body, status):
    sent = client.post(page_of(marking, "tutoring_piece"), body, content_type="application/json")
    assert sent.status_code == status
    assert "reason" in sent.json()
    marking.refresh_from_db()
    assert marking.version == 0


def test_what_nobody_can_see_is_not_kept(client, marking):
    assert send(client, marking, "feedback", {"text": "a\x00b\ud800c"}).status_code == 200
    marking.refresh_from_db()
    assert marking.feedback == "abc"


# --- without a script


def test_the_form_keeps_what_was_changed_alone(client, marking):
    criterion = marking.rubric.criteria.first()
    level = levels(marking)[1]
    changed = {f"level:{criterion.pk}": str(level.pk), "feedback": "Bien\r\nhecho"}
    client.post(page_of(marking), form_of(client, marking, **changed))
    marking.refresh_from_db()
    assert marking.feedback == "Bien\nhecho"
    assert marking.marks.get().points == level.points
    version = marking.version
    client.post(page_of(marking), form_of(client, marking))
    marking.refresh_from_db()
    assert marking.version == version


def test_what_is_written_stands_in_the_form_and_stays_there(client, marking):
    """Sending the page as it was loaded takes nothing away, of any piece."""
    pk = marking.rubric.criteria.first().pk
    level = {"level": levels(marking)[0].pk, "points": None, "comment": "Sources are named,\nall of them"}
    send(client, marking, f"criterion:{pk}", level)
    send(client, marking, "feedback", {"text": "A good piece of work"}, sequence=2)
    send(client, marking, "note", {"text": "Between us"}, sequence=3)
    send(client, marking, f"annotation:{uuid4()}", {"comment": "Why?", "start": 0, "end": 5}, sequence=4)
    before = marking.edits.count()
    form = form_of(client, marking)
    assert {"Between us", "A good piece of work", "Why?", level["comment"]} <= set(form.values())
    client.post(page_of(marking), form_of(client, marking))
    client.post(page_of(marking), form_of(client, marking, do="finish"))
    assert marking.edits.count() == before
    assert marking.marks.get().comment == level["comment"]


def test_points_of_a_guide_are_typed_as_people_write_them(client, made):
    rubric = make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[1])
    assert marking.rubric == rubric
    sign_in(client, marking.tutor)
    one, two = rubric.criteria.all()
    form = form_of(client, marking, **{f"points:{one.pk}": "7,5", f"points:{two.pk}": "11"})
    shown = client.post(page_of(marking), form, follow=True).content.decode()
    assert "not within the range" in shown
    assert {mark.criterion: float(mark.points) for mark in marking.marks.all()} == {one: 7.5}
    again = form_of(client, marking)
    client.post(page_of(marking), again)
    marking.refresh_from_db()
    assert marking.version == 1


def test_an_older_page_takes_nothing_back(client, marking):
    form = form_of(client, marking)
    send(client, marking, "feedback", {"text": "newer"})
    client.post(page_of(marking), form | {"note": "for the second"})
    marking.refresh_from_db()
    assert (marking.feedback, marking.note) == ("newer", "for the second")


def test_an_older_page_that_says_something_else_loses_neither(client, marking):
    form = form_of(client, marking)
    send(client, marking, "feedback", {"text": "newer"})
    shown = client.post(page_of(marking), form | {"feedback": "older"}, follow=True).content.decode()
    assert "newer" in shown
    assert "older" in shown


def test_a_comment_is_put_to_a_paragraph(client, marking):
    client.post(page_of(marking, "tutoring_annotate"), {"paragraph": "2", "comment": "¿Quién decide?"})
    note = Annotation.objects.get()
    assert PLAIN[note.start : note.end].startswith("El control")
    shown = text_of(client, marking)
    assert f'href="#note-{note.pk}">1</a>' in shown
    assert "¿Quién decide?" in shown


def test_a_comment_is_put_to_a_place_on_a_page_and_to_a_document(client, made):
    marking = make_essay(made, files=("pdf", "docx"))
    sign_in(client, marking.tutor)
    pdf, docx = (marking.hand_in.files.get(kind=kind) for kind in ("pdf", "docx"))
    add = page_of(marking, "tutoring_annotate")
    client.post(add, {"file": str(pdf.pk), "page": "2", "spot": "833-120", "comment": "Sí"})
    client.post(add, {"file": str(docx.pk), "paragraph": "2", "comment": "¿Tres?"})
    pin, words = Annotation.objects.get(file=pdf), Annotation.objects.get(file=docx)
    assert (pin.page, pin.x, pin.y) == (2, 833, 120)
    assert words.quote == "El plan tiene tres pasos."
    assert 'cx="83.3%" cy="12%"' in text_of(client, marking)


@pytest.mark.parametrize(
    "form",
    [
        {"comment": ""},
        {"comment": "x", "paragraph": "99"},
        {"comment": "x", "paragraph": "9" * 50},
        {"comment": "x", "file": "rubbish"},
        {"comment": "x", "file": str(uuid4()), "page": "1", "spot": "1-1"},
        {"comment": "x" * 9000, "paragraph": "1"},
    ],
)
def test_a_comment_without_a_place_is_refused_and_said_so(client, marking, form):
    shown = client.post(page_of(marking, "tutoring_annotate"), form, follow=True)
    assert shown.status_code == 200
    assert list(shown.context["messages"])
    assert not Annotation.objects.exists()


def test_a_comment_is_taken_away(client, marking):
    client.post(page_of(marking, "tutoring_annotate"), {"paragraph": "2", "comment": "No"})
    note = Annotation.objects.get()
    client.post(page_of(marking), form_of(client, marking, **{f"remove:{note.pk}": "1"}))
    note.refresh_from_db()
    assert note.removed_at is not None
    assert f"note-{note.pk}" not in text_of(client, marking)


# --- finishing and after


def test_what_is_missing_is_named_and_has_the_focus(client, marking):
    shown = client.post(page_of(marking), form_of(client, marking, do="finish"))
    html = shown.content.decode()
    assert shown.status_code == 422
    assert html.count("No points yet.") == 2
    assert html.count("autofocus") == 1
    marking.refresh_from_db()
    assert not marking.is_finished


def test_the_form_saves_and_finishes_in_one(client, marking):
    criteria = marking.rubric.criteria.all()
    chosen = {f"level:{one.pk}": str(one.levels.get(code="partly").pk) for one in criteria}
    client.post(page_of(marking), form_of(client, marking, do="finish", **chosen))
    marking.refresh_from_db()
    assert (marking.is_finished, marking.points) == (True, 12)
    shown = text_of(client, marking)
    assert "Release this one" in shown
    assert "data-is-closed" in shown


def test_what_was_changed_meanwhile_is_looked_at_before_it_is_finished(client, marking):
    mark_all(marking)
    form = form_of(client, marking, do="finish")
    send(client, marking, "note", {"text": "from another page"}, base=9)
    shown = client.post(page_of(marking), form, follow=True).content.decode()
    assert "Look once more" in shown
    marking.refresh_from_db()
    assert not marking.is_finished
    client.post(page_of(marking), form_of(client, marking, do="finish"))
    marking.refresh_from_db()
    assert marking.is_finished


def test_opened_again_released_once(client, marking):
    finish(marking, "partly")
    client.post(page_of(marking, "tutoring_reopen"))
    marking.refresh_from_db()
    assert not marking.is_finished
    finish(marking, "partly")
    for _time in range(2):
        client.post(page_of(marking, "tutoring_release"))
    assert GradeEntry.objects.count() == 1
    assert "The participant knows this grade." in text_of(client, marking)
    client.post(page_of(marking, "tutoring_reopen"))
    marking.refresh_from_db()
    assert marking.is_finished


def test_handed_over_with_what_is_begun(client, marking, made):
    send(client, marking, "feedback", {"text": "begun"})
    form = client.get(page_of(marking, "tutoring_hand_over"))
    other = made.tutors[1]
    assert other.get_full_name() in form.content.decode()
    refused = client.post(page_of(marking, "tutoring_hand_over"), {"to": str(other.pk), "reason": ""})
    assert refused.status_code == 422
    client.post(page_of(marking, "tutoring_hand_over"), {"to": str(other.pk), "reason": "I am ill"})
    marking.refresh_from_db()
    assert (marking.tutor, marking.feedback) == (other, "begun")
    assert client.get(page_of(marking)).status_code == 404
    sign_in(client, other)
    shown = text_of(client, marking)
    assert "I am ill" in shown
    assert f"Handed over by <bdi>{made.tutors[0].get_full_name()}</bdi>" in shown


def test_why_a_participant_changes_tutors_does_not_say_whose_work_it_is(client, marking, made):
    set_tutor(
        run=made.run, enrolment_id=made.enrolments[0].pk, tutor=made.tutors[1], by=None, reason="Amina asked"
    )
    sign_in(client, made.tutors[1])
    assert "Amina asked" not in text_of(client, marking)


def test_each_tutor_stands_there_with_her_load_and_languages(client, marking, made):
    terms = made.run.run_tutors.get(tutor=made.tutors[1])
    terms.languages, terms.capacity = ["es"], 6
    terms.away_until = timezone.localdate() + timedelta(days=3)
    terms.save()
    form = client.get(page_of(marking, "tutoring_hand_over"))
    label = BeautifulSoup(form.content, "html.parser").select("label:has(input[type=radio])")[-1]
    said = " ".join(label.get_text().split())
    load = next(item for item in loads_of(made.run) if item.tutor == made.tutors[1])
    assert f"{load.participants} of 6 participants · {load.open} work" in said
    assert "English, español" in said
    assert "away until" in said


def test_it_is_not_handed_to_just_anybody(client, marking):
    stranger = people.tutor()
    sent = client.post(page_of(marking, "tutoring_hand_over"), {"to": str(stranger.pk), "reason": "x"})
    assert sent.status_code == 422
    marking.refresh_from_db()
    assert marking.tutor != stranger


# --- second markers and moderators


def test_the_second_marker_sees_nothing_of_the_first_before_she_has_finished(client):
    made = make_tutored_run(participants=1, tutors=2, **TWICE)
    first = make_essay(made)
    sign_in(client, first.tutor)
    send(client, first, "feedback", {"text": "UNMISTAKABLE"})
    send(client, first, "note", {"text": "SECRET"}, base=1)
    finish(first)
    second = Marking.objects.get(role="second")
    sign_in(client, second.tutor)
    shown = text_of(client, second)
    assert "UNMISTAKABLE" not in shown
    assert "SECRET" not in shown
    # Why it is marked twice tells what the first one gave.
    assert "It belongs to the sample" not in shown
    assert client.get(page_of(second, "tutoring_sheets")).url == page_of(second)
    assert client.get(page_of(first)).status_code == 404
    finish(second, "missing")
    sheets = client.get(page_of(second, "tutoring_sheets"))
    assert sheets.context["compared"].difference == "20"
    assert "UNMISTAKABLE" in sheets.content.decode()
    assert "It belongs to the sample" in text_of(client, second)


def test_the_moderator_sees_both_sheets_and_the_difference(client):
    made = make_tutored_run(participants=1, tutors=2, **TWICE)
    finish(make_essay(made))
    finish(Marking.objects.get(role="second"), "partly")
    moderation = Marking.objects.get(role="moderation")
    sign_in(client, people.manager(administration="UG"))
    sheets = client.get(page_of(moderation, "tutoring_sheets"))
    compared = sheets.context["compared"]
    assert (compared.difference, compared.percent, compared.is_beyond) == ("8", "40", True)
    assert [row.difference for row in compared.rows] == ["4", "4"]
    shown = text_of(client, moderation)
    assert "Compare the sheets" in shown
    assert made.enrolments[0].learner.get_full_name() not in shown + sheets.content.decode()


# --- beside


def test_what_resembles_it_is_pointed_out_with_its_code_alone(client, marking, made):
    other = make_hand_in(made.work[0], made.enrolments[1], text=ESSAY, plain=PLAIN, language="es")
    start = PLAIN.index("Un perfil")
    Resemblance.objects.create(
        one=marking.hand_in,
        other=other,
        share="81.5",
        passages=[[start, start + 40, start, start + 40]],
        at=timezone.now(),
    )
    assert other.submission.code in text_of(client, marking)
    page = reverse("tutoring_resemblance", args=[marking.pk, other.pk])
    shown = client.get(page).content.decode()
    assert shown.count(PLAIN[start : start + 40]) == 2
    assert "a person judges" in shown
    assert made.enrolments[1].learner.get_full_name() not in shown
    assert "Primero se mide" not in shown
    assert client.get(reverse("tutoring_resemblance", args=[marking.pk, uuid4()])).status_code == 404


def test_earlier_attempts_stand_beside(client, marking, made):
    send(client, marking, "feedback", {"text": "Try again"})
    finish(marking, "partly")
    again = make_marking(
        made.work[0], hand_in=make_hand_in(made.work[0], made.enrolments[0], attempt=2), tutor=marking.tutor
    )
    shown = text_of(client, again)
    assert page_of(marking) in shown
    assert "Try again" in shown
