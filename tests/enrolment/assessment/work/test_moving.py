"""Two accounts of one person become one: her work is hers, and what both wrote is not lost."""

import pytest
from django.utils import timezone

from enrolment import journey
from enrolment.assessment import api
from enrolment.assessment.models import DueExtension, HandIn, Submission, SubmittedFile
from enrolment.programmes.models import TeamMember
from tests.factories.people import officer
from tests.factories.tutoring import add_participant, make_hand_in, make_tutored_run

from .conftest import make_group, picture, team_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def both():
    """A run in which ``kept`` and ``dropped`` are, as two people."""
    made = make_tutored_run(participants=2, assignments=2)
    kept, dropped = (enrolment.learner for enrolment in made.enrolments)
    return made, kept, dropped


def merge(kept, dropped):
    journey.on_account_absorbed(kept=kept, dropped=dropped, by=None)


def write(made, person, html, sequence=1, work=0):
    return api.save_draft(
        run_assignment_id=made.work[work].pk, person=person, html=html, sequence=sequence
    ).submission


def test_what_the_other_account_handed_in_is_hers(both):
    made, kept, dropped = both
    handed_in = make_hand_in(made.work[0], made.enrolments[1])
    DueExtension.objects.create(
        run_assignment=made.work[1],
        enrolment=made.enrolments[1],
        due_at=made.work[1].due_at,
        reason="Ill",
        at=timezone.now(),
    )
    merge(kept, dropped)
    merge(kept, dropped)
    assert HandIn.objects.visible_to(kept).get() == handed_in
    assert not Submission.objects.visible_to(dropped).exists()
    assert DueExtension.objects.get().enrolment == made.enrolments[0]


def test_a_course_she_alone_was_in_brings_its_work():
    made = make_tutored_run(participants=1)
    dropped = made.enrolments[0].learner
    kept = officer()
    write(made, dropped, "<p>Begun</p>")
    merge(kept, dropped)
    assert Submission.objects.of(kept).get().draft == "<p>Begun</p>"
    assert api.place_of(kept, made.work[0].pk).submission is not None


def test_two_drafts_become_one_with_both_texts(both):
    made, kept, dropped = both
    write(made, kept, "<p>From one</p>")
    write(made, dropped, "<p>From the other</p>")
    for person in both[1:]:
        api.add_file(run_assignment_id=made.work[0].pk, person=person, data=picture(), name="same.png")
    api.add_file(run_assignment_id=made.work[0].pk, person=dropped, data=picture("red"), name="more.png")
    merge(kept, dropped)
    work = Submission.objects.get()
    assert work.enrolment == made.enrolments[0]
    assert {"<p>From one</p>", "<p>From the other</p>"} == set(
        work.draft.replace("</p>", "</p>|").split("|")[:2]
    )
    assert sorted(work.files.current().values_list("name", flat=True)) == ["more.png", "same.png"]
    assert SubmittedFile.objects.count() == 3


def test_a_draft_goes_into_what_the_other_handed_in(both):
    made, kept, dropped = both
    write(made, kept, "<p>Only begun</p>")
    handed_in = make_hand_in(made.work[0], made.enrolments[1])
    merge(kept, dropped)
    work = Submission.objects.get()
    assert (work, work.enrolment) == (handed_in.submission, made.enrolments[0])
    assert "<p>Only begun</p>" in work.draft
    assert handed_in.text in work.draft


def test_where_both_handed_in_hers_goes_on_and_the_other_stays_as_a_record(both):
    made, kept, dropped = both
    own, other = (make_hand_in(made.work[0], enrolment) for enrolment in made.enrolments)
    merge(kept, dropped)
    assert HandIn.objects.visible_to(kept).get() == own
    other.refresh_from_db()
    assert other.submission.enrolment == made.enrolments[1]


def test_her_team_is_hers_and_she_is_in_one(both):
    made, kept, dropped = both
    make_group(made)
    team = team_up(made, made.enrolments[1])
    write(made, dropped, "<p>Ours</p>")
    merge(kept, dropped)
    assert TeamMember.objects.current().get().person == kept
    assert Submission.objects.of(kept).get().team == team


def test_where_each_has_a_team_hers_stays(both):
    made, kept, dropped = both
    make_group(made)
    own = team_up(made, made.enrolments[0], name="Own")
    team_up(made, made.enrolments[1], name="Other")
    merge(kept, dropped)
    assert TeamMember.objects.current().get().team == own


def test_the_preview_says_how_many(both):
    made, kept, dropped = both
    write(made, dropped, "<p>a</p>"), write(made, dropped, "<p>b</p>", work=1)
    assert journey.would_move(kept=kept, dropped=dropped)["works"] == 2


def test_who_joins_later_has_none_of_it(both):
    made, _kept, dropped = both
    write(made, dropped, "<p>a</p>")
    assert not Submission.objects.of(add_participant(made).learner).exists()
