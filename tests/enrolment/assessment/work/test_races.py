"""Many at once, on whatever database the suite runs on."""

import pytest

from enrolment.assessment import api
from enrolment.assessment.api import DraftChanged, WorkRefused
from enrolment.assessment.models import HandIn, Submission, SubmittedFile
from enrolment.assessment.signals import work_handed_in
from tests.support.crowd import at_once

from .conftest import make_group, picture, team_up

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 12


def test_a_dozen_first_words_make_one_work(ours):
    at_once(lambda n: api.save_draft(**ours.of(ours.amina), html=f"<p>{n}</p>", sequence=n + 1), range(CROWD))
    assert Submission.objects.get().draft == f"<p>{CROWD - 1}</p>"


def test_of_two_who_write_at_once_one_is_told_and_nothing_is_lost(ours):
    make_group(ours.made)
    team_up(ours.made, *ours.made.enrolments[:2])

    def save(person):
        text = f"<p>{person.pk}</p>"
        try:
            api.save_draft(**ours.of(person), html=text, sequence=person.pk, base=0)
            return {text}
        except DraftChanged as changed:
            return {changed.theirs.draft, changed.mine}

    known = at_once(save, [ours.amina, ours.omar])
    assert sorted(map(len, known)) == [1, 2]
    assert set().union(*known) == {f"<p>{ours.amina.pk}</p>", f"<p>{ours.omar.pk}</p>"}


def test_handed_in_by_all_at_once_it_is_handed_in_once(ours):
    make_group(ours.made)
    team_up(ours.made, *ours.made.enrolments)
    api.save_draft(**ours.of(ours.amina), html="<p>Ours</p>", sequence=1)
    heard = []

    def hear(hand_in, **_kwargs):
        heard.append(hand_in.pk)

    work_handed_in.connect(hear)
    people = [enrolment.learner for enrolment in ours.made.enrolments] * 4
    try:
        made = at_once(lambda person: api.hand_in(**ours.of(person), language="en"), people)
    finally:
        work_handed_in.disconnect(hear)
    assert {item.pk for item in made} == set(heard) == {HandIn.objects.get().pk}


def test_who_begins_to_mark_and_who_replaces_agree_on_what_is_marked(ours):
    api.save_draft(**ours.of(ours.amina), html="<p>First</p>", sequence=1)
    work = api.hand_in(**ours.of(ours.amina), language="en").submission
    api.save_draft(**ours.of(ours.amina), html="<p>Second</p>", sequence=2)

    def act(who):
        try:
            if who == "marker":
                return api.lock_work(work.pk)
            return api.hand_in(**ours.of(ours.amina), language="en")
        except WorkRefused:
            return None

    marked, replaced = at_once(act, ["marker", "author"])
    newest = HandIn.objects.order_by("-number").first()
    assert (replaced is None) or (replaced == newest)
    if replaced is None:
        assert marked == newest
    assert Submission.objects.get().locked_at is None or marked == newest


def test_the_same_file_sent_by_a_broken_line_is_there_once(ours):
    data = picture()
    at_once(lambda n: api.add_file(**ours.of(ours.amina), data=data, name=f"{n}.png"), range(4))
    assert SubmittedFile.objects.count() == 1


def test_no_more_files_than_are_taken(ours):
    assignment = ours.work.assignment
    assignment.most_files = 2
    assignment.save()

    def add(colour):
        try:
            return api.add_file(**ours.of(ours.amina), data=picture(colour), name="a.png")
        except WorkRefused as refused:
            return refused.reasons

    outcomes = at_once(add, ["red", "green", "blue", "white"])
    assert SubmittedFile.objects.current().count() == 2
    assert outcomes.count(("too_many_files",)) == 2
