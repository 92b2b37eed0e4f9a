"""A coordinator's officers in tutored runs: status and reasons, of her own people, and nothing they wrote."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrolment.admissions.models import Place
from enrolment.advising.models import Message, Thread
from enrolment.coordination.home import today_in
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.programmes.models import RunAssignment
from tests.factories import people
from tests.factories.tutoring import add_participant, make_hand_in, make_tutored_run

pytestmark = pytest.mark.django_db
TUTORED = "/en/coordination/KE/tutored/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def boss(client):
    return people.sign_in(client, people.coordinator(administration="KE"))


@pytest.fixture
def run():
    """An officer of KE and one of SN; four works of some weeks ago."""
    due_at = timezone.now() - timedelta(days=40)
    made = make_tutored_run(assignments=4, due_at=due_at, is_blind=False)
    Place.objects.update(seated_at=timezone.now() - timedelta(days=60))
    for enrolment, name in zip(made.enrolments, ("Amina Otieno", "Moussa Diop"), strict=True):
        enrolment.learner.printed_name = name
        enrolment.learner.save()
    return made


def page(client, address=TUTORED) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def of(run) -> str:
    return f"{TUTORED}{run.run.pk}/"


def cells(client, run, query="") -> list[list[str]]:
    rows = page(client, of(run) + query).select("tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]


def grade(run, number, points):
    enter_grade(
        item=item_of(run.work[number]),
        enrolment_id=run.enrolments[0].pk,
        kind="by_hand",
        by=None,
        points=Decimal(points),
        reason="Words of a tutor",
    )


def test_nobody_is_in_a_tutored_run(client, boss):
    make_tutored_run(administrations=("SN", "JO"))
    shown = page(client).get_text()
    assert "No officer of your administration is in a tutored course" in shown
    assert "Run " not in shown


def test_a_deadline_is_told_in_the_readers_zone_and_in_that_of_the_run(client, boss, run):
    """One minute before midnight in Brussels is the next day in Nairobi, and both are said."""
    boss.time_zone = "Africa/Nairobi"
    boss.save()
    RunAssignment.objects.update(due_at=datetime(2026, 10, 25, 22, 59, tzinfo=UTC))
    for address in (TUTORED, of(run)):
        shown = " ".join(page(client, address).get_text(" ").split())
        assert "due 26 October 2026, 01:59" in shown
        assert "25 October 2026, 23:59 ( Brussels time )" in shown
    RunAssignment.objects.update(is_own_zone=True)
    for address in (TUTORED, of(run)):
        shown = " ".join(page(client, address).get_text(" ").split())
        assert "due 25 October 2026, 23:59 (on each participant's own clock)" in shown
        assert "01:59" not in shown


def test_her_own_officers_alone(client, boss, run):
    shown = page(client).get_text()
    assert "Amina Otieno" in shown
    assert "Moussa" not in shown
    assert "1 officer" in shown
    assert [row[0] for row in cells(client, run)] == ["Amina Otieno"]


def test_status_in_counts_and_words(client, boss, run):
    other = add_participant(run, administration="KE", printed_name="Baraka Mwangi")
    make_hand_in(run.work[0], run.enrolments[0], late_days=3)
    make_hand_in(run.work[0], other)
    RunAssignment.objects.filter(pk=run.work[3].pk).update(due_at=timezone.now() + timedelta(days=9))
    grade(run, 0, 12)
    first, second = cells(client, run)
    assert first[2:] == ["1 of 4", "Graded", "Missed", "Missed", "Not due yet", ""]
    assert second[2:] == ["1 of 4", "Handed in", "Missed", "Missed", "Not due yet", ""]
    works = page(client, of(run)).select(".risk__works li")
    assert "2 of 2 handed in" in " ".join(works[0].get_text().split())
    assert "0 of 2 handed in · 2 missing" in " ".join(works[1].get_text().split())


def test_those_at_risk_and_why(client, boss, run):
    other = add_participant(run, administration="KE", printed_name="Baraka Mwangi")
    make_hand_in(run.work[0], other)
    [row] = cells(client, run, "?show=risk")
    assert row[0] == "Amina Otieno"
    assert row[1].startswith("Never seen in 60 days since it began 4 deadlines missed, the first on ")
    assert "1 at risk" in page(client).get_text()


def test_neither_scores_nor_words(client, boss, run):
    enrolment = run.enrolments[0]
    for number, points in enumerate(("18.75", "16.25", "14.75", "12.25")):
        make_hand_in(
            run.work[number],
            enrolment,
            text="<p>Secret answer</p>",
            at=timezone.now() - timedelta(days=50 - number),
        )
        grade(run, number, points)
    thread = Thread.objects.create(run=run.run, enrolment=enrolment, last_at=timezone.now())
    Message.objects.create(thread=thread, by=run.tutors[0], text="Between us", token="1", at=timezone.now())
    shown = page(client, of(run)).get_text() + page(client).get_text()
    assert "Scores are falling" in shown
    for secret in (
        "18.75",
        "93.7",
        "81.2",
        "73.7",
        "Secret answer",
        "Words of a tutor",
        "Between us",
        run.tutors[0].printed_name,
    ):
        assert secret not in shown
    [row] = cells(client, run)
    assert row[-1].startswith("Passed (77.5")


def test_no_result_while_something_waits_and_no_score_of_a_single_work(client, boss):
    single = make_tutored_run(participants=1, due_at=timezone.now() - timedelta(days=40))
    make_hand_in(single.work[0], single.enrolments[0])
    assert cells(client, single)[0][-1] == ""
    grade(single, 0, 19)
    assert cells(client, single)[0][-1] == "Passed with honours"


def test_another_administration_and_who_coordinates_none(client, boss, run):
    assert client.get(f"/en/coordination/SN/tutored/{run.run.pk}/").status_code == 404
    abroad = make_tutored_run(administrations=("SN", "JO"))
    assert client.get(of(abroad)).status_code == 404
    assert client.get(f"{TUTORED}{10**15}/").status_code == 404
    for person in (run.tutors[0], run.enrolments[0].learner, people.manager()):
        people.sign_in(client, person)
        assert client.get(TUTORED).status_code == 404


def test_who_moved_to_another_administration_is_gone(client, boss, run):
    learner = run.enrolments[0].learner
    learner.administration = people.administration_of("SN")
    learner.save()
    assert "Amina" not in page(client).get_text()
    assert client.get(of(run)).status_code == 404


def test_the_first_page_says_how_many_and_leads_there(client, boss, run):
    assert today_in(boss.administration, boss).at_risk == 1
    link = page(client, "/en/coordination/KE/").select_one(f'a[href="{TUTORED}"]:not(.workspace a)')
    assert "1 officer in a tutored course is at risk" in link.parent.parent.get_text()
    run.run.closed_at = timezone.now()
    run.run.save()
    assert today_in(boss.administration, boss).at_risk == 0


def test_as_many_queries_for_sixty_as_for_one(client, boss):
    def counted(*addresses):
        numbers = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers.append(len(queries))
        return numbers

    def graded(run):
        for enrolment in run.enrolments:
            make_hand_in(run.work[0], enrolment)
        grade(run, 0, 10)
        grade(run, 1, 10)

    few = make_tutored_run(
        participants=1, assignments=5, administrations=("KE",), due_at=timezone.now() - timedelta(days=60)
    )
    graded(few)
    one = counted(TUTORED, of(few), "/en/coordination/KE/")
    many = make_tutored_run(
        participants=60, assignments=5, administrations=("KE",), due_at=timezone.now() - timedelta(days=60)
    )
    graded(many)
    sixty = counted(TUTORED, of(many), "/en/coordination/KE/")
    assert sixty == one
    assert [number <= most for number, most in zip(sixty, (16, 26, 22), strict=True)] == [True] * 3
