"""The closing survey: once, without a name, and nothing is said of fewer than five."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import models

from clikc.post.composing import Dropped, compose
from clikc.post.models import Letter
from enrolment.admissions.api import withdraw_participant
from enrolment.surveys import api
from enrolment.surveys.asking import ask_participants
from enrolment.surveys.models import SurveyAnswer, SurveyDone
from enrolment.surveys.rules import is_open, satisfaction_of
from tests.factories.academies import make_dated, make_participants, make_programme
from tests.factories.people import sign_in

ALL_FIVE = dict.fromkeys(api.STATEMENTS, 5)


@pytest.mark.parametrize(
    ("number", "opens"), [(4, False), (5, True)], ids=["under five answers", "five answers"]
)
def test_means_are_said_of_five_and_more(number, opens):
    rows = [ALL_FIVE | {"workload": 1 + place % 2} for place in range(number)]
    found = satisfaction_of(rows)
    assert (found is not None) == opens
    if found:
        assert (found.means["workload"], found.means["content"], found.mean) == (
            Decimal("1.4"),
            Decimal(5),
            Decimal("4.3"),
        )
        assert found.spread["workload"] == (3, 2, 0, 0, 0)


def test_it_is_open_from_the_last_week_on():
    monday = date(2026, 3, 2)
    days = [monday - timedelta(days=1), monday, monday + timedelta(days=36), monday + timedelta(days=37)]
    assert [is_open(day, last_monday=monday) for day in days] == [False, True, True, False]


@pytest.fixture
def session(db):
    """In its last week."""
    programme = make_programme(modules=1)
    return make_dated(programme, starts_on=date.today() - timedelta(weeks=4))


def test_answers_come_once_and_belong_to_nobody(session, client):
    people = make_participants(session, 7)
    sign_in(client, people[0].learner)
    address = f"/en/my/sessions/{people[0].pk}/feedback/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"content": 5}).status_code == 400
    sent = dict.fromkeys(api.STATEMENTS, 4) | {"words": "More live sessions"}
    for _twice in range(2):
        client.post(address, sent)
    assert SurveyAnswer.objects.get().words == "More live sessions"
    assert "You have answered" in client.get(address).content.decode()
    assert client.get(f"/en/my/sessions/{people[1].pk}/feedback/").status_code == 404

    for person in people[1:4]:
        assert api.answer_survey(participation=person, agreements=ALL_FIVE)
    assert not api.answer_survey(participation=people[1], agreements=ALL_FIVE)
    assert api.satisfaction_with([session.pk]).total is None
    assert api.remarks_on(session) == []
    api.answer_survey(participation=people[4], agreements=ALL_FIVE)
    assert api.satisfaction_with([session.pk]).total.answers == 5
    assert api.remarks_on(session) == ["More live sessions"]
    withdraw_participant(participation=people[5], by=None)
    people[5].refresh_from_db()
    with pytest.raises(api.SurveyIsClosed):
        api.answer_survey(participation=people[5], agreements=ALL_FIVE)
    sign_in(client, people[6].learner)
    address = address.replace(str(people[0].pk), str(people[6].pk))
    assert 'name="content"' in client.get(address).content.decode()
    type(session).objects.filter(pk=session.pk).update(starts_on=date(2018, 9, 3))
    late = client.get(address).content.decode()
    assert "They are closed now." in late
    assert f'href="{address.replace("feedback/", "")}"' in late


def test_each_is_asked_once_in_her_language_as_long_as_she_can_answer(session, django_assert_max_num_queries):
    hers, answers, later, leaves = make_participants(session, 4, preferred_language="fr")
    soon = make_dated(session.programme, starts_on=date.today() - timedelta(weeks=2))
    over = make_dated(session.programme, starts_on=date.today() - timedelta(weeks=20))
    make_participants(soon, 1), make_participants(over, 1)
    withdraw_participant(participation=leaves, by=None)
    api.answer_survey(participation=answers, agreements=ALL_FIVE)
    with django_assert_max_num_queries(7):
        ask_participants()
    ask_participants()
    letters = {letter.person: letter for letter in Letter.objects.filter(kind="survey-open")}
    assert letters.keys() == {hers.learner, later.learner}
    message = compose(letters[hers.learner])
    assert f"/fr/my/sessions/{hers.pk}/feedback/" in message.body
    api.answer_survey(participation=later, agreements=ALL_FIVE)
    with pytest.raises(Dropped):
        compose(letters[later.learner])
    ask_participants()
    assert Letter.objects.filter(kind="survey-open").count() == 2


def test_nothing_joins_an_answer_to_who_gave_it():
    """No person, no moment, no number in order."""
    kinds = (models.DateField, models.DateTimeField, models.AutoField, models.BigAutoField)
    fields = [*SurveyAnswer._meta.concrete_fields, *SurveyDone._meta.concrete_fields]
    assert [field for field in fields if isinstance(field, kinds)] == []
    related = {field.related_model._meta.label for field in SurveyAnswer._meta.fields if field.is_relation}
    assert related == {"programmes.ProgrammeSession"}


def test_few_answers_of_one_session_are_not_in_the_total(session):
    other = make_dated(session.programme, starts_on=session.starts_on, number=99)
    for where, number in ((session, 5), (other, 3)):
        SurveyAnswer.objects.bulk_create(SurveyAnswer(session=where, **ALL_FIVE) for _each in range(number))
    found = api.satisfaction_with([session.pk, other.pk])
    assert (found.total.answers, found.sessions[other.pk]) == (5, None)
