"""The closing report: one verb for the page, the files and the command."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from enrolment.admissions.api import withdraw_participant
from enrolment.certificates.reporting import hidden_groups, session_report, sessions_named
from enrolment.surveys.models import SurveyAnswer
from tests.factories.academies import make_dated, make_programme
from tests.factories.closing import REGULATION, decide, make_marked_session

pytestmark = pytest.mark.django_db


def test_the_report_says_what_became_of_sessions(django_assert_num_queries):
    programme = make_programme(modules=1, code="vcoa", hours=60, **REGULATION)
    fourth = make_marked_session([90, 70, 40], programme=programme, number=4, starts_on=date(2016, 7, 4))
    fifth = make_marked_session([85, 84, 60, 59, 90], programme=programme, number=5)
    withdraw_participant(participation=fifth.participations.order_by("joined_at").last(), by=None)
    for session in (fourth, fifth):
        decide(session, is_issued=True)
    content = {"tutors": 4, "content": 5, "organisation": 5, "workload": 2, "useful": 4}
    SurveyAnswer.objects.bulk_create(SurveyAnswer(session=fifth, **content) for _each in range(5))
    sessions = sessions_named("vcoa")
    with django_assert_num_queries(4):
        session_report(sessions)

    out = StringIO()
    call_command("session_report", "VCOA", "5", "4", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert [line["session"] for line in told["sessions"]] == ["VCOA 4", "VCOA 5"]
    total, (one, two) = told["total"], told["sessions"]
    picked = ("participants", "administrations", "certified", "with_honours", "withdrawn", "hours")
    assert [tuple(line[name] for name in picked) for line in (total, one, two)] == [
        (8, 3, 5, 2, 1, 120),
        (3, 3, 2, 1, 0, 60),
        (5, 3, 3, 1, 1, 60),
    ]
    assert total["satisfaction"] == two["satisfaction"] == {"answers": 5, "mean": 4.0}
    assert one["satisfaction"] is None
    assert sum(total["regions"].values()) == 8
    assert set(total["gender"].values()) == {None}
    assert (two["starts_on"], two["ends_on"]) == ("2017-03-06", "2017-04-07")

    call_command("session_report", "vcoa", "4", stdout=(words := StringIO()))
    assert words.getvalue().startswith("VCOA 4: 3 participants from 3 administrations, 2 certified, 1 with")


@pytest.mark.parametrize("asked", [("NOWHERE", "4"), ("vcoa", "4", "99")])
def test_what_is_unknown_is_an_error(asked):
    make_dated(make_programme(modules=1, code="vcoa"), number=4)
    with pytest.raises(CommandError, match=asked[-1] if len(asked) > 2 else asked[0]):
        call_command("session_report", *asked, "--json")


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([{"male": 30, "female": 20}], set()),
        ([{"male": 30, "female": 4}], {"female", "male"}),
        ([{"male": 30, "female": 8, "": 2}, {"female": 9, "male": 9}], {"", "female"}),
        ([{"male": 30, "female": 3, "": 2}], {"", "female"}),
        ([{"female": 2}], {"female"}),
    ],
)
def test_few_of_a_gender_are_not_said(counts, hidden):
    assert hidden_groups([Counter(counted) for counted in counts]) == hidden
