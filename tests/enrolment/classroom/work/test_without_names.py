"""Where work is marked without names she is told so, and warned of her own before she hands it in."""

import pytest

from clikc.people.models import User
from enrolment.assessment import api
from enrolment.assessment.models import HandIn
from enrolment.programmes import api as programmes
from tests.clikc.foundation.documents.files import docx, odt, paragraph, pdf_of
from tests.factories.tutoring import add_participant, make_tutored_run

from .conftest import Participant

pytestmark = pytest.mark.django_db
TOLD = "Your work is marked without names"
WARNED = "Your name seems to stand in what you would hand in."
IN_TEXT = "<li>in your text</li>"
OWN = "<p>Jane Wanjiru, Nairobi</p>"


def signed_in(client, **scheme) -> Participant:
    her = Participant(client, make_tutored_run(participants=1, **scheme))
    her.person.first_name, her.person.last_name = "Jane", "Wanjirú"
    her.person.save()
    return her


@pytest.fixture
def jane(client):
    return signed_in(client)


def add(her: Participant, data: bytes, name: str):
    return api.add_file(run_assignment_id=her.work.pk, person=her.person, data=data, name=name)


def in_file(name: str) -> str:
    return f"<li>in the file <bdi>{name}</bdi></li>"


class TestTold:
    @pytest.mark.parametrize("end", ["", "hand-in/"])
    def test_where_it_is_so(self, jane, end):
        jane.save()
        assert jane.page(end).count(TOLD) == 1

    @pytest.mark.parametrize("end", ["", "hand-in/"])
    def test_not_where_her_name_is_seen(self, client, end):
        her = signed_in(client, is_blind=False)
        her.save(OWN)
        page = her.page(end)
        assert "Jane Wanjiru, Nairobi" in page
        assert TOLD not in page
        assert WARNED not in page

    def test_where_a_team_writes_too_and_of_any_name_of_the_team(self, jane):
        jane.work.assignment.is_group = True
        jane.work.assignment.save()
        other = add_participant(jane.made).learner
        User.objects.filter(pk=other.pk).update(first_name="Amina", last_name="Odhiambo")
        team = programmes.make_team(run=jane.made.run, name="Mombasa")
        for person in (jane.person, other):
            programmes.put_into_team(run=jane.made.run, team=team, person=person)
        jane.save("<p>Our essay</p>")
        assert jane.page().count(TOLD) == 1
        assert "A name of your team seems" not in jane.page("hand-in/")
        jane.save("<p>Our essay, by Amina Odhiambo</p>", sequence=2, base=1)
        page = jane.page("hand-in/")
        assert "A name of your team seems to stand" in page
        assert IN_TEXT in page


class TestWarned:
    def test_of_her_name_in_the_text(self, jane):
        jane.save("<p>An essay by WANJIRU, Jane</p>")
        page = jane.page("hand-in/")
        assert WARNED in page
        assert IN_TEXT in page
        assert "in the file" not in page
        assert WARNED not in jane.page()

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("pdf", pdf_of("Essay of Jane Wanjiru")),
            ("docx", docx(paragraph("Essay of Jane Wanjiru"))),
            ("odt", odt("<text:p>Essay of Jane Wanjiru</text:p>")),
        ],
    )
    def test_of_her_name_in_a_file(self, jane, kind, data):
        jane.save()
        add(jane, data, f"mine & yours.{kind}")
        add(jane, docx(paragraph("Nobody wrote this")), "other.docx")
        page = jane.page("hand-in/")
        assert WARNED in page
        assert in_file(f"mine &amp; yours.{kind}") in page
        assert page.count("in the file") == 1
        assert IN_TEXT not in page

    @pytest.mark.parametrize("text", ["Jane is a declarant", "Customs officer Wanjiru", "Janet Wanjiru"])
    def test_not_of_one_of_them(self, jane, text):
        jane.save(f"<p>{text}</p>")
        add(jane, docx(paragraph(text)), "Jane Wanjiru.docx")
        page = jane.page("hand-in/")
        assert TOLD in page
        assert WARNED not in page

    def test_and_it_is_taken_all_the_same(self, jane):
        jane.save(OWN)
        reply = jane.post("hand-in/", {"agreed": "yes"} | seen_in(jane.page("hand-in/")))
        assert reply.url == jane.address("receipt/")
        assert HandIn.objects.get().text == OWN

    def test_again_where_the_statement_was_not_ticked(self, jane):
        jane.save(OWN)
        reply = jane.post("hand-in/", seen_in(jane.page("hand-in/")))
        assert reply.status_code == 422
        assert WARNED in reply.content.decode()

    @pytest.mark.parametrize("files", [1, 3])
    def test_it_costs_no_query(self, jane, files, django_assert_max_num_queries):
        jane.save(OWN)
        for number in range(files):
            add(jane, docx(paragraph(f"Essay {number} of Jane Wanjiru")), f"{number}.docx")
        for end in ("", "hand-in/"):
            jane.get(end)
            with django_assert_max_num_queries(20):
                assert jane.page(end).count("in the file") == (files if end else 0)


def seen_in(page: str) -> dict[str, str]:
    return {"seen": page.split('name="seen" value="')[1].split('"')[0]}
