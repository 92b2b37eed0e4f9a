"""Saving a marking piece by piece: what is kept, what is refused, and that no word is ever lost."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from clikc.people import api as people_api
from enrolment.assessment.models import Submission, SubmittedFile
from enrolment.grading import api
from enrolment.grading.models import Annotation, CriterionMark, Marking, MarkingEdit
from tests.factories import people
from tests.factories.tutoring import (
    finish,
    make_hand_in,
    make_marking,
    make_rubric,
    make_tutored_run,
    version_of,
)
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    return make_tutored_run(participants=2, tutors=2, sample_percent=0)


@pytest.fixture
def marking(made):
    return make_marking(made.work[0], made.enrolments[0])


def save(marking, piece="feedback", value=None, base=None, by=None, **page):
    return api.save_piece(
        marking_id=marking.pk,
        by=by or marking.tutor,
        piece=piece,
        value={"text": value} if isinstance(value, str) else value,
        base=version_of(marking) if base is None else base,
        **page,
    )


def criterion_of(marking, place=0):
    return marking.rubric.criteria.all()[place]


def refusal(marking, *given, **facts) -> str:
    with pytest.raises(api.MarkingRefused) as refused:
        save(marking, *given, **facts)
    return refused.value.reason


def test_the_first_word_begins_the_marking_and_locks_the_work(marking):
    saved = save(marking, value="Good.")
    marking.refresh_from_db()
    assert (marking.feedback, marking.version, saved.version) == ("Good.", 1, 1)
    assert marking.begun_at == marking.saved_at == saved.saved_at
    assert Submission.objects.get().locked_at is not None
    begun = marking.begun_at
    save(marking, value="Very good.")
    marking.refresh_from_db()
    assert marking.begun_at == begun
    assert [edit.value["text"] for edit in marking.edits.all()] == ["Good.", "Very good."]
    assert {edit.role for edit in marking.edits.all()} == {"tutor"}


def test_the_same_again_changes_nothing(marking):
    first = save(marking, value="Good.")
    again = save(marking, value="Good.", base=0)
    assert (again.version, MarkingEdit.objects.count()) == (first.version, 1)
    assert save(marking, "note", "").version == 1
    assert MarkingEdit.objects.count() == 1


def test_a_level_gives_its_points(marking):
    criterion = criterion_of(marking)
    level = criterion.levels.get(code="partly")
    value = {"level": level.pk, "points": "9", "comment": "Why?"}
    saved = save(marking, f"criterion:{criterion.pk}", value)
    assert saved.value == {"level": level.pk, "points": "6.00", "comment": "Why?"}
    mark = CriterionMark.objects.get()
    assert (mark.level, mark.points, mark.comment) == (level, 6, "Why?")
    save(marking, f"criterion:{criterion.pk}", {"level": None, "points": "9", "comment": "Why?"})
    mark.refresh_from_db()
    assert (mark.level, mark.points) == (None, None)


@pytest.mark.parametrize(
    ("points", "kept"), [("0", "0.00"), ("7.25", "7.25"), ("7,5", "7.50"), ("٧", "7.00"), ("10", "10.00")]
)
def test_a_guide_takes_points_in_quarters(made, points, kept):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[0])
    saved = save(marking, f"criterion:{criterion_of(marking).pk}", {"points": points})
    assert saved.value == {"level": None, "points": kept, "comment": ""}


@pytest.mark.parametrize(
    "points", ["7.3", "10.25", "-1", "1e3", "NaN", "9" * 5000, "", 7, True, "١٠٠", "½", "7.", ".5"]
)
def test_a_guide_takes_no_other_points(made, points):
    make_rubric(made.work[0].assignment, kind="guide", version=2)
    marking = make_marking(made.work[0], made.enrolments[0])
    piece = f"criterion:{criterion_of(marking).pk}"
    if points == "":
        assert save(marking, piece, {"points": points}).value["points"] is None
    else:
        assert refusal(marking, piece, {"points": points}) == "points"


@pytest.mark.parametrize(
    ("piece", "value", "reason"),
    [
        ("grade", {"text": "A"}, "piece"),
        ("feedback:1", {"text": "A"}, "piece"),
        ("criterion", {"text": "A"}, "piece"),
        ("criterion:0", {}, "piece"),
        ("criterion:x", {}, "piece"),
        ("criterion:" + "9" * 30, {}, "piece"),
        ("annotation:x", {}, "piece"),
        ("feedback", "text", "value"),
        ("feedback", ["text"], "value"),
        ("feedback", {"text": 7}, "value"),
        ("feedback", {"text": "x" * 20_001}, "too_long"),
        ("feedback", {"text": "\x00" * 50_000}, "too_long"),
        ("note", {"text": "x" * 4_001}, "too_long"),
    ],
)
def test_what_is_no_piece(marking, piece, value, reason):
    if isinstance(value, str):
        with pytest.raises(api.MarkingRefused, match=reason):
            api.save_piece(marking_id=marking.pk, by=marking.tutor, piece=piece, value=value, base=0)
    else:
        assert refusal(marking, piece, value) == reason
    assert not MarkingEdit.objects.exists()
    assert Marking.objects.get().begun_at is None


@pytest.mark.parametrize("level", [0, -1, 2**70, "x", True, [1], 1.5])
def test_what_is_no_level(marking, level):
    assert refusal(marking, f"criterion:{criterion_of(marking).pk}", {"level": level}) == "level"


def test_a_level_of_another_criterion_is_none(marking):
    other = criterion_of(marking, 1).levels.first()
    assert refusal(marking, f"criterion:{criterion_of(marking).pk}", {"level": other.pk}) == "level"


@pytest.mark.parametrize(
    "page", [{"base": -1}, {"base": "1"}, {"base": True}, {"sequence": 2**60}, {"tab": "ü"}]
)
def test_a_page_that_counts_wrongly(marking, page):
    assert refusal(marking, "feedback", "A", **page) == "value"


def test_what_nobody_can_see_is_no_word(marking):
    saved = save(marking, value="a\x00b\ud800c\u202ed\r\ne\u200ff")
    assert saved.value == {"text": "abcd\ne\u200ff"}


def test_annotations_on_the_text(marking):
    marking.hand_in.plain = "Risk is not danger."
    marking.hand_in.save()
    pk = uuid4()
    value = {"comment": "Explain.", "start": 0, "end": 4, "quote": "made up"}
    saved = save(marking, f"annotation:{pk}", value)
    assert saved.value == {"comment": "Explain.", "start": 0, "end": 4, "quote": "Risk"}
    save(marking, f"annotation:{pk}", value | {"comment": "Explain more."})
    assert Annotation.objects.get().comment == "Explain more."
    save(marking, f"annotation:{pk}", {"removed": True})
    assert Annotation.objects.get().removed_at is not None
    save(marking, f"annotation:{pk}", value)
    assert Annotation.objects.get().removed_at is None
    assert save(marking, f"annotation:{uuid4()}", {"removed": True}).version == 4


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"start": 3, "end": 2},
        {"start": 0, "end": 10**9},
        {"start": -1, "end": 2},
        {"start": True, "end": 2},
        {"start": "0", "end": 2},
        {"file": "x", "page": 1, "x": 1, "y": 1},
        {"file": str(uuid4()), "page": 1, "x": 1, "y": 1},
    ],
)
def test_annotations_without_a_place(marking, place):
    assert refusal(marking, f"annotation:{uuid4()}", {"comment": "Here"} | place) == "place"


@pytest.mark.parametrize(
    ("place", "is_there"),
    [
        ({"page": 1, "x": 0, "y": 1000}, True),
        ({"page": 2, "x": 500, "y": 500}, True),
        ({"page": 3, "x": 1, "y": 1}, False),
        ({"page": 0, "x": 1, "y": 1}, False),
        ({"page": 1, "x": 1001, "y": 1}, False),
        ({"page": 1, "x": -1, "y": 1}, False),
        ({"page": 1, "x": 1}, False),
    ],
)
def test_annotations_on_a_page(marking, place, is_there):
    file = make_file(marking.hand_in)
    value = {"comment": "Here", "file": str(file.pk)} | place
    if is_there:
        assert save(marking, f"annotation:{uuid4()}", value).value == value
    else:
        assert refusal(marking, f"annotation:{uuid4()}", value) == "place"


def make_file(hand_in, **facts) -> SubmittedFile:
    number = hand_in.files.count()
    columns = {"name": "work.pdf", "kind": "pdf", "media_type": "application/pdf", "size": 1, "pages": 2}
    made = SubmittedFile.objects.create(
        submission=hand_in.submission, digest=f"{hand_in.pk}{number}"[:64], at=hand_in.at, **columns | facts
    )
    made.hand_ins.add(hand_in)
    return made


def test_an_annotation_of_another_marking_is_no_piece(made, marking):
    other = make_marking(made.work[0], made.enrolments[1])
    pk = uuid4()
    save(other, f"annotation:{pk}", {"comment": "Mine", "start": 0, "end": 1})
    assert refusal(marking, f"annotation:{pk}", {"comment": "Theirs", "start": 0, "end": 1}) == "piece"
    assert Annotation.objects.get().comment == "Mine"


# --- nothing is lost ----------------------------------------------------------------------------


def test_another_page_was_quicker(marking):
    save(marking, value="From my laptop", tab="laptop")
    with pytest.raises(api.PieceConflict) as found:
        save(marking, value="From my phone", base=0, tab="phone")
    conflict = found.value
    assert (conflict.mine, conflict.theirs) == ({"text": "From my phone"}, {"text": "From my laptop"})
    assert (conflict.version, conflict.is_own) == (1, True)
    marking.refresh_from_db()
    assert (marking.feedback, marking.version) == ("From my laptop", 1)
    kept = [(edit.value["text"], edit.is_kept) for edit in marking.edits.all()]
    assert kept == [("From my laptop", True), ("From my phone", False)]
    # Sent again, by a line that broke off: one record, the same answer.
    with pytest.raises(api.PieceConflict):
        save(marking, value="From my phone", base=0, tab="phone")
    assert marking.edits.count() == 2
    sheet = api.sheet_of(marking.tutor, marking.pk)
    assert [edit.value for edit in sheet.waiting["feedback"]] == [conflict.mine]


@pytest.mark.parametrize("chosen", ["From my phone", "From my laptop", "Both of it"])
def test_a_conflict_is_settled_by_choosing(marking, chosen):
    save(marking, value="From my laptop", tab="laptop")
    with pytest.raises(api.PieceConflict) as found:
        save(marking, value="From my phone", base=0, tab="phone")
    saved = save(marking, value=chosen, base=found.value.version, tab="phone")
    marking.refresh_from_db()
    assert (marking.feedback, saved.version) == (chosen, 2)
    assert api.sheet_of(marking.tutor, marking.pk).waiting == {}


def test_other_pieces_never_conflict(marking):
    save(marking, value="Feedback")
    save(marking, "note", "Note", base=0)
    save(marking, f"criterion:{criterion_of(marking).pk}", {"comment": "Why"}, base=0)
    assert version_of(marking) == 3


def test_a_page_never_conflicts_with_itself(marking):
    """The answer to the first was lost on the way, so the page sends the next with the same base."""
    save(marking, value="One", base=0, tab="laptop", sequence=1)
    assert save(marking, value="One two", base=0, tab="laptop", sequence=2).version == 2
    # And what was under way for long comes after it.
    late = save(marking, value="One", base=0, tab="laptop", sequence=1)
    assert (late.version, late.value) == (2, {"text": "One two"})
    marking.refresh_from_db()
    assert marking.feedback == "One two"


def test_the_same_value_counts_as_sent(marking):
    save(marking, value="A", base=0, tab="laptop", sequence=1)
    save(marking, value="A", base=1, tab="laptop", sequence=3)
    late = save(marking, value="B", base=1, tab="laptop", sequence=2)
    assert (late.version, late.value) == (1, {"text": "A"})
    assert save(marking, value="C", base=1, tab="laptop", sequence=4).version == 2
    # It is nothing new to another page, and nothing that waits.
    assert save(marking, value="D", base=2, tab="phone", sequence=1).version == 3
    assert api.sheet_of(marking.tutor, marking.pk).waiting == {}


def test_a_page_that_does_not_count_is_kept_in_the_order_of_arrival(marking):
    save(marking, value="A", base=0, tab="laptop", sequence=5)
    assert save(marking, value="B", base=1, tab="laptop").version == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.sampled_from(["", "A", "B"]), min_size=1, max_size=5), data=st.data())
def test_whatever_the_order_of_arrival_the_newest_of_a_page_stands(marking, texts, data):
    """Some arrive twice, and none knows more than was kept when it arrived."""
    numbers = range(1, len(texts) + 1)
    again = data.draw(st.lists(st.sampled_from(numbers), max_size=3))
    with transaction.atomic():
        for number in data.draw(st.permutations([*numbers, *again])):
            base = data.draw(st.integers(0, version_of(marking)))
            save(marking, value=texts[number - 1], base=base, tab="laptop", sequence=number)
        assert Marking.objects.get(pk=marking.pk).feedback == texts[-1]
        assert not marking.edits.filter(is_kept=False).exists()
        transaction.set_rollback(True)


def test_a_page_that_knew_is_not_asked_about_what_was_before(marking):
    save(marking, value="One", base=0, tab="laptop")
    save(marking, value="Two", base=1, tab="phone")
    assert save(marking, value="Three", base=0, tab="phone").version == 3


def test_work_that_was_handed_in_anew_is_looked_at_again(made):
    hand_in = make_hand_in(made.work[0], made.enrolments[0])
    marking = api.receive_work(hand_in_id=hand_in.pk)
    seen = marking.version
    api.receive_work(hand_in_id=make_hand_in(made.work[0], made.enrolments[0]).pk)
    assert refusal(marking, "feedback", "Of the first one", base=seen) == "handed_in_anew"
    assert save(marking, value="Of the second one").version == 2


@pytest.mark.django_db(transaction=True)
def test_many_pages_at_once_lose_no_word():
    made = make_tutored_run(participants=1)
    marking = make_marking(made.work[0], made.enrolments[0])
    base, tutor = marking.version, marking.tutor

    def send(number):
        try:
            save(marking, value=f"Text {number}", base=base, by=tutor, tab=f"page {number}")
        except api.PieceConflict as conflict:
            return conflict.mine["text"], conflict.theirs["text"]
        return f"Text {number}", None

    told = at_once(send, range(8))
    [winner] = [mine for mine, theirs in told if theirs is None]
    assert {theirs for _mine, theirs in told if theirs} == {winner}
    marking.refresh_from_db()
    assert (marking.feedback, marking.version) == (winner, base + 1)
    assert {edit.value["text"] for edit in marking.edits.all()} == {f"Text {number}" for number in range(8)}
    assert marking.edits.filter(is_kept=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_hands_over_and_who_takes_over_at_once():
    """What the first tutor saves in the moment of handing over is either kept or refused, never half."""
    made = make_tutored_run(participants=1, tutors=2)
    marking = make_marking(made.work[0], made.enrolments[0])
    before, after = made.tutors

    def act(what):
        if what == "over":
            return api.hand_over(marking_id=marking.pk, to=after, by=before)
        by = before if what.startswith("before") else after
        try:
            return save(marking, value=what, base=0, by=by, tab=what)
        except api.PieceConflict as conflict:
            return conflict
        except api.MarkingUnknown:
            return None

    answers = at_once(act, ["over", "before 1", "before 2", "after 1", "after 2"])
    marking.refresh_from_db()
    assert marking.tutor == after
    said = {edit.value["text"] for edit in marking.edits.filter(piece="feedback")}
    told = {answer.value["text"] for answer in answers if isinstance(answer, api.PieceSaved)}
    told |= {answer.mine["text"] for answer in answers if isinstance(answer, api.PieceConflict)}
    assert said == told


# --- whose it is --------------------------------------------------------------------------------


def unassigned(made, marking):
    api.set_tutor(run=made.run, enrolment_id=made.enrolments[0].pk, tutor=made.tutors[1], by=None)


def out_of_the_run(made, marking):
    api.end_run_tutor(run=made.run, tutor=marking.tutor, by=None)


def without_the_role(made, marking):
    people_api.withdraw_role(grant=marking.tutor.role_grants.get(), by=None)
    people_api.forget_roles(marking.tutor)


def closed(made, marking):
    marking.tutor.is_active = False
    marking.tutor.save()


def moved_to_her_administration(made, marking):
    marking.tutor.administration = made.enrolments[0].learner.administration
    marking.tutor.save()


def handed_over(made, marking):
    api.hand_over(marking_id=marking.pk, to=made.tutors[1], by=marking.tutor)


@pytest.mark.parametrize(
    "event",
    [unassigned, out_of_the_run, without_the_role, closed, moved_to_her_administration, handed_over],
    ids=lambda event: event.__name__,
)
def test_a_second_ago(made, marking, event):
    tutor = marking.tutor
    save(marking, value="Begun")
    event(made, marking)
    version = version_of(marking)
    verbs = [
        lambda: save(marking, value="After", by=tutor),
        lambda: api.finish_marking(marking_id=marking.pk, by=tutor, base=version),
        lambda: api.reopen_marking(marking_id=marking.pk, by=tutor),
    ]
    if event is not handed_over:
        verbs.append(lambda: api.hand_over(marking_id=marking.pk, to=made.tutors[1], by=tutor))
    for verb in verbs:
        with pytest.raises(api.MarkingUnknown):
            verb()
    assert api.sheet_of(tutor, marking.pk) is None
    assert not api.markings_seen_by(tutor).exists()
    assert not api.queue_of(tutor).exists()
    assert api.release_grades(submission_ids=[marking.submission_id], by=tutor).refused == {
        marking.submission_id: "unknown"
    }
    marking.refresh_from_db()
    assert (marking.feedback, marking.version) == ("Begun", version)


@pytest.mark.parametrize("role", [None, "national_coordinator", "tutor", "author", "translator"])
def test_strangers(marking, role):
    stranger = people.make_person(role=role, administration="FJ")
    with pytest.raises(api.MarkingUnknown):
        save(marking, value="Mine", by=stranger)
    assert api.sheet_of(stranger, marking.pk) is None


@pytest.mark.parametrize("role", ["programme_manager", "admin"])
def test_managers_see_and_do_not_write(marking, role):
    manager = people.make_person(role=role)
    assert refusal(marking, "feedback", "Mine", by=manager) == "not_yours"
    sheet = api.sheet_of(manager, marking.pk)
    assert (sheet.may.save, sheet.may.finish, sheet.may.hand_over) == (False, False, True)


def test_nobody_sees_the_marking_of_her_own_work(made, marking):
    learner = made.enrolments[0].learner
    people.give_role(learner, "programme_manager")
    learner = type(learner).objects.get(pk=learner.pk)
    assert api.sheet_of(learner, marking.pk) is None
    with pytest.raises(api.MarkingUnknown):
        save(marking, value="Excellent", by=learner)


def test_a_finished_marking_takes_nothing(marking):
    finish(marking)
    assert refusal(marking, "feedback", "More") == "finished"


@pytest.mark.parametrize("pk", [uuid4(), "x", "0" * 300])
def test_unknown(marking, pk):
    with pytest.raises(api.MarkingUnknown):
        api.save_piece(marking_id=pk, by=marking.tutor, piece="feedback", value={"text": ""}, base=0)
    assert api.sheet_of(marking.tutor, pk) is None


def test_saving_asks_the_same_however_much_there_is(made, marking):
    counted = []
    for number in (1, 50):
        for place in range(number):
            save(marking, f"annotation:{uuid4()}", {"comment": f"No. {place}", "start": 0, "end": 1})
            save(marking, value=f"Text {number} {place}")
        base = version_of(marking)
        tutor = type(marking.tutor).objects.get(pk=marking.tutor_id)
        with CaptureQueriesContext(connection) as queries:
            save(marking, value=f"And {number}", base=base, by=tutor)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 14
