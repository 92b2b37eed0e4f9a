"""Letters beside those of a selection: in whose language and clock, of which later seats, at which cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clikc.post.composing import Dropped, compose
from clikc.post.models import Letter
from enrolment.admissions import api
from enrolment.admissions.answering import expire_offers
from enrolment.admissions.coordinator_letters import NEWS, RESULTS, post_call_results, post_news
from enrolment.admissions.models import Call, Nomination
from enrolment.admissions.on_behalf_letters import LETTER as ON_BEHALF
from tests.factories import people
from tests.factories.academies import make_call, make_nomination, make_nominations

NAMES = ["Amina Otieno", "Brian Kamau", "Carol Wanjiru"]


def told(kind: str) -> dict:
    """Address of who has a letter of a kind → the latest of hers."""
    return {letter.person.email: letter for letter in Letter.objects.filter(kind=kind).order_by("pk")}


def read(letter: Letter) -> str:
    message = compose(letter)
    return f"{message.subject}\n{message.body}"


@pytest.fixture
def made(db):
    """Results are out: Amina and somebody of Senegal have a seat, Brian is on the reserve list, Carol is not
    selected. Kenya has a coordinator and a deputy."""
    call = make_call(seats=2, reserve=1, scores_needed=0)
    theirs = [
        make_nomination(call, person=people.officer(printed_name=name), rank=rank)
        for rank, name in enumerate(NAMES, 1)
    ]
    [far] = make_nominations(call, ["SN"])
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    for item, what in zip([*theirs, far], ["seated", "", "out", "seated"], strict=True):
        if what:
            api.decide_by_hand(nomination_id=item.pk, by_hand=what, reason="So", by=people.manager())
    call.boss = people.coordinator(preferred_language="fr", time_zone="Africa/Nairobi")
    call.deputy, call.far = people.coordinator(), people.coordinator(administration="SN")
    digest = api.preview_publication(Call.objects.get(pk=call.pk)).digest
    api.publish_results(call_id=call.pk, digest=digest, by=None)
    call.field = [Nomination.objects.select_related("person").get(pk=item.pk) for item in [*theirs, far]]
    return call


def test_results_name_each_with_the_moment_in_her_zone_and_the_sessions(made):
    letters = told(RESULTS)
    assert letters.keys() == {made.boss.email, made.deputy.email, made.far.email}
    text = read(letters[made.boss.email])
    lines = [line for line in text.splitlines() if any(name in line for name in NAMES)]
    assert [line[2:].split(" · ")[0] for line in lines] == NAMES
    assert ("Nairobi" in lines[0], "Bruxelles" in lines[0] or "Brussels" in lines[0]) == (True, True)
    assert f"/fr/coordination/KE/nominations/{made.pk}/" in text


def test_each_seat_that_moves_on_is_told_to_the_coordinators_it_concerns(made):
    amina, brian, _carol, far = made.field
    for _twice in range(2):
        api.decline_offer(nomination_id=far.pk, by=far.person, reason="A child")
    letters = told(NEWS)
    assert letters.keys() == {made.far.email, made.boss.email, made.deputy.email}
    assert "was declined" in read(letters[made.far.email])
    moved = read(letters[made.deputy.email])
    assert ("Brian Kamau is the next" in moved, "Answer until" in moved) == (True, True)
    api.decline_offer(nomination_id=brian.pk, by=made.boss)
    with pytest.raises(Dropped):
        compose(letters[made.deputy.email])
    Nomination.objects.filter(pk=amina.pk).update(answer_until=timezone.now() - timedelta(days=1))
    for _twice in range(2):
        expire_offers()
    assert "did not answer" in read(told(NEWS)[made.deputy.email])
    number = {who: Letter.objects.filter(kind=NEWS, person=who).count() for who in (made.boss, made.deputy)}
    assert number == {made.boss: 2, made.deputy: 3}


def test_as_many_queries_for_many_administrations_as_for_one(made):
    some = make_nominations(made, ["KE", "SN", "UG", "PE", "JO"])
    for verb in (lambda items: post_call_results(made, items), post_news):
        counts = []
        for items in (some[:1], some):
            Letter.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                verb(items)
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_who_is_answered_for_reads_by_whom_why_and_where_it_goes_on(made):
    amina, brian, _carol, _far = made.field
    amina.person.preferred_language = "es"
    amina.person.save()
    api.accept_offer(nomination_id=amina.pk, by=made.boss)
    api.decline_offer(nomination_id=brian.pk, by=made.deputy, reason="On leave")
    letters = told(ON_BEHALF)
    participation = Nomination.objects.get(pk=amina.pk).participation
    assert f"/es/my/sessions/{participation.pk}/" in read(letters[amina.person.email])
    assert compose(letters[amina.person.email]).reply_to == [made.boss.address]
    text = read(letters[brian.person.email])
    assert all(words in text for words in ("off the reserve list", "your national coordinator", "On leave"))
    assert next(change.reason for change in api.changes_shown(brian)) == "On leave"


def test_a_withdrawal_is_told_but_not_of_a_draft_she_never_knew_of(made):
    call = make_call()
    known, draft, own = (make_nomination(call, state=state) for state in ("endorsed", "draft", "endorsed"))
    for _twice in range(2):
        api.withdraw_nomination(nomination_id=known.pk, by=made.boss, reason="Needed here")
    api.withdraw_nomination(nomination_id=draft.pk, by=made.boss)
    for by in (own.person, made.boss):
        api.withdraw_nomination(nomination_id=own.pk, by=by)
    letters = told(ON_BEHALF)
    assert letters.keys() == {known.person.email}
    text = read(letters[known.person.email])
    assert ("was withdrawn" in text, "Needed here" in text) == (True, True)
