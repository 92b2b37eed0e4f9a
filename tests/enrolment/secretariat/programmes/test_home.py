"""What wants the Secretariat's attention."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_nominations, make_programme

pytestmark = pytest.mark.django_db


def test_what_waits_is_there_and_nothing_else(client):
    people.sign_in_with_second_factor(client, people.manager())
    with override("en"):
        address = reverse("secretariat")
    assert "Nothing waits today" in client.get(address).content.decode()
    now, programme = timezone.now(), make_programme()
    day = timedelta(days=1)
    closing, later = make_call(closes_at=now + 6 * day), make_call(closes_at=now + 8 * day)
    over = make_call(closes_at=now - day)
    told = make_call(closes_at=now - day, published_at=now)
    make_nominations(closing, ["KE", "JO"])
    make_nominations(told, ["KE", "JO"], state="accepted", offered_at=now, answer_until=now - day)
    running = make_dated(programme, starts_on=now.date() - 15 * day)
    ended = make_dated(programme, starts_on=now.date() - 400 * day)
    hidden = make_dated(programme, starts_on=now.date() + 30 * day)
    for session in (running, ended):
        session.announced_at = now
        session.save()
    page = client.get(address)
    today = page.context["today"]
    assert [call.pk for call in today.closing] == [closing.pk]
    assert [call.pk for call in today.selecting] == [over.pk]
    assert [(call.pk, call.offers, call.late) for call in today.offered] == [(told.pk, 2, 2)]
    assert [item.session for item in today.running] == [running]
    assert today.running[0].week in (3, 4)
    assert (today.to_close, today.unannounced) == ([ended], [hidden])
    text = page.content.decode()
    assert "2 candidates so far" in text
    assert f"{ended.name}</bdi> is over" in text
    assert later.session.name not in text
