"""From the field of a call to its results: what trainers think, what is proposed, what people decide over it,
what is told, and who moves up."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from clikc.post.api import deliver_due
from clikc.post.models import Letter
from enrolment.admissions import api
from enrolment.admissions.answering import expire_offers
from enrolment.admissions.models import Call, CallTrainer, Nomination, Participation, Score, State
from enrolment.admissions.rules.selection import Why
from enrolment.programmes.models import ProgrammeLetter
from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_nomination, make_nominations
from tests.support.crowd import at_once

HERE = people.administration_of


def close(call: Call) -> Call:
    """The deadline is over."""
    now = timezone.now()
    Call.objects.filter(pk=call.pk).update(
        opens_at=now - timedelta(days=30), closes_at=now - timedelta(hours=1)
    )
    return Call.objects.select_related("session__programme").get(pk=call.pk)


def make_closed(**facts) -> Call:
    return close(make_call(**{"scores_needed": 1, **facts}))


def make_trainer(call: Call, **facts):
    trainer = people.tutor(**{"administration": "BE", **facts})
    CallTrainer.objects.create(call=call, trainer=trainer)
    return trainer


def give(nomination: Nomination, *points, trainers=None) -> None:
    """Scores on record as if trainers had given them."""
    for each in points:
        trainer = people.tutor(administration="BE")
        Score.objects.create(nomination=nomination, trainer=trainer, points=Decimal(each), at=timezone.now())


def scored(call: Call, *pairs: tuple[str, int], **facts) -> list[Nomination]:
    """A candidate of each of these administrations with this score."""
    made = make_nominations(call, [code for code, _points in pairs], **facts)
    for nomination, (_code, points) in zip(made, pairs, strict=True):
        give(nomination, points)
    return made


def publish(call: Call, by=None) -> Call:
    return api.publish_results(call_id=call.pk, digest=api.preview_publication(call).digest, by=by)


def states(nominations) -> list[str]:
    return [Nomination.objects.get(pk=item.pk).state for item in nominations]


def sent(mailoutbox) -> list[tuple[str, str]]:
    deliver_due()
    return [(message.to[0], message.subject) for message in mailoutbox]


class TestScoring:
    def test_scores_are_hidden_until_all_are_in(self, db):
        call = make_call(scores_needed=2)
        one, other, third = (make_trainer(call) for _each in range(3))
        manager, nomination = people.manager(), make_nomination(call)
        api.score_candidate(nomination_id=nomination.pk, points="70", words="Diligent", by=one)
        mine = api.score_candidate(nomination_id=nomination.pk, points="80.5", words="Diligent", by=one)
        assert mine.points == Decimal("80.5")
        seen = [api.scores_seen(nomination, who) for who in (one, other, manager, nomination.person)]
        assert seen == [[mine], [], [], []]
        assert api.scored_in(call)[nomination.pk] == api.Scored(1, 2, None)
        theirs = api.score_candidate(nomination_id=nomination.pk, points=Decimal("60"), by=other)
        # Both are in: they are known to those who gave them and to the Secretariat, and stand.
        assert api.scored_in(call)[nomination.pk] == api.Scored(2, 2, Decimal("70.25"))
        assert api.scores_seen(nomination, one) == api.scores_seen(nomination, manager) == [mine, theirs]
        assert api.scores_seen(nomination, third) == api.scores_seen(nomination, nomination.person) == []
        assert api.score_candidate(nomination_id=nomination.pk, points=60, by=other) == theirs
        for who, points in ((one, 1), (third, 50)):
            with pytest.raises(api.ScoresAreIn):
                api.score_candidate(nomination_id=nomination.pk, points=points, by=who)

    def test_only_a_trainer_of_the_call_scores_and_never_her_own_administration(self, db):
        call = make_call()
        at_home, trainer = make_trainer(call, administration="KE"), make_trainer(call)
        nomination, far = make_nominations(call, ["KE", "SN"])
        for who in (people.tutor(), people.manager(), at_home):
            with pytest.raises(api.NotYours):
                api.score_candidate(nomination_id=nomination.pk, points=50, by=who)
        assert list(api.candidates_for(call, at_home)) == [far]
        assert set(api.candidates_for(call, trainer)) == {nomination, far}
        assert list(api.candidates_for(call, people.tutor())) == []
        with pytest.raises(ValueError, match="between"):
            api.score_candidate(nomination_id=nomination.pk, points=Decimal("NaN"), by=trainer)

    def test_what_trainers_have_read_of_each_other_is_not_asked_for_anew(self, db):
        call = make_call(scores_needed=2)
        trainers, nomination = [make_trainer(call) for _each in range(3)], make_nomination(call)

        def ask(number):
            facts = replace(api.facts_of_call(Call.objects.get(pk=call.pk)), scores_needed=number)
            version = Call.objects.get(pk=call.pk).version
            return api.change_call(call_id=call.pk, facts=facts, version=version, by=None)

        api.score_candidate(nomination_id=nomination.pk, points=70, by=trainers[0])
        for number in (3, 2):
            ask(number)
        api.score_candidate(nomination_id=nomination.pk, points=60, by=trainers[1])
        with pytest.raises(api.CallFault, match="scored"):
            ask(3)
        ask(1)

    def test_a_call_is_over_before_its_session_begins(self, db):
        session, begun = (make_dated(starts_on=timezone.now().date() + timedelta(days=n)) for n in (9, 0))
        assert list(api.sessions_without_call()) == [session]
        facts = api.suggested_facts(session)
        assert facts.closes_at < timezone.now() + timedelta(days=9)
        late = replace(facts, closes_at=facts.closes_at + timedelta(minutes=1))
        for of, said in ((session, late), (begun, facts)):
            with pytest.raises(api.CallFault, match="start"):
                api.make_call(session=of, facts=said, by=None)
        call = api.make_call(session=session, facts=facts, by=None)
        with pytest.raises(api.CallFault, match="start"):
            api.change_call(call_id=call.pk, facts=late, version=call.version, by=None, reason="Later")

    def test_who_is_drafted_or_decided_is_not_scored(self, db):
        call = make_call()
        trainer = make_trainer(call)
        for state in (State.DRAFT, State.RESERVE):
            nomination = make_nomination(call, state=state)
            with pytest.raises(api.NotScored):
                api.score_candidate(nomination_id=nomination.pk, points=50, by=trainer)


class TestProposal:
    def test_seats_follow_scores_quotas_rules_and_what_people_decide(self, db):
        rules = [{"code": "post", "values": ["junior"]}]
        call = make_closed(seats=2, per_administration=1, eligibility=rules)
        best, second, third = scored(call, ("KE", 90), ("KE", 80), ("SN", 70), post="junior")
        [senior] = scored(call, ("PE", 99), post="senior")
        unscored = make_nomination(call, post="junior")
        found = api.select(call)
        assert [one.nomination for one in found.seated] == [best, third]
        assert [one.nomination for one in found.reserve] == [second]
        why = {key: reasons[0].code for key, reasons in found.proposal.reasons.items()}
        assert (why[second.pk], why[senior.pk], why[unscored.pk]) == (
            Why.ADMINISTRATION_FULL,
            Why.NOT_ELIGIBLE,
            Why.NOT_SCORED,
        )
        assert found.balance.regions == {"ESA": 1, "WCA": 1}
        manager = people.manager()
        with pytest.raises(api.ReasonMissing):
            api.decide_by_hand(nomination_id=senior.pk, by_hand="seated", reason=" ", by=manager)
        for who, what in ((senior, "seated"), (best, "out")):
            api.decide_by_hand(nomination_id=who.pk, by_hand=what, reason="The minister", by=manager)
        with pytest.raises(api.ChangedMeanwhile):
            api.decide_by_hand(nomination_id=best.pk, by_hand="", reason="", by=manager, seen=1)
        found = api.select(Call.objects.get(pk=call.pk))
        assert [one.nomination for one in found.seated] == [senior, second]
        assert best.changes.get().changed == {"by_hand": ["", "out"]}
        assert best.changes.get().role == "programme_manager"
        api.decide_by_hand(nomination_id=best.pk, by_hand="", reason="", by=manager)
        assert [one.nomination for one in api.select(call).seated] == [senior, best]

    def test_a_shortlist_narrows_the_field_and_an_overbooked_quota_is_said(self, db):
        call = make_closed(seats=2, per_administration=1)
        first, second, third = scored(call, ("KE", 90), ("SN", 80), ("KE", 70))
        manager = people.manager()
        for number in (2, 0):
            both = [second.pk, third.pk]
            assert api.shortlist_many(call_id=call.pk, nomination_ids=both, by=manager) == number
        found = api.select(call)
        assert [one.nomination for one in found.seated] == [second, third]
        assert [reason.code for reason in found.proposal.reasons[first.pk]] == [Why.NOT_LISTED]
        for nomination in (second, third):
            api.unlist(nomination_id=nomination.pk, by=manager)
            api.decide_by_hand(nomination_id=third.pk, by_hand="seated", reason="Balance", by=manager)
        api.decide_by_hand(nomination_id=first.pk, by_hand="seated", reason="Balance", by=manager)
        [overbooked] = api.select(call).overbooked
        assert overbooked == api.Overbooked("administration", "KE", 2, 1)

    def test_a_thousand_candidates_cost_a_few_queries(
        self, db, django_assert_num_queries, django_assert_max_num_queries
    ):
        call = make_closed(seats=40, per_region=8)
        made = make_nominations(call, ["KE"])
        crowd = people.User.objects.bulk_create(
            people.User(email=f"c{number}@customs.example", administration=HERE("SN"), printed_name="C")
            for number in range(999)
        )
        now = timezone.now()
        made += Nomination.objects.bulk_create(
            Nomination(
                call=call, person=who, administration=who.administration, state="endorsed", made_at=now
            )
            for who in crowd
        )
        trainer = people.tutor()
        Score.objects.bulk_create(
            Score(nomination=item, trainer=trainer, points=number % 100, at=now)
            for number, item in enumerate(made)
        )
        with django_assert_num_queries(5):
            api.select(call)
        with django_assert_num_queries(6):
            digest = api.preview_publication(call).digest
        with django_assert_max_num_queries(60):
            api.publish_results(call_id=call.pk, digest=digest, by=None)
        assert call.nominations.filter(state="accepted").count() == 9
        assert Letter.objects.count() == 1000


class TestPublishing:
    @pytest.fixture
    def call(self, db):
        return make_closed(seats=1, reserve=1)

    def test_what_was_shown_is_told_once_in_each_ones_language(self, call, mailoutbox):
        first, second, third = scored(call, ("KE", 90), ("SN", 80), ("PE", 70))
        draft = make_nomination(call, state="draft")
        for nomination, language in ((first, "fr"), (second, "ar"), (third, "es")):
            nomination.person.preferred_language = language
            nomination.person.save()
        words = {"words_en": "Welcome!", "words_fr": "Bienvenue à bord !"}
        ProgrammeLetter.objects.create(programme=call.session.programme, kind="accepted", **words)
        found = api.preview_publication(call)
        assert found.counts == {"accepted": 1, "reserve": 1, "not_selected": 1}
        assert [(one.kind, one.language) for one in found.samples()] == [
            ("accepted", "fr"),
            ("reserve", "ar"),
            ("not_selected", "es"),
        ]
        assert "Bienvenue à bord !" in next(found.samples()).text
        manager = people.manager()
        for _again in range(2):
            call = publish(call, by=manager)
        assert states([first, second, third, draft]) == ["accepted", "reserve", "not_selected", "draft"]
        assert [Nomination.objects.get(pk=first.pk).seat, call.published_by] == [1, manager]
        to = [item.person.email for item in (first, second, third)]
        assert [who for who, _subject in sent(mailoutbox)] == to
        assert "Bienvenue à bord !" in mailoutbox[0].body
        with translation.override("es"):
            assert f"- {gettext('There were more good candidates than seats.')}" in mailoutbox[2].body
        change = third.changes.get()
        assert (change.by, change.role, change.changed["why"][1][0]["code"]) == (
            manager,
            "programme_manager",
            "seats_given",
        )
        with pytest.raises(api.ResultsAreOut):
            api.decide_by_hand(nomination_id=third.pk, by_hand="seated", reason="Late", by=manager)

    def test_who_is_not_eligible_is_told_the_rule_and_never_a_score(self, call, mailoutbox):
        call.eligibility = [{"code": "service_at_least", "years": 40}]
        call.save()
        [nomination] = scored(call, ("KE", 93))
        publish(call)
        deliver_due()
        [letter] = [item for item in mailoutbox if item.to == [nomination.person.email]]
        assert "Asked for: At least 40 years in the administration" in letter.body
        assert "more good candidates" not in letter.body
        # The address of her nomination may have any two figures in it.
        assert "93" not in re.sub(r"https?://\S+", "", letter.body)

    @pytest.mark.parametrize("what", ["score", "hand", "words", "nomination"])
    def test_what_was_not_shown_is_not_told(self, call, what):
        first, second = scored(call, ("KE", 90), ("SN", 80))
        digest = api.preview_publication(call).digest
        match what:
            case "score":
                first.scores.update(points=10)
            case "hand":
                api.decide_by_hand(nomination_id=second.pk, by_hand="out", reason="No", by=people.manager())
            case "words":
                ProgrammeLetter.objects.create(
                    programme=call.session.programme, kind="reserve", words_en="Wait"
                )
            case "nomination":
                second.state = "withdrawn"
                second.save()
        with pytest.raises(api.SelectionChanged):
            api.publish_results(call_id=call.pk, digest=digest, by=None)
        assert states([first])[0] == "endorsed"
        assert Letter.objects.count() == 0

    def test_not_before_the_deadline_and_never_more_seats_than_there_are(self, call):
        both = scored(call, ("KE", 90), ("SN", 80))
        for nomination in both:
            api.decide_by_hand(nomination_id=nomination.pk, by_hand="seated", reason="Both", by=None)
        call.refresh_from_db()
        with pytest.raises(api.TooManySeated):
            publish(call)
        Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() + timedelta(hours=1))
        with pytest.raises(api.CallIsOpen):
            publish(call)


class TestAnswers:
    @pytest.fixture
    def call(self, db):
        return make_closed(seats=2, answer_days=10)

    @pytest.fixture
    def field(self, call):
        made = scored(call, ("KE", 90), ("SN", 80), ("PE", 70), ("JO", 60))
        publish(call)
        return [Nomination.objects.get(pk=item.pk) for item in made]

    def test_a_seat_is_taken_once_and_she_is_in_the_session(self, call, field):
        coordinator = people.coordinator(administration="KE")
        for _again in range(2):
            nomination = api.accept_offer(nomination_id=field[0].pk, by=coordinator)
        assert nomination.state == "enrolled"
        taken = Participation.objects.get()
        assert (taken.learner, taken.nomination, taken.session) == (
            field[0].person,
            nomination,
            call.session,
        )
        assert nomination.changes.last().role == "national_coordinator"
        with pytest.raises(api.NoOffer):
            api.accept_offer(nomination_id=field[2].pk, by=field[2].person)
        with pytest.raises(api.NoOffer):
            api.decline_offer(nomination_id=field[0].pk, by=field[0].person)

    def test_a_seat_that_is_declined_goes_to_one_of_the_reserve_list(self, call, field, mailoutbox):
        api.decline_offer(nomination_id=field[2].pk, by=field[2].person, reason="A child")
        for _again in range(2):
            api.decline_offer(nomination_id=field[1].pk, by=field[1].person)
        assert states(field) == ["accepted", "declined", "declined", "accepted"]
        moved = Nomination.objects.get(pk=field[3].pk)
        assert (moved.seat, moved.reserve_position) == (2, None)
        assert [who for who, subject in sent(mailoutbox) if "is free" in subject] == [moved.person.email]

    def test_an_offer_is_answered_until_the_end_of_her_day_and_then_given_on(self, call, field, monkeypatch):
        person, nomination = field[0].person, field[0]
        zone = ZoneInfo(person.time_zone)
        day = timezone.now().astimezone(zone).date() + timedelta(days=10)
        assert nomination.answer_until.astimezone(zone) == datetime(
            day.year, day.month, day.day, 23, 59, 59, tzinfo=zone
        )
        # Until its last second is over.
        now = timezone.now()
        Nomination.objects.filter(pk=nomination.pk).update(answer_until=now.replace(microsecond=0))
        monkeypatch.setattr(timezone, "now", lambda: now.replace(microsecond=999_999))
        assert (api.is_over(Nomination.objects.get(pk=nomination.pk)), expire_offers()) == (False, 0)
        monkeypatch.undo()
        Nomination.objects.filter(pk=nomination.pk).update(answer_until=datetime(2020, 1, 1, tzinfo=UTC))
        with pytest.raises(api.OfferExpired):
            api.accept_offer(nomination_id=nomination.pk, by=person)
        assert (expire_offers(), expire_offers()) == (1, 0)
        assert states(field) == ["declined", "accepted", "accepted", "reserve"]
        change = nomination.changes.last()
        assert (change.by, change.reason) == (None, "The offer was not answered in time.")

    def test_a_withdrawal_frees_the_seat_and_after_the_start_nobody_moves_up(self, call, field):
        api.withdraw_nomination(nomination_id=field[0].pk, by=field[0].person)
        assert states(field) == ["withdrawn", "accepted", "accepted", "reserve"]
        call.session.starts_on = timezone.now().date() - timedelta(days=1)
        call.session.save()
        api.decline_offer(nomination_id=field[1].pk, by=field[1].person)
        assert states(field) == ["withdrawn", "declined", "accepted", "reserve"]
        # Whoever was offered a seat before still takes it, until the session is closed.
        assert api.accept_offer(nomination_id=field[2].pk, by=field[2].person).state == "enrolled"

    @pytest.mark.parametrize("way", ["withdrawn", "moved"])
    def test_who_leaves_the_session_before_its_start_gives_her_seat_on_once(
        self, call, field, mailoutbox, way
    ):
        first, second = (
            api.accept_offer(nomination_id=item.pk, by=item.person).participation for item in field[:2]
        )
        later = make_dated(call.session.programme, starts_on=call.session.starts_on + timedelta(weeks=30))
        manager = people.manager()

        def leave(participation):
            told = {"participation": participation, "by": manager, "reason": "Ill"}
            if way == "moved":
                return api.move_participant(to=later, **told)
            return api.withdraw_participant(**told)

        for _again in range(2):
            leave(first)
        assert states(field) == ["withdrawn", "enrolled", "accepted", "reserve"]
        given = Nomination.objects.get(pk=field[2].pk)
        assert (given.seat, Nomination.objects.get(pk=field[0].pk).seat) == (1, None)
        assert [who for who, subject in sent(mailoutbox) if "is free" in subject] == [given.person.email]
        change = field[0].changes.last()
        assert (change.by, change.role, change.reason) == (manager, "programme_manager", "")
        # Who is refused leaves nothing behind, and after the start her seat stays hers on record.
        with pytest.raises(api.NotLater):
            api.move_participant(participation=second, to=call.session, by=manager)
        call.session.starts_on = timezone.now().date() - timedelta(days=1)
        call.session.save()
        leave(second)
        assert states(field) == ["withdrawn", "enrolled", "accepted", "reserve"]
        assert Nomination.objects.get(pk=field[1].pk).seat == 2

    def test_who_was_not_selected_follows_by_hand_where_nobody_can(self, db, mailoutbox):
        call = make_closed(seats=2, reserve=0, per_administration=1)
        first, second, third, fourth = made = scored(call, ("KE", 90), ("SN", 80), ("KE", 70), ("PE", 60))
        publish(call)
        manager = people.manager()
        with pytest.raises(api.ReasonMissing):
            api.put_on_reserve(nomination_id=third.pk, reason=" ", by=manager)
        for _twice in range(2):
            waits = api.put_on_reserve(nomination_id=third.pk, reason="Wanted", by=manager)
        assert (waits.state, waits.reserve_position, waits.changes.last().reason) == ("reserve", 1, "Wanted")
        # Senegal gives its seat up: Kenya has its own already, and whoever fits comes by hand.
        api.decline_offer(nomination_id=second.pk, by=second.person)
        moved = api.put_on_reserve(nomination_id=fourth.pk, reason="A seat is free", by=manager)
        assert (moved.state, moved.seat) == ("accepted", 2)
        assert states(made) == ["accepted", "declined", "reserve", "accepted"]
        told = [who for who, subject in sent(mailoutbox) if "reserve list" in subject or "is free" in subject]
        assert told == [third.person.email, fourth.person.email]
        with pytest.raises(api.WrongState):
            api.put_on_reserve(nomination_id=first.pk, reason="Why not", by=manager)

    def test_who_comes_back_has_her_seat_again_or_goes_beyond_them_knowingly(self, call, field):
        parts = [api.accept_offer(nomination_id=item.pk, by=item.person).participation for item in field[:2]]
        later = make_dated(call.session.programme, starts_on=call.session.starts_on + timedelta(weeks=30))
        assert api.seat_goes_to(parts[0]) == field[2]
        api.withdraw_participant(participation=parts[0], by=None)
        offered = api.room_in(call.session_id)
        assert (offered.seats, offered.taken, offered.free) == (2, 1, 0)
        with pytest.raises(api.NoSeat) as refused:
            api.bring_back(participation=parts[0], by=None)
        assert refused.value.room == offered
        for _twice in range(2):
            api.bring_back(participation=parts[0], by=None, is_beyond=True)
        assert states(field) == ["withdrawn", "enrolled", "accepted", "reserve"]
        # Who takes part beside the selection holds a seat too: the next that is given up is none.
        api.decline_offer(nomination_id=field[2].pk, by=field[2].person)
        assert states(field)[3] == "reserve"
        api.move_participant(participation=parts[0], to=later, by=None)
        api.withdraw_participant(participation=parts[1], by=None)
        assert states(field) == ["withdrawn", "withdrawn", "declined", "accepted"]
        # A seat is free again, and nobody waits for it: it is hers.
        api.bring_back(participation=parts[1], by=None)
        back = Nomination.objects.get(pk=field[1].pk)
        assert (back.state, back.seat, api.room_in(call.session_id).free) == ("enrolled", 2, 0)
        assert api.room_in(later.pk) is None


class TestSeatsAndQuotas(TestCase):
    """Whatever is answered in whatever order, nothing is exceeded, and no seat stays free for no reason."""

    settings = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)

    @settings
    @given(
        st.lists(st.tuples(st.sampled_from(["KE", "UG", "SN", "PE"]), st.integers(0, 4)), max_size=9),
        st.integers(1, 4),
        st.integers(1, 2) | st.none(),
        st.integers(1, 3) | st.none(),
        st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["accept", "decline", "leave"])), max_size=10),
    )
    def test_are_never_exceeded(self, field, seats, of_one, of_region, answers):
        call = make_closed(seats=seats, per_administration=of_one, per_region=of_region)
        made = scored(call, *field)
        publish(call)
        self.look(call)
        for number, what in answers:
            if number < len(made):
                try:
                    self.do(what, made[number])
                except api.NoOffer:
                    continue
                self.look(call)

    def do(self, what: str, nomination: Nomination) -> None:
        if what == "leave":
            for participation in Participation.objects.filter(learner=nomination.person):
                api.withdraw_participant(participation=participation, by=None)
            return
        answer = api.accept_offer if what == "accept" else api.decline_offer
        answer(nomination_id=nomination.pk, by=nomination.person)

    def look(self, call: Call) -> None:
        there = list(call.nominations.select_related("administration__region"))
        seated = [item for item in there if item.seat is not None]
        codes = [item.administration.code for item in seated]
        regions = [item.administration.region.code for item in seated]
        assert len(seated) <= call.seats
        assert all(codes.count(code) <= (call.per_administration or 99) for code in codes)
        assert all(regions.count(code) <= (call.per_region or 99) for code in regions)
        for item in there:
            if item.state == State.RESERVE and len(seated) < call.seats:
                here = item.administration
                assert codes.count(here.code) == call.per_administration or (
                    regions.count(here.region.code) == call.per_region
                )


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_seats_given_up_at_once_give_the_last_of_the_reserve_list_one(self):
        call = make_closed(seats=2)
        made = scored(call, ("KE", 90), ("SN", 80), ("PE", 70))
        publish(call)
        at_once(lambda item: api.decline_offer(nomination_id=item.pk, by=item.person).state, made[:2])
        assert states(made) == ["declined", "declined", "accepted"]
        assert Letter.objects.filter(kind="nomination-moved-up").count() == 1

    def test_one_who_leaves_twice_at_once_gives_one_seat_on(self):
        call = make_closed(seats=1)
        made = scored(call, ("KE", 90), ("SN", 80), ("PE", 70))
        publish(call)
        hers = api.accept_offer(nomination_id=made[0].pk, by=made[0].person).participation
        at_once(lambda who: api.withdraw_participant(participation=hers, by=who).state, [None, None])
        assert states(made) == ["withdrawn", "accepted", "reserve"]

    def test_accepting_and_declining_at_once_does_one_of_them(self):
        call = make_closed(seats=1)
        made = scored(call, ("KE", 90), ("SN", 80))
        publish(call)
        first = made[0]

        def answer(verb):
            try:
                return verb(nomination_id=first.pk, by=first.person).state
            except api.NoOffer as refused:
                return refused.state

        [answered, again] = at_once(answer, [api.accept_offer, api.decline_offer])
        assert answered == again == states([first])[0]
        assert states([made[1]]) == (["reserve"] if answered == "enrolled" else ["accepted"])

    def test_publishing_twice_at_once_tells_once(self):
        call = make_closed(seats=1)
        made = scored(call, ("KE", 90), ("SN", 80))
        digest = api.preview_publication(call).digest
        at_once(lambda who: api.publish_results(call_id=call.pk, digest=digest, by=who), [None, None])
        assert states(made) == ["accepted", "reserve"]
        assert (Letter.objects.count(), made[0].changes.count()) == (2, 1)

    def test_three_trainers_at_once_give_the_two_scores_that_are_needed(self):
        call = make_call(scores_needed=2)
        trainers, nomination = [make_trainer(call) for _each in range(3)], make_nomination(call)

        def score(trainer):
            try:
                return api.score_candidate(nomination_id=nomination.pk, points=50, by=trainer) and "given"
            except api.ScoresAreIn:
                return "in"

        assert sorted(at_once(score, trainers)) == ["given", "given", "in"]
