"""The pages of a reminder: chosen, looked at, sent."""

from uuid import uuid4

import pytest
from django.core import mail

from clikc.jobs.models import Job
from clikc.post.api import deliver_due
from enrolment.following import reminding
from enrolment.following.models import Reminder, ReminderRound
from tests.factories import coordination, people
from tests.factories.following import invite

pytestmark = pytest.mark.django_db
PAGE = "/en/coordination/KE/following/"


def choose(client, rows=(), query="", **more):
    return client.post(f"{PAGE}remind/{query}", {"row": [str(row.pk) for row in rows], **more})


def test_from_the_table_to_the_letters(mine, here):
    here.officers[1].preferred_language = "fr"
    here.officers[1].save()
    preview = choose(mine, here.rows[:2])["Location"]
    page = mine.get(preview).content.decode()
    assert "2 officers get a letter each" in page
    assert "Gestion des risques" in page
    assert 'lang="fr"' in page
    page = mine.post(preview, {"step": "preview", "line": "Till <Friday>!"}).content.decode()
    assert page.count("Till &lt;Friday&gt;!") == 3
    assert not Reminder.objects.exists()
    answer = mine.post(preview, {"step": "send", "line": "Till <Friday>!"}, follow=True)
    assert "2 officers were reminded." in answer.content.decode()
    deliver_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        person.email for person in here.officers[:2]
    )


def test_all_that_match(mine, here):
    choose(mine, query="?standing=behind", all="1")
    assert ReminderRound.objects.get().chosen == [str(here.rows[0].pk)]


def test_who_gets_none_is_named_with_the_reason(mine, here):
    invite(here.officers[1])
    page = mine.get(choose(mine, here.rows)["Location"]).content.decode()
    for words in ("Has not accepted the invitation yet", "Has finished", "Has left the course"):
        assert words in page
    preview = f"{PAGE}remind/{ReminderRound.objects.get().pk}/"
    answer = mine.post(preview, {"step": "invite"}, follow=True)
    assert "1 invitation was sent again." in answer.content.decode()
    answer = mine.post(preview, {"step": "invite"}, follow=True)
    assert "None was sent." in answer.content.decode()
    assert not Reminder.objects.exists()


def test_rows_of_another_administration_are_as_unknown_as_any(mine, here):
    answer = mine.post(
        f"{PAGE}remind/", {"row": [str(here.far.pk), str(uuid4()), "x", "1" * 40]}, follow=True
    )
    assert "Tick the officers you mean first." in answer.content.decode()
    assert not ReminderRound.objects.exists()


def test_a_round_of_another_administration_is_as_unknown_as_any(mine, here):
    fiji = coordination.make_workspace("FJ")
    far = reminding.draft_round(
        administration=fiji.administration, enrolments=[here.far.pk], by=fiji.coordinator
    )
    for step in ("", "send", "invite"):
        assert mine.post(f"{PAGE}remind/{far.pk}/", {"step": step}).status_code == 404
    assert mine.get(f"{PAGE}remind/{far.pk}/").status_code == 404
    assert mine.get(f"{PAGE}remind/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("line", ["x" * 501, "turned \u202e around"])
def test_a_line_that_cannot_be_sent_is_told(mine, here, line):
    preview = choose(mine, here.rows[:1])["Location"]
    page = mine.post(preview, {"step": "send", "line": line})
    assert "Something needs your attention" in page.content.decode()
    assert not Reminder.objects.exists()


def test_many_go_to_the_worker(mine, here, monkeypatch):
    monkeypatch.setattr(reminding, "MOST_AT_ONCE", 1)
    preview = choose(mine, here.rows[:2])["Location"]
    answer = mine.post(preview, {"step": "send"})
    assert answer["Location"] == f"/en/jobs/{Job.objects.get().pk}/"


def test_looking_changes_nothing(mine, here):
    preview = choose(mine, here.rows[:2])["Location"]
    mine.get(preview)
    deliver_due()
    assert mail.outbox == []
    assert ReminderRound.objects.get().confirmed_at is None


def test_an_officer_finds_no_such_page(client, here):
    people.sign_in(client, here.officers[0])
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}remind/", {"all": "1"}).status_code == 404
