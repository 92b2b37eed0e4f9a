"""Nominations before the selection: who makes, sends, endorses and takes back what, and until when."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from clikc.foundation.zones import moment_of
from enrolment.admissions import api
from enrolment.admissions.models import Nomination
from enrolment.admissions.nominating import step
from enrolment.admissions.rules.states import Step
from tests.factories.academies import make_call, make_dated, make_nomination, make_participants
from tests.factories.coordination import make_workspace
from tests.factories.people import coordinator, officer
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db
FACTS = {"served_since": date(2025, 1, 7), "post": "junior", "languages": ["en", "sw"]}


@pytest.fixture
def here(db):
    return make_workspace("KE", officers=4)


def nominate(call, here, person, **more):
    known = {"administration": here.administration, "by": here.coordinator, "facts": FACTS}
    return api.nominate(call=call, person=person, **known | more)


def applied(call, person, **facts):
    mine = api.apply_to_call(call=call, person=person, facts={"motivation": "To learn"} | facts)
    return api.submit_application(nomination_id=mine.pk, by=person)


def told(nomination) -> list[tuple]:
    return [(line.number, line.before, line.after, line.role) for line in nomination.changes.all()]


def test_a_nomination_is_a_draft_until_it_is_endorsed_and_everything_is_on_record(
    here, django_capture_on_commit_callbacks
):
    call, person = make_call(), here.officers[0]
    person.preferred_language = "fr"
    person.save()
    for _twice in range(2):
        made = nominate(call, here, person)
    assert (made.state, made.version, made.rank, made.origin) == ("draft", 1, 1, "nominated")
    assert not Nomination.objects.visible_to(person).exists()
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            done = api.endorse_nomination(
                nomination_id=made.pk, by=here.coordinator, endorsement="Able", seen=made.version
            )
    assert (done.state, done.endorsed_by, done.endorsement) == ("endorsed", here.coordinator, "Able")
    assert told(done) == [
        (1, "", "draft", "national_coordinator"),
        (2, "draft", "endorsed", "national_coordinator"),
    ]
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    assert f"/my/applications/{made.pk}/" in mail.outbox[0].body
    assert Nomination.objects.visible_to(person).get() == done


def test_an_application_is_hers_until_she_sends_it_and_is_given_back_with_a_reason(
    here, django_capture_on_commit_callbacks
):
    call, person, boss = make_call(), here.officers[0], here.coordinator
    mine = api.apply_to_call(call=call, person=person, facts={"motivation": "To learn"})
    assert not Nomination.objects.visible_to(boss).exists()
    with pytest.raises(api.WrongState):
        api.endorse_nomination(nomination_id=mine.pk, by=boss)
    with django_capture_on_commit_callbacks(execute=True):
        api.submit_application(nomination_id=mine.pk, by=person)
        applied(call, here.officers[1])
        api.return_nomination(nomination_id=mine.pk, by=boss, reason="Say since when you serve.")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([boss.email, person.email])
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "Say since when you serve." in bodies[person.email]
    assert f"/coordination/KE/nominations/{call.pk}/" in bodies[boss.email]
    mine.refresh_from_db()
    assert (mine.state, mine.rank) == ("draft", 0)
    api.apply_to_call(call=call, person=person, facts=FACTS)
    sent = api.submit_application(nomination_id=mine.pk, by=person)
    assert (sent.motivation, sent.served_since) == ("To learn", FACTS["served_since"])
    done = api.endorse_nomination(nomination_id=mine.pk, by=boss, seen=sent.version)
    assert (done.state, done.rank) == ("endorsed", 1)
    with pytest.raises(api.WrongState):
        api.rewrite_nomination(nomination_id=mine.pk, by=person, facts={"motivation": "More"})


def test_coordinator_and_officer_each_keep_their_draft_and_one_of_them_counts(here):
    """Neither reads the other's, nor loses her own by it; what is sent or endorsed first holds."""
    call, person, boss = make_call(most_nominations=2), here.officers[0], here.coordinator
    theirs = nominate(call, here, person, facts={"endorsement": "Between us", "motivation": "Ours"})
    mine = api.apply_to_call(call=call, person=person, facts={"motivation": "Mine"})
    listed = api.Proposed(person, {"post": "junior"})
    listing = {"call": call, "administration": here.administration, "proposed": [listed], "by": boss}
    assert api.nominate_many(**listing) == {person.pk: "changed"}
    assert [item.motivation for item in api.own_nominations(person)] == ["Mine"]
    [seen] = api.nominations_seen_by(boss, here.administration)
    assert (seen.pk, seen.motivation, seen.post, seen.rank) == (theirs.pk, "Ours", "junior", 1)
    assert {change.by for change in api.changes_shown(mine)} == {person}
    api.submit_application(nomination_id=mine.pk, by=person)
    # The application takes no place before it is endorsed, and the draft beside it none any more.
    assert api.nominations_left(call, here.administration.pk) == 2
    assert [item.is_overtaken for item in api.own_nominations(person)] == [False]
    seen = {item.pk: item.is_overtaken for item in api.nominations_seen_by(boss, here.administration)}
    assert seen == {theirs.pk: True, mine.pk: False}
    assert api.nominated_in(call, [person.pk], user=boss) == {person.pk: mine.pk}
    assert api.nominate_many(**listing) == {person.pk: "kept"}
    with pytest.raises(api.AlreadyNominated):
        api.endorse_nomination(nomination_id=theirs.pk, by=boss)
    many = {"call": call, "administration": here.administration, "by": boss}
    assert api.endorse_many(nomination_ids=[theirs.pk], **many) == []
    others = [nominate(call, here, other) for other in here.officers[1:3]]
    assert [item.rank for item in others] == [1, 2]
    # Given back, it leaves the field to the draft again; no more are endorsed than there are places.
    api.return_nomination(nomination_id=mine.pk, by=boss, reason="Look again")
    with pytest.raises(api.TooManyNominations):
        api.endorse_many(nomination_ids=[theirs.pk, *(item.pk for item in others)], **many)
    api.withdraw_nomination(nomination_id=others[0].pk, by=boss)
    api.endorse_nomination(nomination_id=theirs.pk, by=boss)
    with pytest.raises(api.AlreadyNominated):
        api.submit_application(nomination_id=mine.pk, by=person)
    own = [(item.pk, item.is_overtaken) for item in api.own_nominations(person)]
    assert own == [(theirs.pk, False), (mine.pk, True)]
    # It had been sent once: it goes all the same, and what counts stays.
    assert api.withdraw_nomination(nomination_id=mine.pk, by=person) is None
    assert list(api.own_nominations(person)) == [theirs]


def test_what_another_administration_has_begun_stays_there(here):
    """An officer moves on: her new administration does not write into the draft of the old one."""
    call, person = make_call(), officer(administration="UG")
    there = make_nomination(call, person=person, state="draft", motivation="Of Uganda", rank=1)
    mine = api.apply_to_call(call=call, person=person, facts={"motivation": "Mine"})
    person.administration = here.administration
    person.save()
    listed = [api.Proposed(person, {"post": "junior"})]
    api.nominate_many(call=call, administration=here.administration, proposed=listed, by=here.coordinator)
    new = Nomination.objects.get(call=call, administration=here.administration)
    assert (new.pk != there.pk, new.motivation, new.post) == (True, "", "junior")
    again = api.apply_to_call(call=call, person=person, facts={"post": "middle"})
    assert (again.pk, again.administration, again.motivation) == (mine.pk, here.administration, "Mine")


def test_who_goes_to_another_administration_is_left_behind_by_the_old_one(here):
    """Its coordinator neither sees nor endorses her before the results, and its places are free again."""
    call, old = make_call(most_nominations=2), coordinator(administration="UG")
    person, sender = officer(administration="UG"), officer(administration="UG")
    drafted = make_nomination(call, person=person, state="draft")
    sent = make_nomination(call, person=officer(administration="UG"), state="endorsed")
    begun = api.apply_to_call(call=call, person=sender, facts={"motivation": "Mine"})
    assert set(Nomination.objects.visible_to(old)) == {drafted, sent}
    for who in (person, sent.person, sender):
        who.administration = here.administration
        who.save()
    uganda = drafted.administration
    assert not Nomination.objects.visible_to(old).exists()
    assert api.nominations_left(call, uganda.pk) == 1
    facts = {"call": call, "administration": uganda, "nomination_ids": [drafted.pk], "by": old}
    assert api.endorse_many(**facts) == []
    with pytest.raises(api.NotOfAdministration):
        api.endorse_nomination(nomination_id=drafted.pk, by=old)
    # What she has begun there and sends now goes to where she is.
    done = api.submit_application(nomination_id=begun.pk, by=sender)
    assert done.administration == here.administration
    assert done in Nomination.objects.visible_to(here.coordinator)
    # What was told once, its coordinators have read.
    call.published_at = call.opens_at
    call.save()
    assert set(Nomination.objects.visible_to(old)) == {drafted, sent}


def test_who_is_no_longer_nominated_is_told_why(here, django_capture_on_commit_callbacks):
    call, person, boss = make_call(), here.officers[0], here.coordinator
    made = nominate(call, here, person, is_endorsed=True)
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            api.return_nomination(nomination_id=made.pk, by=boss, reason="Needed at the border")
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([person.email], "You are no longer nominated")
    assert "Needed at the border" in letter.body
    assert f"{made.pk}" not in letter.body


def test_nobody_endorses_herself_and_nobody_nominates_a_stranger(here):
    call, abroad = make_call(), officer(administration="UG")
    with pytest.raises(api.OwnNomination):
        nominate(call, here, here.coordinator)
    own = applied(call, here.coordinator)
    with pytest.raises(api.OwnNomination):
        api.endorse_nomination(nomination_id=own.pk, by=here.coordinator)
    with pytest.raises(api.NotOfAdministration):
        nominate(call, here, abroad)
    with pytest.raises(ValueError, match="endorses herself"):
        api.apply_to_call(call=call, person=here.officers[0], facts={"endorsement": "Able"})
    call.takes_applications = False
    call.save()
    with pytest.raises(api.NoApplications):
        api.apply_to_call(call=call, person=here.officers[0], facts={})


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_deadline_is_one_to_the_second_in_its_zone(here, zone, monkeypatch):
    """Until 23:59:59 of 30 June where the session is at home: UTC+14 and UTC-11."""
    closes = moment_of(timezone.datetime(2030, 7, 1), zone)
    session = make_dated(starts_on=date(2030, 9, 2), time_zone=zone)
    call = make_call(session, opens_at=closes - timedelta(days=30), closes_at=closes)
    assert closes.astimezone(ZoneInfo(zone)).hour == 0
    monkeypatch.setattr(timezone, "now", lambda: closes - timedelta(seconds=1))
    made = nominate(call, here, here.officers[0])
    sent = applied(call, here.officers[1])
    late = api.apply_to_call(call=call, person=here.officers[2], facts={})
    boss = here.coordinator
    monkeypatch.setattr(timezone, "now", lambda: closes)
    refused = [
        lambda: nominate(call, here, here.officers[3]),
        lambda: api.endorse_nomination(nomination_id=made.pk, by=boss),
        lambda: api.endorse_nomination(nomination_id=sent.pk, by=boss),
        lambda: api.return_nomination(nomination_id=sent.pk, by=boss, reason="Look again"),
        lambda: api.rewrite_nomination(nomination_id=made.pk, by=boss, facts={"post": "middle"}),
        lambda: api.submit_application(nomination_id=late.pk, by=here.officers[2]),
        lambda: api.apply_to_call(call=call, person=here.officers[3], facts={}),
        lambda: api.endorse_many(
            call=call, administration=here.administration, nomination_ids=[made.pk], by=boss
        ),
        lambda: api.rank_nominations(
            call=call, administration=here.administration, ordered=[made.pk], by=boss
        ),
        lambda: api.nominate_many(call=call, administration=here.administration, proposed=[], by=boss),
    ]
    for verb in refused:
        with pytest.raises(api.DeadlinePassed):
            verb()
    gone = api.withdraw_nomination(nomination_id=sent.pk, by=here.officers[1])
    assert gone.state == "withdrawn"


def test_a_call_takes_nothing_before_it_opens_or_unannounced_or_of_a_closed_session(here):
    now = timezone.now()
    early, quiet, over = make_call(opens_at=now + timedelta(hours=1)), make_call(), make_call()
    quiet.session.announced_at = None
    over.session.closed_at = now
    for call in (quiet, over):
        call.session.save()
    for call in (early, quiet, over):
        with pytest.raises(api.CallIsNotOpen):
            nominate(call, here, here.officers[0])


def test_what_somebody_else_changed_meanwhile_is_not_written_over(here):
    call, boss = make_call(), here.coordinator
    made = nominate(call, here, here.officers[0])
    done = api.rewrite_nomination(nomination_id=made.pk, by=boss, facts={"post": "middle"}, seen=1)
    assert (done.version, done.changes.last().changed) == (2, {"post": ["junior", "middle"]})
    for verb in (
        lambda: api.rewrite_nomination(nomination_id=made.pk, by=boss, facts={"post": "senior"}, seen=1),
        lambda: api.endorse_nomination(nomination_id=made.pk, by=boss, seen=1),
        lambda: api.withdraw_nomination(nomination_id=made.pk, by=boss, seen=1),
    ):
        with pytest.raises(api.ChangedMeanwhile):
            verb()
    same = api.rewrite_nomination(nomination_id=made.pk, by=boss, facts={"post": "middle"}, seen=1)
    assert same.version == 2


@pytest.mark.parametrize(
    "state", ["shortlisted", "accepted", "reserve", "not_selected", "declined", "withdrawn", "enrolled"]
)
def test_what_is_being_decided_or_decided_is_never_rewritten(here, state):
    call, person = make_call(), here.officers[0]
    kept = make_nomination(call, person=person, state=state, post="junior")
    with pytest.raises(api.WrongState):
        api.rewrite_nomination(nomination_id=kept.pk, by=here.coordinator, facts={"post": "middle"})
    with pytest.raises(api.AlreadyNominated):
        nominate(call, here, person)
    fates = api.nominate_many(
        call=call,
        administration=here.administration,
        proposed=[api.Proposed(person, {"post": "middle"})],
        by=here.coordinator,
    )
    kept.refresh_from_db()
    assert (kept.post, kept.version) == ("junior", 1)
    # Nothing of the selection is known before its results are told.
    assert fates[person.pk] == ("decided" if state == "withdrawn" else "kept")


def test_withdrawing_is_for_good_and_a_draft_nobody_saw_leaves_nothing_behind(here):
    call, boss = make_call(), here.coordinator
    first, second, third = (nominate(call, here, person) for person in here.officers[:3])
    assert api.withdraw_nomination(nomination_id=first.pk, by=boss) is None
    again = nominate(call, here, here.officers[0])
    assert list(Nomination.objects.order_by("rank").values_list("pk", flat=True)) == [
        second.pk,
        third.pk,
        again.pk,
    ]
    api.endorse_nomination(nomination_id=second.pk, by=boss)
    for _twice in range(2):
        gone = api.withdraw_nomination(nomination_id=second.pk, by=boss, reason="Ill")
    assert (gone.state, gone.rank, gone.changes.last().reason) == ("withdrawn", 0, "Ill")
    assert [item.rank for item in (third, again) if item.refresh_from_db() is None] == [1, 2]
    with pytest.raises(api.AlreadyNominated):
        nominate(call, here, here.officers[1])


def test_ranks_are_in_the_order_asked_for_and_what_is_foreign_is_passed_over(here):
    call, boss = make_call(), here.coordinator
    made = [nominate(call, here, person) for person in here.officers]
    foreign = make_nomination(call, person=officer(administration="UG"), rank=7)
    wanted = [made[2].pk, foreign.pk, made[0].pk]
    for _twice in range(2):
        api.rank_nominations(call=call, administration=here.administration, ordered=wanted, by=boss)
    ranks = dict(Nomination.objects.values_list("pk", "rank"))
    assert [ranks[item.pk] for item in (made[2], made[0], made[1], made[3])] == [1, 2, 3, 4]
    assert ranks[foreign.pk] == 7
    assert made[0].changes.count() == 2


def test_all_drafts_are_endorsed_at_once_at_a_constant_cost(here, django_assert_max_num_queries):
    call, boss = make_call(), here.coordinator
    made = [nominate(call, here, person) for person in here.officers]
    applied(call, coordinator(administration="KE"))
    with django_assert_max_num_queries(14):
        done = api.endorse_many(
            call=call,
            administration=here.administration,
            nomination_ids=Nomination.objects.values_list("pk", flat=True),
            by=boss,
        )
    assert {item.pk for item in done} == {item.pk for item in made}
    assert Nomination.objects.filter(state="submitted").count() == 1


def test_who_was_in_an_earlier_session_is_not_eligible_and_is_told_which(here):
    rules = [{"code": "not_before"}, {"code": "service_under", "years": 4}, {"code": "nonsense"}, 7]
    before = make_dated(starts_on=date(2018, 9, 3))
    [once] = make_participants(before, 1)
    call = make_call(make_dated(before.programme, starts_on=date(2030, 3, 4)), eligibility=rules)
    [own] = make_participants(call.session, 1)
    known = [make_nomination(call, person=item.learner) for item in (once, own)]
    found = api.judge_nominations(call, known)
    said = [
        [(str(reason.verdict), reason.found) for reason in api.reasons_in_words(found[item.pk])]
        for item in known
    ]
    to_say = ("open", "since when she or he has been in the administration is to be said")
    assert said == [[("broken", f"was in {before.name}"), to_say], [to_say, ("met", "")]]


def test_the_selection_is_hidden_until_its_results_are_told(here):
    call = make_call()
    made = nominate(call, here, here.officers[0], is_endorsed=True)
    step(nomination_id=made.pk, step=Step.SHORTLIST, by=None, reason="Strong")
    step(nomination_id=made.pk, step=Step.ACCEPT, by=None, reason="By hand", seat=1)
    mine = Nomination.objects.select_related("call").get()
    assert api.shown_state(mine) == "endorsed"
    assert [change.after for change in api.changes_shown(mine)] == ["endorsed", "draft"]
    mine.call.published_at = timezone.now()
    assert api.shown_state(mine) == "accepted"
    [last, *_] = api.changes_shown(mine)
    assert (last.after, last.reason, last.changed) == ("accepted", "", {})


@pytest.mark.django_db(transaction=True)
def test_two_tabs_never_make_one_nomination_too_many():
    here = make_workspace("KE", officers=8)
    call = make_call(most_nominations=3)
    waiting = [applied(call, person) for person in here.officers[:3]]

    def act(what):
        try:
            if isinstance(what, Nomination):
                return api.endorse_nomination(nomination_id=what.pk, by=here.coordinator).state
            return nominate(call, here, what).state
        except api.TooManyNominations as refused:
            return refused.most

    came = at_once(act, [*waiting, *here.officers[3:]])
    assert came.count(3) == 5
    assert api.nominations_left(call, here.administration.pk) == 0
    counted = Nomination.objects.exclude(state="submitted")
    assert sorted(counted.values_list("rank", flat=True)) == [1, 2, 3]
