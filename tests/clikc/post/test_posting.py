"""Letters are written down with the act they tell of, once by their key."""

import pytest
from django.db import transaction

from clikc.post import api
from clikc.post.models import Letter
from tests.factories import people
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


def posted(person=None, key="news:1", **facts):
    return api.post(key=key, kind="news", facts=facts, person=person or people.officer())


def post_in_vain():
    """In an act that fails after it."""
    with transaction.atomic():
        posted()
        transaction.set_rollback(True)


class TestPost:
    def test_a_posted_letter_leaves_when_the_act_is_committed(
        self, news, mailoutbox, django_capture_on_commit_callbacks
    ):
        reader = people.officer()
        with django_capture_on_commit_callbacks(execute=True):
            letter = posted(reader, thing=7)
            assert mailoutbox == []
        (message,) = mailoutbox
        assert message.to == [reader.email]
        assert message.body == "News of 7"
        letter.refresh_from_db()
        assert (letter.outcome, letter.tries, letter.address) == ("sent", 1, "")
        assert letter.sent_at is not None

    def test_twice_is_once(self, news, mailoutbox, django_capture_on_commit_callbacks):
        reader = people.officer()
        for _n in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                letter = posted(reader)
        assert len(mailoutbox) == Letter.objects.count() == 1
        assert letter.outcome == "sent"

    def test_an_act_that_fails_posts_nothing(self, news, mailoutbox, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            post_in_vain()
        assert callbacks == []
        assert not Letter.objects.exists()

    def test_the_next_act_after_one_that_failed_is_told(
        self, news, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            post_in_vain()
            posted(key="news:2")
        assert len(mailoutbox) == 1

    def test_to_a_person_or_to_an_address(self, news):
        for receivers in ({}, {"person": people.officer(), "address": "x@customs.example"}):
            with pytest.raises(ValueError, match="a person or to an address"):
                api.post(key="news:1", kind="news", facts={}, **receivers)

    def test_of_a_kind_there_is(self):
        with pytest.raises(api.UnknownKind):
            api.post(key="x:1", kind="gossip", facts={}, person=people.officer())

    def test_not_before_it_is_due(self, news, later, mailoutbox, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            api.post(key="news:1", kind="news", facts={}, person=people.officer(), due_at=later)
        api.deliver_due()
        assert mailoutbox == []
        assert api.letters_waiting("news") == 1


class TestPostMany:
    def new(self, *numbers, **columns):
        reader = people.officer()
        return [
            api.NewLetter(key=f"news:{n}", kind="news", facts={"thing": n}, person_id=reader.pk, **columns)
            for n in numbers
        ]

    def test_those_known_stay_as_they_are(self, news, mailoutbox, django_capture_on_commit_callbacks):
        for numbers in ((1, 2), (2, 3, 3)):
            with django_capture_on_commit_callbacks(execute=True):
                api.post_many(self.new(*numbers))
        assert sorted(message.body for message in mailoutbox) == ["News of 1", "News of 2", "News of 3"]

    def test_as_many_queries_for_many_as_for_one(self, news, django_assert_num_queries):
        # SQLite takes no more in one query.
        rows = self.new(*range(60))
        for some in (rows[:1], rows):
            # A savepoint, the rows, its release.
            with django_assert_num_queries(3):
                api.post_many(some)

    def test_one_that_is_wrong_lets_none_in(self, news):
        wrong = api.NewLetter(key="x:1", kind="gossip", facts={}, address="x@customs.example")
        with pytest.raises(api.UnknownKind):
            api.post_many([*self.new(1), wrong])
        assert not Letter.objects.exists()

    def test_one_round_is_set_off_however_many_are_posted(
        self, news, rounds, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            api.post_many(self.new(1, 2))
            posted(key="news:3")
            posted(key="news:4")
        assert rounds == [4]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_post_one(news, mailoutbox):
    reader = people.officer()
    letters = at_once(lambda _n: posted(reader).pk, range(6))
    assert len(set(letters)) == 1
    assert len(mailoutbox) == 1
