"""Writing to who is at risk: one with a text that is ready, many with a look before; nobody twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from clikc.post.api import deliver_due
from enrolment.advising.models import Message, Thread
from enrolment.following import api as following
from tests.factories import people
from tests.factories.tutoring import add_participant, tutored_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def tutor(client, made):
    return people.sign_in(client, made.tutors[0])


@pytest.fixture
def silent(made):
    return made.enrolments[1]


def thread_of(made, enrolment) -> str:
    return reverse("thread", args=[made.run.pk, enrolment.pk])


def contact(client, made, enrolments, **data):
    address = reverse("tutoring_contact", args=[made.run.pk])
    return client.post(address, {"row": [str(item.pk) for item in enrolments], **data})


def sent(client, made, enrolments, token=None, **data):
    return contact(client, made, enrolments, step="send", token=str(token or uuid4()), **data)


def wrote(made, enrolment, *, by, hours=0, key="1"):
    at = timezone.now() - timedelta(hours=hours)
    thread, _is_new = Thread.objects.get_or_create(
        run=made.run, enrolment=enrolment, defaults={"last_at": at}
    )
    return Message.objects.create(thread=thread, by=by, text="Hello", token=key, at=at)


class TestOne:
    def test_a_text_is_ready_in_her_language_and_nothing_is_sent(self, client, made, tutor, silent):
        silent.learner.preferred_language = "ar"
        silent.learner.save()
        answer = client.get(f"{thread_of(made, silent)}?about=risk")
        page = BeautifulSoup(answer.content, "html.parser")
        text = page.select_one("textarea")
        assert text["lang"] == "ar"
        assert made.work[0].assignment.activity.code.rpartition("/")[2] in text.get_text()
        assert made.run.name in text.get_text()
        assert "I have seen no sign of you" in page.select_one("#ready details").get_text()
        assert not Message.objects.exists()
        form = {"text": text.get_text() + " Yours", "token": page.select_one("[name=token]")["value"]}
        for _again in range(2):
            assert client.post(f"{thread_of(made, silent)}?about=risk", form).status_code == 302
        assert Message.objects.get().text.endswith("Yours")

    def test_what_is_named(self, client, made, tutor, silent):
        made.run.scheme.late_refuse_after = 365
        made.run.scheme.save()
        text = following.participants_at_risk(made.run, tutor)
        assert [item.enrolment for item in text] == [silent]
        shown = client.get(f"{thread_of(made, silent)}?about=risk").context["form"].initial["text"]
        assert "for 60 days" in shown
        assert "not been handed in" not in shown
        made.run.scheme.late_refuse_after = 14
        made.run.scheme.save()
        shown = client.get(f"{thread_of(made, silent)}?about=risk").context["form"].initial["text"]
        assert "These works were due and have not been handed in:" in shown
        assert shown.count("– ") == 4
        assert shown.count("still taken until") == 1

    def test_who_is_well_gets_no_text_and_the_participant_herself_none(self, client, made, tutor, silent):
        answer = client.get(f"{thread_of(made, made.enrolments[0])}?about=risk")
        assert "text" not in answer.context["form"].initial
        answer = client.get(f"{thread_of(made, silent)}?about=nonsense")
        assert "text" not in answer.context["form"].initial
        people.sign_in(client, silent.learner)
        answer = client.get(f"{thread_of(made, silent)}?about=risk")
        assert "text" not in answer.context["form"].initial


class TestMany:
    def test_first_a_look_then_one_message_and_one_letter(self, client, made, tutor, silent):
        page = contact(client, made, made.enrolments)
        assert "1 participant is written to" in page.content.decode()
        assert "Is not at risk" in page.content.decode()
        assert not Message.objects.exists()
        token = uuid4()
        for _again in range(2):
            sent(client, made, made.enrolments, token, line="The ferry is late.")
        message = Message.objects.get()
        assert message.thread.enrolment == silent
        assert (message.by, message.role) == (tutor, "tutor")
        assert "The ferry is late." in message.text
        deliver_due()
        assert [letter.to for letter in mail.outbox] == [[silent.learner.email]]
        assert message.text not in mail.outbox[0].body

    def test_nobody_twice_within_three_days_whoever_wrote(self, client, made, tutor, silent):
        sent(client, made, [silent])
        sent(client, made, [silent])
        people.sign_in(client, people.manager())
        answer = contact(client, made, [silent])
        assert "Was written to within the last three days" in answer.content.decode()
        sent(client, made, [silent])
        assert Message.objects.count() == 1
        Message.objects.update(at=timezone.now() - timedelta(days=3))
        sent(client, made, [silent])
        assert Message.objects.count() == 2

    @pytest.mark.parametrize(("hours", "is_written"), [(71, False), (73, True)])
    def test_a_message_of_another_kind_counts_and_her_own_does_not(
        self, client, made, tutor, silent, hours, is_written
    ):
        wrote(made, silent, by=tutor, hours=hours)
        wrote(made, silent, by=silent.learner, hours=24 * 20, key="2")
        sent(client, made, [silent])
        assert (Message.objects.count() == 3) == is_written

    def test_each_in_her_language_as_the_look_shows_it(self, client, made, tutor, silent):
        silent.learner.preferred_language = "es"
        silent.learner.save()
        other = add_participant(made, administration="PE", printed_name="Rosa Quispe")
        other.learner.places.update(seated_at=timezone.now() - timedelta(days=50))
        tutored_by(made, other, tutor)
        page = contact(client, made, [silent, other], step="preview", token=str(uuid4()), line="My line")
        samples = page.context["samples"]
        assert [(sample.language, sample.number) for sample in samples] == [("en", 1), ("es", 1)]
        sent(client, made, [silent, other], line="My line")
        told = dict(Message.objects.values_list("thread__enrolment__learner__preferred_language", "text"))
        assert told == {sample.language: sample.text for sample in samples}

    def test_a_closed_account(self, client, made, tutor, silent):
        silent.learner.is_active = False
        silent.learner.save()
        sent(client, made, [silent])
        assert not Message.objects.exists()

    def test_what_cannot_be_meant(self, client, made, tutor, silent):
        address = reverse("tutoring_contact", args=[made.run.pk])
        assert client.get(address).status_code == 405
        for row in ("", "x", "\x00", "9" * 40, str(uuid4())):
            assert client.post(address, {"row": row}).status_code == 302
        assert sent(client, made, [silent], token="x").status_code == 422
        assert sent(client, made, [silent], line="a" * 501).status_code == 422
        assert sent(client, made, [silent], line="a\u202eb").status_code == 422
        assert client.post(reverse("tutoring_contact", args=[10**15])).status_code == 404
        assert not Message.objects.exists()

    def test_a_tutor_unassigned_a_second_ago_changes_nothing(self, client, made, tutor, silent):
        silent.tutorships.update(ended_at=timezone.now())
        sent(client, made, [silent])
        made.run.run_tutors.all().delete()
        assert sent(client, made, [silent]).status_code == 404
        assert not Message.objects.exists()

    def test_nobody_else_writes(self, client, made, silent):
        for person in (
            silent.learner,
            people.tutor(administration="BJ"),
            people.coordinator(administration="SN"),
        ):
            people.sign_in(client, person)
            assert sent(client, made, [silent]).status_code == 404
        assert not Message.objects.exists()
