"""From finished to agreed: second markers, disputes, moderators, and opening again."""

from decimal import Decimal

import pytest

from enrolment.grading import api
from enrolment.grading.models import Marking
from enrolment.grading.rules.marking import State as Agreement
from enrolment.programmes.models import RunTutor
from tests.factories import people
from tests.factories.tutoring import (
    finish,
    make_hand_in,
    make_marking,
    make_tutored_run,
    mark_all,
    version_of,
)

pytestmark = pytest.mark.django_db
# No sample, no lines: nothing is marked twice unless a test says so.
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}
TWICE = ONCE | {"sample_percent": 100}


def boss():
    """A manager of an administration that nobody here is of."""
    return people.manager(administration="UG")


def run_with(scheme=ONCE, **facts):
    made = make_tutored_run(**{"participants": 1, "tutors": 3} | facts, **scheme)
    return made, make_marking(made.work[0], made.enrolments[0])


def of_role(marking, role) -> Marking | None:
    return Marking.objects.current().filter(submission=marking.submission, role=role).first()


def standing(marking) -> api.Standing:
    return api.standings_of([marking.submission_id])[marking.submission_id]


def refusal(verb, **facts) -> str:
    with pytest.raises(api.MarkingRefused) as refused:
        verb(**facts)
    return refused.value.reason


def test_points_are_summed():
    _made, marking = run_with()
    finish(marking, "partly")
    marking.refresh_from_db()
    assert (marking.points, standing(marking).state) == (12, api.State.READY)
    assert standing(marking).agreement.state == Agreement.SINGLE
    assert marking.edits.last().piece == "finished"


def test_every_criterion_needs_points():
    _made, marking = run_with()
    with pytest.raises(api.MarkingRefused) as refused:
        api.finish_marking(marking_id=marking.pk, by=marking.tutor, base=0)
    assert (refused.value.reason, refused.value.facts["missing"]) == (
        "incomplete",
        ("criterion-1", "criterion-2"),
    )


def test_what_changed_meanwhile_is_looked_at_first():
    _made, marking = run_with()
    mark_all(marking)
    before = version_of(marking)
    api.save_piece(
        marking_id=marking.pk, by=marking.tutor, piece="note", value={"text": "From my phone"}, base=before
    )
    assert refusal(api.finish_marking, marking_id=marking.pk, by=marking.tutor, base=before) == (
        "changed_meanwhile"
    )


def test_finishing_twice_is_finishing_once():
    _made, marking = run_with(TWICE)
    first = finish(marking)
    again = api.finish_marking(marking_id=marking.pk, by=marking.tutor, base=0)
    assert (again.finished_at, again.version) == (first.finished_at, first.version)
    assert Marking.objects.filter(role="second").count() == 1


@pytest.mark.parametrize(
    ("scheme", "level", "reasons"),
    [
        (ONCE, "full", ["honours"]),
        (ONCE | {"honours_percent": 90}, "partly", None),
        (ONCE | {"pass_percent": 60, "border_percent": 3}, "partly", ["borderline"]),
        (ONCE | {"pass_percent": 63, "border_percent": 3}, "partly", ["borderline"]),
        (ONCE | {"pass_percent": 64, "border_percent": 3}, "partly", None),
        (ONCE | {"honours_percent": 62, "border_percent": 2}, "partly", ["honours"]),
        (ONCE | {"sample_percent": 100}, "partly", ["sample"]),
        (TWICE | {"pass_percent": 60, "honours_percent": 60}, "partly", ["sample", "borderline", "honours"]),
    ],
)
def test_who_is_marked_twice(scheme, level, reasons):
    _made, marking = run_with(scheme)
    finish(marking, level)
    second = of_role(marking, "second")
    assert (second.reasons if second else None) == reasons
    assert standing(marking).state == (api.State.SECOND if reasons else api.State.READY)


@pytest.mark.parametrize("level", ["full", "partly", "missing"])
def test_the_sample_is_honest(level):
    """Who is in it is decided by the work alone: not by the points, and not by how often one asks."""
    _made, marking = run_with(ONCE | {"sample_percent": 50, "pass_percent": 50, "honours_percent": 101 - 2})
    seen = set()
    for _again in range(3):
        finish(marking, level if level != "full" else "partly")
        seen.add(of_role(marking, "second") is not None)
        api.reopen_marking(marking_id=marking.pk, by=marking.tutor)
    assert len(seen) == 1


def test_the_second_marker_is_another_one_who_may():
    made, marking = run_with(TWICE, tutors=1)
    run = made.run
    colleague = people.tutor(administration=made.enrolments[0].learner.administration.code)
    away, without, reads, writes = (people.tutor(administration="UG") for _ in range(4))
    RunTutor.objects.create(run=run, tutor=colleague)
    RunTutor.objects.create(run=run, tutor=away, away_from="2020-01-01")
    RunTutor.objects.create(run=run, tutor=without)
    without.role_grants.all().delete()
    RunTutor.objects.create(run=run, tutor=reads)
    RunTutor.objects.create(run=run, tutor=writes, languages=["ar"])
    marking.hand_in.language = "ar"
    marking.hand_in.save()
    finish(marking, "partly")
    assert of_role(marking, "second").tutor == writes


def test_second_markings_are_shared_out():
    made = make_tutored_run(participants=6, tutors=4, is_allocated=False, **TWICE)
    for enrolment in made.enrolments:
        finish(make_marking(made.work[0], enrolment, tutor=made.tutors[0]), "partly")
    seconds = Marking.objects.filter(role="second").values_list("tutor", flat=True)
    assert sorted(list(seconds).count(tutor.pk) for tutor in made.tutors) == [0, 2, 2, 2]


def test_nobody_is_there_to_mark_it_again():
    made, marking = run_with(TWICE, tutors=1)
    finish(marking, "partly")
    assert of_role(marking, "second").tutor is None
    assert api.release_grades(submission_ids=[marking.submission_id], by=people.manager()).refused == {
        marking.submission_id: "second_waiting"
    }
    assert api.unplaced_count(made.run) == 1


def second_of(marking, level="partly", second_level="partly") -> Marking:
    finish(marking, level)
    return finish(of_role(marking, "second"), second_level)


@pytest.mark.parametrize(
    ("level", "second_level", "tolerance", "points", "state"),
    [
        ("partly", "partly", 0, "12", Agreement.AGREED),
        ("full", "partly", 40, "16", Agreement.AGREED),
        ("full", "partly", 39, None, Agreement.DISPUTED),
        ("missing", "partly", 60, "6", Agreement.AGREED),
        ("missing", "full", 99, None, Agreement.DISPUTED),
    ],
)
def test_two_markers(level, second_level, tolerance, points, state):
    _made, marking = run_with(TWICE | {"tolerance_percent": tolerance})
    second_of(marking, level, second_level)
    found = standing(marking)
    assert (found.agreement.state, found.agreement.points) == (state, points and Decimal(points))
    moderation = of_role(marking, "moderation")
    assert (moderation is not None) == (points is None)
    assert found.state == (api.State.READY if points else api.State.DISPUTED)


DISPUTE = TWICE | {"tolerance_percent": 10}


def test_the_moderator_of_the_scheme_decides():
    made, marking = run_with(DISPUTE)
    moderator = people.tutor(administration="BJ")
    made.scheme.moderator = moderator
    made.scheme.save()
    second_of(marking, "full", "missing")
    moderation = of_role(marking, "moderation")
    assert (moderation.tutor, moderation.reasons) == (moderator, ["beyond_tolerance"])
    assert {item.marking.role for item in api.sheet_of(moderator, moderation.pk).others} == {
        "first",
        "second",
    }
    finish(moderation, "partly")
    found = standing(marking)
    assert (found.state, found.agreement.state, found.agreement.points) == (
        api.State.READY,
        Agreement.MODERATED,
        12,
    )
    assert found.deciding == moderation


@pytest.mark.parametrize("who", ["first", "second", "own administration", "without a role", "nobody"])
def test_who_cannot_moderate(who):
    made, marking = run_with(DISPUTE, tutors=2)
    moderator = {
        "first": made.tutors[0],
        "second": made.tutors[1],
        "own administration": people.tutor(administration=made.enrolments[0].learner.administration.code),
        "without a role": people.officer(administration="BJ"),
        "nobody": None,
    }[who]
    made.scheme.moderator = moderator
    made.scheme.save()
    second_of(marking, "full", "missing")
    assert of_role(marking, "moderation").tutor is None


def test_any_manager_takes_a_moderation_that_waits():
    _made, marking = run_with(DISPUTE)
    second_of(marking, "full", "missing")
    moderation = of_role(marking, "moderation")
    manager, other = boss(), boss()
    sheet = api.sheet_of(manager, moderation.pk)
    assert (sheet.is_blind, sheet.authors, sheet.may.save) == (True, (), True)
    api.save_piece(
        marking_id=moderation.pk, by=manager, piece="feedback", value={"text": "I decide."}, base=0, tab="a"
    )
    moderation.refresh_from_db()
    assert moderation.tutor == manager
    assert refusal(
        api.save_piece,
        marking_id=moderation.pk,
        by=other,
        piece="feedback",
        value={"text": "No, I"},
        base=version_of(moderation),
    ) == ("not_yours")


def test_a_manager_decides_where_nobody_marks_it_again():
    _made, marking = run_with(TWICE, tutors=1)
    finish(marking, "full")
    manager = boss()
    moderation = api.moderate(submission_id=marking.submission_id, by=manager)
    assert api.moderate(submission_id=marking.submission_id, by=manager) == moderation
    assert of_role(marking, "second") is None
    assert standing(marking).state == api.State.DISPUTED
    finish(moderation, "partly")
    assert standing(marking).agreement.points == 12


def test_who_may_decide_as_a_manager():
    made, marking = run_with()
    manager = boss()
    decide = {"verb": api.moderate, "submission_id": marking.submission_id}
    assert refusal(**decide, by=manager) == "not_finished"
    finish(marking, "partly")
    assert refusal(**decide, by=marking.tutor) == "unknown"
    assert refusal(**decide, by=people.officer()) == "unknown"
    here = made.enrolments[0].learner.administration.code
    assert refusal(**decide, by=people.manager(administration=here)) == "own_administration"
    people.give_role(marking.tutor, "programme_manager")
    first = type(marking.tutor).objects.get(pk=marking.tutor_id)
    assert refusal(**decide, by=first) == "marks_it_already"
    api.release_grades(submission_ids=[marking.submission_id], by=manager)
    assert refusal(**decide, by=manager) == "released"


# --- what a marker sees of the others -----------------------------------------------------------


def test_a_second_marker_sees_the_first_once_hers_is_finished():
    _made, marking = run_with(TWICE)
    finish(marking, "partly")
    second = of_role(marking, "second")
    before = api.sheet_of(second.tutor, second.pk)
    assert (before.others, before.standing) == ((), None)
    finish(second, "partly")
    after = api.sheet_of(second.tutor, second.pk)
    assert [item.marking for item in after.others] == [marking]
    assert [item.marking for item in api.sheet_of(marking.tutor, marking.pk).others] == [second]


def test_a_first_marker_does_not_see_what_the_second_one_begins():
    _made, marking = run_with(TWICE)
    finish(marking, "partly")
    mark_all(of_role(marking, "second"))
    sheet = api.sheet_of(marking.tutor, marking.pk)
    assert (sheet.others, sheet.standing.state) == ((), api.State.SECOND)


# --- opening again ------------------------------------------------------------------------------


def test_opened_again_nobody_needs_to_mark_it_twice_any_more():
    _made, marking = run_with(ONCE | {"pass_percent": 60, "border_percent": 5})
    finish(marking, "partly")
    second = of_role(marking, "second")
    api.reopen_marking(marking_id=marking.pk, by=marking.tutor)
    marking.refresh_from_db()
    assert (marking.finished_at, marking.points, of_role(marking, "second")) == (None, None, second)
    finish(marking, "missing")
    assert of_role(marking, "second") is None
    second.refresh_from_db()
    assert second.ended_at is not None
    assert api.sheet_of(second.tutor, second.pk) is None


def test_what_a_second_marker_has_begun_is_finished():
    _made, marking = run_with(ONCE | {"pass_percent": 60, "border_percent": 5})
    finish(marking, "partly")
    second = of_role(marking, "second")
    mark_all(second)
    api.reopen_marking(marking_id=marking.pk, by=marking.tutor)
    finish(marking, "missing")
    assert of_role(marking, "second") == second
    assert standing(marking).state == api.State.SECOND


def test_nobody_brings_her_points_near_to_the_others():
    _made, marking = run_with(DISPUTE)
    second = second_of(marking, "full", "missing")
    for mine in (marking, second):
        assert refusal(api.reopen_marking, marking_id=mine.pk, by=mine.tutor) == "others_finished"
    manager = people.manager()
    api.reopen_marking(marking_id=second.pk, by=manager, reason="A page was missing")
    assert of_role(marking, "moderation") is None
    finish(second, "full")
    assert standing(marking).agreement.state == Agreement.AGREED


def test_only_its_marker_or_a_manager_opens_it_again():
    made, marking = run_with(DISPUTE)
    finish(marking, "partly")
    assert refusal(api.reopen_marking, marking_id=marking.pk, by=made.tutors[1]) == "unknown"
    assert refusal(api.finish_marking, marking_id=marking.pk, by=people.manager(), base=0) == "not_yours"
    api.reopen_marking(marking_id=marking.pk, by=people.manager())
    again = api.reopen_marking(marking_id=marking.pk, by=people.manager())
    assert again.finished_at is None


def test_a_grade_that_is_known_is_not_opened_again():
    _made, marking = run_with()
    finish(marking, "partly")
    manager = people.manager()
    api.release_grades(submission_ids=[marking.submission_id], by=manager)
    for who in (marking.tutor, manager):
        assert refusal(api.reopen_marking, marking_id=marking.pk, by=who) == "released"


# --- handing over -------------------------------------------------------------------------------


def test_handed_over_with_what_is_begun():
    made, marking = run_with()
    before, after = marking.tutor, made.tutors[1]
    mark_all(marking)
    api.hand_over(marking_id=marking.pk, to=after, by=before, reason="I am away")
    again = api.hand_over(marking_id=marking.pk, to=after, by=before)
    assert again.tutor == after
    edit = marking.edits.get(piece="handed_over")
    assert edit.value == {"from": before.pk, "to": after.pk, "reason": "I am away", "told": True}
    marking.refresh_from_db()
    assert marking.marks.count() == 2
    assert api.queue_of(after).get() == marking
    finish(marking, "partly")
    assert api.tutor_of(run_id=made.run.pk, enrolment_id=made.enrolments[0].pk) == before


def test_who_gets_nothing_handed_over():
    made, marking = run_with(TWICE)
    here = made.enrolments[0].learner.administration.code
    strangers = {
        "not_a_tutor": [people.tutor(administration="BJ"), people.officer(), people.manager()],
        "own_administration": [people.tutor(administration=here)],
    }
    RunTutor.objects.create(run=made.run, tutor=strangers["own_administration"][0])
    for why, receivers in strangers.items():
        for to in receivers:
            assert refusal(api.hand_over, marking_id=marking.pk, to=to, by=marking.tutor) == why
    assert set(api.receivers_for(marking)) == set(made.tutors[1:])
    finish(marking, "partly")
    second = of_role(marking, "second")
    assert refusal(api.hand_over, marking_id=second.pk, to=marking.tutor, by=second.tutor) == (
        "marks_it_already"
    )
    assert refusal(api.hand_over, marking_id=marking.pk, to=made.tutors[1], by=marking.tutor) == "finished"


def test_a_manager_hands_over_what_nobody_has():
    made = make_tutored_run(participants=1, tutors=2, is_allocated=False)
    marking = api.receive_work(hand_in_id=make_hand_in(made.work[0], made.enrolments[0]).pk)
    assert marking.tutor is None
    api.hand_over(marking_id=marking.pk, to=made.tutors[1], by=people.manager())
    assert api.queue_of(made.tutors[1]).get() == marking
