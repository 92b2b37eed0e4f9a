"""What the pages of calls and sessions cost with 1,000 nominations of 110 administrations: as few queries as
ever, and no more on the line than a page may weigh."""

import gzip
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrolment.admissions import api as admissions
from enrolment.admissions.models import Nomination
from tests.factories import people
from tests.factories.academies import make_participants
from tests.factories.closing import decide, make_marked_session
from tests.factories.running import make_running
from tests.factories.thousands import MANY, make_thousand

# Of a page that is looked at again, compressed (everything but what the browser keeps).
HEAVIEST = 20_000
CATALOGUE, DASHBOARD, LARGE = 12, 20, 25


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A thousand nominations, a session with 60 participants, and one of 66 that closes."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_thousand()
        running = make_running()
        make_participants(running.session, 57)
        closing = make_marked_session([None, *range(36, 101)], modules=6)
        decide(closing)
        yield SimpleNamespace(
            **vars(made),
            running=running.session,
            closing=closing,
            manager=people.manager(),
            coordinator=people.coordinator(),
            theirs=Nomination.objects.filter(call=made.taken, administration__code="KE", state="endorsed")[0],
        )
        transaction.set_rollback(True)


@pytest.fixture
def cost(world, db, settings):
    """What a page costs whom: queries, and its weight compressed. The first look at it does not count."""
    settings.SECOND_FACTOR_REQUIRED = False
    clients, seen = {}, set()

    def of(person, where: str) -> tuple[int, int]:
        client = clients.setdefault(person, Client())
        if person and "sessionid" not in client.cookies:
            people.sign_in(client, person)
        if (kind := (person, where.partition("?")[0])) not in seen:
            client.get(where)
            seen.add(kind)
        with CaptureQueriesContext(connection) as caught:
            page = client.get(where)
        assert page.status_code == 200, (where, page.status_code)
        return len(caught), len(gzip.compress(page.content))

    return of


def within(cost, person, most: int, *addresses: str) -> None:
    found = {where: cost(person, where) for where in addresses}
    over = {where: seen for where, seen in found.items() if seen[0] > most or seen[1] > HEAVIEST}
    assert over == {}
    # One more page, filter or order of the same list is not one more query.
    assert len({queries for queries, _weight in found.values()}) == 1 or len(addresses) == 1


FIELD = (
    *("", "?page=20", "?page=1e30", "?q=wanjiru&region=ESA&state=endorsed", "?administration=KE&scored=no"),
    *("?eligible=open&sort=-rank", "?eligible=broken&scored=yes&sort=score", "?sort=administration&page=7"),
    "?eligible=met&sort=-state",
)


def test_the_field_in_every_filter_order_and_page(world, cost):
    within(
        cost, world.manager, CATALOGUE, *(reverse("call", args=[world.scored.pk]) + asked for asked in FIELD)
    )


def test_the_proposal_its_letters_and_one_candidate(world, cost):
    address = reverse("call_selection", args=[world.scored.pk])
    shown = ("", "?show=reserve", "?show=reserve&page=9", "?show=others", "?show=others&page=3")
    within(cost, world.manager, CATALOGUE, *(address + asked for asked in shown))
    within(cost, world.manager, DASHBOARD, reverse("call_publish", args=[world.scored.pk]))
    within(
        cost, world.manager, DASHBOARD, reverse("call_candidate", args=[world.scored.pk, world.field[5].pk])
    )
    within(cost, world.manager, DASHBOARD, reverse("calls"))
    within(cost, world.manager, DASHBOARD, reverse("secretariat"))


def test_what_a_trainer_scores(world, cost):
    trainer, pk = world.trainers[1], world.scored.pk
    of_call = reverse("calls_scoring_call", args=[pk])
    within(cost, trainer, CATALOGUE, reverse("calls_scoring"))
    within(cost, trainer, CATALOGUE, of_call, f"{of_call}?page=9")
    within(cost, trainer, CATALOGUE, reverse("call_score", args=[pk, world.field[5].pk]))


def test_the_nominations_of_one_administration(world, cost):
    taken, of_call = world.taken.pk, reverse("coordination_call", args=["KE", world.taken.pk])
    within(cost, world.coordinator, DASHBOARD, of_call, f"{of_call}?page=4")
    within(cost, world.coordinator, DASHBOARD, reverse("coordination_nominations", args=["KE"]))
    within(cost, world.coordinator, DASHBOARD, reverse("coordination_endorse_drafts", args=["KE", taken]))
    within(
        cost, world.coordinator, DASHBOARD, reverse("coordination_nomination", args=["KE", world.theirs.pk])
    )


def test_long_lists_say_how_many_more_there_are_and_are_ranked_where_they_stand(
    world, db, client, settings, monkeypatch
):
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr("enrolment.coordination.nominations.acting.AT_ONCE", 50)
    people.sign_in(client, world.coordinator)
    names = ["KE", world.taken.pk]
    page = client.get(reverse("coordination_call", args=names) + "?page=2")
    assert "and 25 more" in page.content.decode()
    assert "and 25 more" in client.get(reverse("coordination_endorse_drafts", args=names)).content.decode()
    first = next(line.nomination for line in page.context["rows"] if line.is_ranked)
    answer = client.post(reverse("coordination_rank", args=names) + "?page=2", {"up": first.pk})
    assert answer["Location"].endswith("?page=2#ranked")
    lines = client.get(reverse("coordination_call", args=names)).context["rows"]
    assert first in [line.nomination for line in lines]


def test_what_officers_and_everybody_see(world, cost):
    officer = world.theirs.person
    within(cost, officer, CATALOGUE, reverse("applications"))
    within(cost, officer, CATALOGUE, reverse("application", args=[world.theirs.pk]))
    within(cost, officer, DASHBOARD, reverse("desk"))
    within(cost, None, CATALOGUE, reverse("programmes"))
    within(cost, None, CATALOGUE, reverse("programme", args=[world.taken.session.programme.code]))


def test_results_are_told_to_a_thousand_and_shown(world, cost):
    call = world.scored
    with CaptureQueriesContext(connection) as caught:
        digest = admissions.preview_publication(call).digest
        admissions.publish_results(call_id=call.pk, digest=digest, by=world.manager)
    assert len(caught) < MANY / 10
    address = reverse("call_results", args=[call.pk])
    shown = ("", "?page=2", "?show=reserve", "?show=reserve&page=9", "?show=others", "?show=others&page=2")
    within(cost, world.manager, CATALOGUE, *(address + asked for asked in shown))
    within(cost, world.coordinator, DASHBOARD, reverse("coordination_call", args=["KE", call.pk]))


def test_a_session_that_runs_and_one_that_closes(world, cost):
    board, closing = (
        reverse("running_board", args=[world.running.pk]),
        reverse("closing", args=[world.closing.pk]),
    )
    within(cost, world.manager, LARGE, board, f"{board}?page=2", f"{board}?show=behind")
    within(cost, world.manager, LARGE, f"{board}?view=modules")
    within(cost, world.manager, LARGE, closing, f"{closing}?to_pass=55&honours=80")
    within(cost, world.manager, DASHBOARD, reverse("session_report", args=[world.closing.programme.code]))
