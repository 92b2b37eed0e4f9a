"""A tutor's participants and everybody of a run: what is shown to whom, and the same as a file."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from enrolment.advising.models import Message, Thread
from enrolment.assessment.models import Submission
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.tutoring.risk.asked import SORTS
from tests.factories import people
from tests.factories.tutoring import make_hand_in, make_tutored_run, tutored_by

pytestmark = pytest.mark.django_db
PEOPLE = "/en/tutoring/people/"


def page(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(response) -> list[list[str]]:
    """The table as it is on the page: days as they are for machines."""
    table = page(response).select_one("tbody")
    return [[_cell(cell) for cell in row.select("th, td")[1:]] for row in table.select("tr")] if table else []


def _cell(cell) -> str:
    found = cell.select_one("[data-column]")
    return found.get("datetime") or found.get_text() if found else ""


def names(response) -> list[str]:
    return [row[0] for row in rows(response)]


def risk(made, language="en") -> str:
    with translation.override(language):
        return reverse("run_risk", args=[made.run.pk])


def count_queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


class TestMyParticipants:
    @pytest.fixture
    def tutor(self, client, made):
        return people.sign_in(client, made.tutors[0])

    def test_status_reasons_and_next_step(self, client, made, tutor):
        first, second = rows(client.get(PEOPLE))
        assert first[:1] + first[2:4] + first[5:] == [
            "Amina Otieno",
            "",
            "Mark what she has handed in",
            *["Handed in"] * 4,
        ]
        assert second[2].startswith("Never seen in 60 days since it began; 3 deadlines missed, the first on ")
        assert second[3:5] == ["Write to her", ""]
        assert second[5:] == ["Missed", "Missed", "Missed", "Overdue"]

    def test_those_at_risk_alone(self, client, made, tutor):
        assert names(client.get(f"{PEOPLE}?show=risk")) == ["Moussa Diop"]
        made.run.closed_at = timezone.now()
        made.run.save()
        answer = client.get(f"{PEOPLE}?show=risk")
        assert rows(answer) == []
        assert "Nobody is at risk here" in page(answer).get_text()

    @pytest.mark.parametrize(
        ("author", "days", "step"),
        [(1, 1, "Answer her message"), (0, 1, "Written to: wait for her answer"), (0, 4, "Write to her")],
    )
    def test_the_next_step_depends_on_who_wrote_last(self, client, made, tutor, author, days, step):
        at = timezone.now() - timedelta(days=days)
        thread = Thread.objects.create(run=made.run, enrolment=made.enrolments[1], last_at=at)
        by = made.enrolments[1].learner if author else tutor
        Message.objects.create(thread=thread, by=by, text="Hello", token="1", at=at)
        assert rows(client.get(PEOPLE))[1][3] == step

    def test_marked_blind_neither_codes_nor_grades_stand_beside_a_name(self, client, made, tutor):
        made.run.scheme.is_blind = True
        made.run.scheme.save()
        enter_grade(
            item=item_of(made.work[0]),
            enrolment_id=made.enrolments[0].pk,
            kind="by_hand",
            by=None,
            points=Decimal(12),
        )
        answer = client.get(PEOPLE)
        assert [row[5:] for row in rows(answer)] == [["Not shown"] * 4] * 2
        assert rows(answer)[0][3] == "Nothing now"
        assert rows(answer)[1][2].endswith("; Several deadlines missed")
        shown = answer.content.decode()
        assert [code for code in Submission.objects.values_list("code", flat=True) if code in shown] == []
        assert "marked without names" in shown

    def test_a_manager_who_tutors_sees_hers_alone_and_as_blind_as_any(self, client, made):
        boss = people.manager(administration="UG")
        made.run.run_tutors.create(tutor=boss)
        made.enrolments[0].tutorships.update(ended_at=timezone.now())
        tutored_by(made, made.enrolments[0], boss)
        made.run.scheme.is_blind = True
        made.run.scheme.save()
        make_hand_in(made.work[0], made.enrolments[0], late_days=2)
        people.sign_in(client, boss)
        assert names(client.get(PEOPLE)) == ["Amina Otieno"]
        assert "late" not in " ".join(rows(client.get(PEOPLE))[0])
        assert "late" not in " ".join(rows(client.get(f"{risk(made)}?show=all"))[0])

    def test_who_tutors_nobody(self, client):
        people.sign_in(client, people.tutor(administration="UG"))
        assert "You tutor no course run" in page(client.get(PEOPLE)).get_text()

    def test_to_others_the_page_does_not_exist(self, client, made):
        for person in (made.enrolments[0].learner, people.coordinator(administration="KE"), people.author()):
            people.sign_in(client, person)
            assert client.get(PEOPLE).status_code == 404

    def test_as_many_queries_for_sixty_in_two_runs_as_for_one(self, client):
        few = make_tutored_run(participants=1, assignments=2)
        people.sign_in(client, few.tutors[0])
        one = count_queries(client, PEOPLE)
        many = make_tutored_run(participants=60, assignments=5, administrations=("KE", "SN"))
        many.run.run_tutors.create(tutor=few.tutors[0])
        for enrolment in many.enrolments:
            enrolment.tutorships.update(tutor=few.tutors[0])
            make_hand_in(many.work[0], enrolment)
        assert count_queries(client, PEOPLE) == one <= 20


class TestRun:
    @pytest.fixture(autouse=True)
    def boss(self, client, made):
        return people.sign_in(client, people.manager())

    def test_those_at_risk_first_and_everybody_on_request(self, client, made):
        assert names(client.get(risk(made))) == ["Moussa Diop"]
        assert names(client.get(f"{risk(made)}?show=all")) == ["Amina Otieno", "Moussa Diop"]

    def test_by_tutor(self, client, made):
        address, tutor = f"{risk(made)}?show=all&tutor=", made.tutors[0]
        made.enrolments[1].tutorships.all().delete()
        assert names(client.get(f"{address}{tutor.pk}")) == ["Amina Otieno"]
        assert names(client.get(f"{address}0")) == ["Moussa Diop"]
        assert names(client.get(f"{address}987654")) == []
        for rubbish in ("x", "1e30", "9" * 30, "-1", "٣"):
            assert len(names(client.get(f"{address}{rubbish}"))) == 2

    @pytest.mark.parametrize("sort", SORTS)
    def test_sorted_both_ways_the_empty_ones_last(self, client, made, sort):
        at = timezone.now()
        thread = Thread.objects.create(run=made.run, enrolment=made.enrolments[1], last_at=at)
        Message.objects.create(thread=thread, by=made.tutors[0], text="Hello", token="1", at=at)
        up, down = (names(client.get(f"{risk(made)}?show=all&sort={way}{sort}")) for way in ("", "-"))
        if sort in ("reasons", "written"):
            assert up == down == ["Moussa Diop", "Amina Otieno"]
        elif sort == "seen":
            assert up == down == ["Amina Otieno", "Moussa Diop"]
        elif sort == "tutor":
            assert up == down
        else:
            assert up == down[::-1]

    @pytest.mark.parametrize("language", ["en", "ar"])
    @pytest.mark.parametrize("query", ["", "?show=all", "?show=all&sort=-name"])
    def test_a_file_is_the_page(self, client, made, language, query):
        address = risk(made, language)
        on_page = page(client.get(address + query))
        shown = rows(client.get(address + query))
        assert shown
        told = client.post(f"{address}export/{query}", {"form": "csv"})
        heads, *lines = csv.reader(io.StringIO(told.content.decode("utf-8-sig")))
        assert lines == shown
        assert heads == [head.get_text().strip(" ▲▼") for head in on_page.select("thead th")[1:]]
        told = client.post(f"{address}export/{query}", {"form": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(told.content)).active
        first, *others = sheet.iter_rows(values_only=True)
        assert list(first) == heads
        assert [[_as_text(value) for value in line] for line in others] == shown
        assert sheet.sheet_view.rightToLeft == (language == "ar")

    def test_a_name_is_never_a_formula_and_no_file_of_another_kind(self, client, made):
        made.enrolments[1].learner.printed_name = "=HYPERLINK(1)"
        made.enrolments[1].learner.save()
        told = client.post(f"{risk(made)}export/", {"form": "csv"})
        assert "'=HYPERLINK(1)" in told.content.decode()
        assert client.post(f"{risk(made)}export/", {"form": "exe"}).status_code == 404
        assert client.get(f"{risk(made)}export/").status_code == 405

    def test_managers_alone(self, client, made):
        for person in (made.tutors[0], made.enrolments[0].learner, people.coordinator(administration="KE")):
            people.sign_in(client, person)
            assert client.get(risk(made)).status_code == 404

    def test_an_empty_run(self, client):
        empty = make_tutored_run(participants=0, tutors=0)
        assert "Nobody has a seat" in page(client.get(risk(empty))).get_text()

    def test_as_many_queries_for_sixty_as_for_one(self, client):
        few, many = (
            make_tutored_run(participants=1),
            make_tutored_run(participants=60, tutors=3, assignments=5),
        )
        for enrolment in many.enrolments:
            make_hand_in(many.work[0], enrolment)
        one, sixty = (count_queries(client, f"{risk(made)}?show=all") for made in (few, many))
        assert sixty == one <= 20


def _as_text(value) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)
