"""Each letter leaves at most once, whatever happens to those who deliver it."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clikc.post import api, rules
from clikc.post.models import Letter
from clikc.post.tasks import deliver
from tests.factories import people
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


def make_letters(number=1, **columns):
    """Letters that wait, without anybody having set off a round."""
    columns = {"kind": "news", "due_at": timezone.now()} | columns
    if "address" not in columns:
        columns.setdefault("person", people.officer())
    rows = [Letter(key=f"news:{n}", facts={"thing": n}, **columns) for n in range(number)]
    return Letter.objects.bulk_create(rows)


def letter():
    return Letter.objects.get()


def pass_by(pause):
    """As if so much time had gone."""
    for one in Letter.objects.all():
        one.due_at -= pause
        one.claimed_at = one.claimed_at and one.claimed_at - pause
        one.save()


class TestAtMostOnce:
    def test_killed_while_it_was_handed_over_it_is_uncertain(self, news, server):
        make_letters()
        server.raises(SystemExit())
        with pytest.raises(SystemExit):
            api.deliver_due()
        assert (letter().outcome, letter().tries) == ("waiting", 1)
        assert api.deliver_due().outcomes == {}
        pass_by(rules.SILENCE + timedelta(seconds=1))
        assert api.deliver_due().outcomes == {"uncertain": 1}
        assert (letter().outcome, letter().fault) == ("uncertain", "interrupted")
        assert api.deliver_due().outcomes == {}
        assert len(server.taken) == 1

    def test_who_was_only_slow_says_so_after_all(self, news, server):
        make_letters()

        def declare_uncertain():
            pass_by(timedelta())
            Letter.objects.update(outcome="uncertain", fault="interrupted")

        server.does(declare_uncertain)
        api.deliver_due()
        assert (letter().outcome, letter().fault) == ("sent", "")

    def test_a_line_that_drops_may_have_taken_it(self, news, server):
        make_letters()
        server.raises(smtplib.SMTPServerDisconnected("closed"))
        assert api.deliver_due().outcomes == {"uncertain": 1}
        assert (letter().fault, len(server.taken)) == ("line_lost", 1)

    def test_never_inside_a_transaction(self, news):
        make_letters()
        with transaction.atomic(), pytest.raises(RuntimeError):
            api.deliver_due()

    @pytest.mark.django_db(transaction=True)
    def test_several_at_once_never_take_the_same(self, news, mailoutbox):
        make_letters(30)
        rounds = at_once(lambda _n: api.deliver_due(), range(4))
        assert sum(one.outcomes.get("sent", 0) for one in rounds) == 30
        assert sorted(message.body for message in mailoutbox) == sorted(f"News of {n}" for n in range(30))


class TestSendingAgain:
    @pytest.mark.parametrize("outcome", ["uncertain", "failed"])
    def test_a_person_decides(self, news, mailoutbox, outcome, django_capture_on_commit_callbacks):
        (made,) = make_letters(outcome=outcome, fault="refused", tries=5, claimed_at=timezone.now())
        boss = people.admin()
        with django_capture_on_commit_callbacks(execute=True):
            api.send_again(letter=made, by=boss)
            api.send_again(letter=made, by=people.admin())
        assert len(mailoutbox) == 1
        assert (letter().outcome, letter().tries, letter().fault) == ("sent", 1, "")
        assert (letter().again_by, letter().again_at is None) == (boss, False)

    @pytest.mark.parametrize("outcome", ["waiting", "sent", "dropped"])
    def test_nothing_but_what_is_in_doubt(self, news, outcome):
        (made,) = make_letters(outcome=outcome)
        assert api.send_again(letter=made, by=people.admin()).outcome == outcome
        assert letter().again_at is None


class TestFailures:
    def test_what_may_pass_is_tried_again_with_growing_pauses(self, news, server):
        make_letters()
        server.refuses = smtplib.SMTPDataError(451, b"later")
        for tries in range(1, rules.MOST_TRIES):
            assert api.deliver_due().outcomes == {"waiting": 1}
            assert api.deliver_due().outcomes == {}
            assert (letter().tries, letter().fault) == (tries, "server")
            pass_by(rules.pause_after(tries) - timedelta(seconds=30))
            assert api.deliver_due().outcomes == {}
            pass_by(timedelta(seconds=30))
        assert api.deliver_due().outcomes == {"failed": 1}
        assert len(server.taken) == rules.MOST_TRIES
        assert list(api.letters_in_doubt()) == [letter()]

    def test_it_leaves_when_the_server_takes_it(self, news, server):
        make_letters()
        server.raises(smtplib.SMTPDataError(451, b"later"))
        api.deliver_due()
        pass_by(rules.pause_after(1))
        assert api.deliver_due().outcomes == {"sent": 1}
        assert (letter().tries, letter().fault) == (2, "")

    def test_a_refused_recipient_fails_at_once_and_holds_up_nobody(self, news, server):
        make_letters(3)
        server.raises(smtplib.SMTPRecipientsRefused({"x@customs.example": (550, b"unknown")}))
        assert api.deliver_due().outcomes == {"failed": 1, "sent": 2}
        assert Letter.objects.get(outcome="failed").fault == "refused"

    def test_without_a_server_everything_waits_and_no_try_counts(self, news, server):
        make_letters(3)
        server.is_there = False
        for _n in range(rules.MOST_TRIES + 1):
            delivery = api.deliver_due()
            assert (delivery.outcomes, delivery.is_reachable, delivery.is_more) == ({}, False, False)
        with pytest.raises(CommandError, match="cannot be reached"):
            call_command("deliver_letters")
        assert set(Letter.objects.values_list("tries", "claimed_at", "outcome")) == {(0, None, "waiting")}
        server.is_there = True
        assert api.deliver_due().outcomes == {"sent": 3}

    def test_one_that_cannot_be_written_holds_up_nobody(self, register, server):
        def write(facts, person):
            return api.Draft("News", text=str(1 // facts["thing"]))

        register("news", write)
        make_letters(2)
        assert api.deliver_due().outcomes == {"waiting": 1, "sent": 1}
        assert Letter.objects.get(outcome="waiting").fault == "unwritten"

    def test_a_kind_that_nobody_writes_any_more(self, news):
        make_letters(kind="gone")
        assert api.deliver_due().outcomes == {"waiting": 1}
        assert letter().fault == "unknown_kind"

    def test_the_log_names_neither_address_nor_text(self, news, server, caplog):
        make_letters(address="amina@customs.example")
        server.raises(smtplib.SMTPRecipientsRefused({"amina@customs.example": (550, b"no amina")}))
        api.deliver_due()
        assert "news:0" in caplog.text
        assert "amina" not in caplog.text


class TestOneLine:
    def test_many_letters_go_over_one_line(self, news, server):
        make_letters(20)
        api.deliver_due()
        assert (server.opened, server.closed) == (1, 1)

    def test_a_line_is_renewed_before_the_server_tires_of_it(self, news, server):
        make_letters(120)
        api.deliver_due()
        assert (server.opened, server.closed, len(server.taken)) == (3, 3, 120)

    def test_none_is_opened_for_nothing(self, news, server):
        api.deliver_due()
        assert server.opened == 0

    def test_a_thousand_cost_each_what_one_costs(self, news, server):
        reader = people.officer()

        def queries_for(number):
            Letter.objects.all().delete()
            make_letters(number, person=reader)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                delivery = api.deliver_due(limit=2000)
            assert delivery.outcomes == {"sent": number}
            return len(queries)

        one, thousand = queries_for(1), queries_for(1000)
        for_all = 2 * one - queries_for(2)
        assert thousand == for_all + 1000 * (one - for_all)

    def test_what_is_more_than_a_round_goes_with_the_next(self, news):
        make_letters(450)
        call_command("deliver_letters", verbosity=0)
        assert len(mail.outbox) == 450
        assert api.deliver_due().is_more is False

    def test_a_task_gives_others_their_turn(self, news, rounds):
        make_letters(450)
        deliver.enqueue()
        # In tests a task that is enqueued runs at once, inside the one before it.
        assert len(rounds) == 3
        assert len(mail.outbox) == 450


class TestNote:
    def test_the_room_hears_that_it_left(self, register, server):
        heard = []
        register("news", lambda facts, person: api.Draft("News", text="x"), on_sent=heard.append)
        make_letters(2)
        server.raises(smtplib.SMTPDataError(451, b"later"))
        api.deliver_due()
        assert heard == [{"thing": 1}]

    def test_a_room_that_fails_to_note_it_does_not_have_it_sent_again(self, register, server):
        def fail(facts):
            raise ZeroDivisionError

        register("news", lambda facts, person: api.Draft("News", text="x"), on_sent=fail)
        make_letters()
        assert api.deliver_due().outcomes == {"sent": 1}
        assert letter().outcome == "sent"


class TestAsking:
    def test_what_became_of_many(self, news):
        reader = people.officer()
        for n, outcome in enumerate(["sent", "sent", "failed", "waiting"]):
            Letter.objects.create(
                key=f"import:7:{n}", kind="news", person=reader, outcome=outcome, due_at=timezone.now()
            )
        Letter.objects.create(key="import:8:0", kind="news", person=reader, due_at=timezone.now())
        assert api.outcomes(prefix="import:7:") == {"sent": 2, "failed": 1, "waiting": 1}
        assert api.outcomes(keys=["import:8:0", "import:7:1", "none"]) == {"waiting": 1, "sent": 1}
        assert api.outcomes(keys=[]) == {}
        assert [one.key for one in api.letters_in_doubt(prefix="import:")] == ["import:7:2"]
        assert (api.letters_waiting(), api.letters_waiting("news"), api.letters_waiting("x")) == (2, 2, 0)
        assert api.letter_of("import:8:0").person == reader
        assert api.letter_of("import:9:0") is None

    def test_one_sees_ones_own_and_administrators_all(self):
        mine, boss = people.officer(), people.admin()
        make_letters(person=mine)
        for other in (people.officer(), people.coordinator(), people.officer(is_active=False)):
            assert not Letter.objects.visible_to(other).exists()
        for who in (mine, boss):
            assert Letter.objects.visible_to(who).exists()

    def test_the_command_lists_what_is_in_doubt_and_sends_it_again(self, news, mailoutbox, capsys):
        make_letters(outcome="uncertain", fault="interrupted")
        call_command("deliver_letters", in_doubt=True)
        assert capsys.readouterr().out == "news:0\tuncertain\tinterrupted\n"
        with pytest.raises(CommandError, match="no letter gone:1"):
            call_command("deliver_letters", again=["gone:1"])
        call_command("deliver_letters", again=["news:0"])
        assert len(mailoutbox) == 1
