"""What coordinators are told of their candidates, and candidates of what others did for them."""

import pytest

from clikc.people.models import RoleGrant
from clikc.post.api import deliver_due
from clikc.post.models import Letter
from enrolment.admissions import api
from enrolment.admissions.coordinator_letters import NEWS, RESULTS
from enrolment.admissions.on_behalf_letters import LETTER as ON_BEHALF
from tests.factories import people
from tests.factories.selections import make_selection


@pytest.fixture
def told(db, mailoutbox):
    """Published; and what has left since the last look: pairs of address and subject."""
    made = make_selection()
    made.coordinators = {code: people.coordinator(administration=code) for code in ("KE", "SN", "MY")}
    digest = api.preview_publication(made.call).digest
    for _again in range(2):
        api.publish_results(call_id=made.call.pk, digest=digest, by=people.manager())

    def left(*kinds) -> list[tuple[str, str]]:
        before = len(mailoutbox)
        deliver_due()
        keys = Letter.objects.filter(kind__in=kinds).values_list("person__email", flat=True)
        return [(one.to[0], one.subject) for one in mailoutbox[before:] if one.to[0] in set(keys)]

    made.left = left
    made.outbox = mailoutbox
    return made


def test_results_come_in_one_letter_to_who_coordinates_there_then(told):
    here, gone = told.coordinators["KE"], told.coordinators["SN"]
    RoleGrant.objects.filter(user=gone).delete()
    assert [address for address, _subject in told.left(RESULTS)] == [here.email]
    [letter] = [one for one in told.outbox if one.to == [here.email]]
    assert "results of your nominations" in letter.subject
    names = [f"Candidate {number} of {code}" for number, code in ((1, "KE"), (2, "KE"), (3, "SN"))]
    assert [name in letter.body for name in names] == [True, True, False]


def test_a_seat_given_up_is_news_and_an_answer_for_somebody_is_hers_to_know(told):
    told.left(RESULTS)
    mine, hers = told.nominations[0], told.nominations[2]
    kenya, senegal = told.coordinators["KE"], told.coordinators["SN"]
    for _again in range(2):
        api.decline_offer(nomination_id=hers.pk, by=hers.person, reason="A child")
        api.accept_offer(nomination_id=mine.pk, by=kenya)
    sent = told.left(NEWS, ON_BEHALF)
    # Nobody is told of her own deed.
    assert [address for address, _subject in sent] == [senegal.email, mine.person.email]
    assert "accepted for you" in sent[1][1]
    assert Letter.objects.filter(kind__in=[NEWS, ON_BEHALF]).count() == 2


def test_what_is_true_no_longer_is_not_told(told):
    told.left(RESULTS)
    mine, kenya = told.nominations[0], told.coordinators["KE"]
    api.accept_offer(nomination_id=mine.pk, by=kenya)
    mine.refresh_from_db()
    mine.state, mine.seat = "withdrawn", None
    mine.save()
    assert told.left(ON_BEHALF) == []
