"""A participant and her tutor: who reads, who writes, who is told, and what a tutor of yesterday finds."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clikc.people.roles import Role
from clikc.post.api import deliver_due
from enrolment.advising import api
from enrolment.advising.models import Message, Thread
from tests.factories import people
from tests.factories.tutoring import add_participant, make_tutored_run, tutored_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles_alone_decide(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def made():
    return make_tutored_run(participants=2, tutors=2)


def place(made, number=0) -> dict:
    return {"run_id": made.run.pk, "enrolment_id": made.enrolments[number].pk}


def write(made, by, text="When is it due?", key="1", number=0) -> Message:
    conversation = api.conversation_of(by, **place(made, number))
    return api.write_message(conversation=conversation, by=by, text=text, token=key)


def learner(made, number=0):
    return made.enrolments[number].learner


class TestWho:
    def test_participant_tutor_and_manager(self, made):
        manager = people.manager()
        for person, role in (
            (learner(made), "participant"),
            (made.tutors[0], "tutor"),
            (manager, "manager"),
        ):
            assert api.conversation_of(person, **place(made)).role == role

    def test_nobody_else(self, made):
        others = [learner(made, 1), made.tutors[1], people.author(), people.coordinator(administration="KE")]
        assert [api.conversation_of(person, **place(made)) for person in others] == [None] * 4

    def test_a_coordinator_of_her_own_administration_reads_nothing(self, made, client):
        write(made, learner(made))
        boss = people.coordinator(administration=learner(made).administration.code)
        assert not api.threads_of(boss).exists()
        people.sign_in(client, boss)
        assert client.get(reverse("thread", kwargs=place(made))).status_code == 404

    def test_who_left_the_run_writes_no_more(self, made):
        learner(made).places.update(left_at=timezone.now())
        assert api.conversation_of(learner(made), **place(made)) is None

    def test_a_tutor_unassigned_a_moment_ago(self, made, client):
        write(made, learner(made))
        people.sign_in(client, made.tutors[0])
        address = reverse("thread", kwargs=place(made))
        assert client.get(address).status_code == 200
        made.enrolments[0].tutorships.update(ended_at=timezone.now())
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Too late", "token": "2"}).status_code == 404
        assert not Message.objects.filter(text="Too late").exists()
        assert not api.threads_of(made.tutors[0]).exists()

    def test_a_tutor_whose_role_ended(self, made):
        write(made, learner(made))
        made.tutors[0].role_grants.update(ended_at=timezone.now())
        tutor = type(made.tutors[0]).objects.get(pk=made.tutors[0].pk)
        assert not tutor.has_role(Role.TUTOR)
        assert api.conversation_of(tutor, **place(made)) is None

    def test_the_tutor_who_comes_later_reads_what_was_written(self, made):
        write(made, learner(made))
        made.enrolments[0].tutorships.update(ended_at=timezone.now())
        tutored_by(made, made.enrolments[0], made.tutors[1])
        assert [item.text for item in api.threads_of(made.tutors[1]).get().messages.all()] == [
            "When is it due?"
        ]


class TestWriting:
    def test_sent_twice_it_is_there_once(self, made):
        first, second = write(made, learner(made)), write(made, learner(made))
        assert first == second
        deliver_due()
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize(("text", "why"), [("  \n ", "empty"), ("x" * 4001, "long")])
    def test_refused(self, made, text, why):
        with pytest.raises(api.MessageRefused, match=why):
            write(made, learner(made), text=text)
        assert not Thread.objects.exists()

    def test_the_letter_says_that_and_not_what(self, made):
        write(made, learner(made), text="A secret about a shipment")
        deliver_due()
        [letter] = mail.outbox
        assert letter.to == [made.tutors[0].email]
        assert made.run.name in letter.body
        assert "secret" not in letter.body
        assert reverse("thread", kwargs=place(made)) in letter.body

    def test_the_answer_is_told_in_her_language(self, made):
        type(learner(made)).objects.filter(pk=learner(made).pk).update(preferred_language="fr")
        write(made, learner(made))
        write(made, made.tutors[0], text="On Friday.")
        deliver_due()
        to_her = next(letter for letter in mail.outbox if letter.to == [learner(made).email])
        assert "/fr/threads/" in to_her.body

    def test_a_manager_writes_as_what_she_is(self, made):
        write(made, people.manager(), text="The deadline is moved.")
        deliver_due()
        assert {letter.subject for letter in mail.outbox} == {"The programme manager has written to you"}
        assert {address for letter in mail.outbox for address in letter.to} == {
            learner(made).email,
            made.tutors[0].email,
        }

    def test_who_has_read_meanwhile_gets_no_letter(self, made):
        message = write(made, learner(made))
        api.mark_read(thread=message.thread, person=made.tutors[0])
        deliver_due()
        assert mail.outbox == []

    def test_without_a_tutor_nobody_is_written_to_and_managers_see_it_wait(self, made):
        made.enrolments[0].tutorships.update(ended_at=timezone.now())
        write(made, learner(made))
        deliver_due()
        assert mail.outbox == []
        waiting = api.waiting(api.threads_of(people.manager()))
        assert [thread.enrolment for thread in waiting] == [made.enrolments[0]]

    def test_an_answer_ends_the_waiting(self, made):
        write(made, learner(made))
        assert api.waiting(api.threads_of(made.tutors[0])).count() == 1
        write(made, made.tutors[0], text="On Friday.")
        assert api.waiting(api.threads_of(made.tutors[0])).count() == 0

    def test_unread(self, made):
        write(made, learner(made))
        assert (api.unread_of(learner(made)), api.unread_of(made.tutors[0])) == (0, 1)


class TestPages:
    def test_a_question_and_its_answer(self, made, client):
        address = reverse("thread", kwargs=place(made))
        people.sign_in(client, learner(made))
        page = client.get(reverse("threads"))
        assert address in page.content.decode()
        token = client.get(address).context["form"]["token"].value()
        answer = client.post(address, {"text": "<b>Until</b> when?", "token": token})
        assert answer.status_code == 302
        shown = BeautifulSoup(client.get(address).content, "html.parser")
        assert shown.select_one(".advice__text").get_text(strip=True) == "<b>Until</b> when?"

    @pytest.mark.parametrize("text", ["", " ", "x" * 4001, "a\x00b"])
    def test_what_cannot_be_sent_is_said_and_kept(self, made, client, text):
        people.sign_in(client, learner(made))
        answer = client.post(reverse("thread", kwargs=place(made)), {"text": text, "token": "1"})
        assert answer.status_code == 422
        assert not Message.objects.exists()

    def test_a_participant_reads_who_wrote_by_role_and_not_by_name(self, made, client):
        write(made, made.tutors[0], text="On Friday.")
        write(made, people.manager(printed_name="Ingrid Manager"), text="Or on Monday.")
        people.sign_in(client, learner(made))
        for address in (reverse("thread", kwargs=place(made)), reverse("threads")):
            page = client.get(address).content.decode()
            assert "Your tutor" in page
            assert made.tutors[0].get_full_name() not in page
            assert "Ingrid" not in page

    def test_what_is_foreign_costs_what_is_unknown(self, made, client):
        people.sign_in(client, learner(made, 1))
        asked = []
        for where in (place(made), place(made) | {"run_id": made.run.pk + 1000}):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse("thread", kwargs=where)).status_code == 404
            asked.append(len(seen))
        assert asked[0] == asked[1]

    def test_unknown_places(self, made, client):
        people.sign_in(client, learner(made))
        for where in (
            {**place(made), "run_id": 10**20},
            {**place(made), "run_id": made.run.pk + 1000},
        ):
            assert client.get(reverse("thread", kwargs=where)).status_code == 404

    def test_the_list_costs_the_same_for_one_and_for_twenty(self, made, client):
        tutor = made.tutors[0]
        people.sign_in(client, tutor)

        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse("threads")).status_code == 200
            return len(seen)

        write(made, learner(made))
        before = queries()
        for number in range(20):
            enrolment = add_participant(made, administration="SN")
            tutored_by(made, enrolment, tutor)
            made.enrolments.append(enrolment)
            write(made, enrolment.learner, number=len(made.enrolments) - 1, key=str(number))
        assert queries() == before <= 20
