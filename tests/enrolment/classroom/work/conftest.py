"""A participant who reads English, signed in, with one assignment due in a week."""

import pytest

from enrolment.assessment import api
from tests.factories.people import sign_in
from tests.factories.tutoring import TutoredRun, make_tutored_run


class Participant:
    """``get`` and ``post`` address her work: ``get("hand-in/")``."""

    def __init__(self, client, made: TutoredRun, place: int = 0):
        self.client, self.made = client, made
        self.enrolment = made.enrolments[place]
        self.person = self.enrolment.learner
        self.person.preferred_language = "en"
        self.person.save()
        self.work = made.work[0]
        sign_in(client, self.person)

    def address(self, end: str = "") -> str:
        return f"/en/work/{self.work.pk}/{end}"

    def get(self, end: str = "", **more):
        return self.client.get(self.address(end), **more)

    def page(self, end: str = "") -> str:
        return self.get(end).content.decode()

    def post(self, end: str = "", data=None, **more):
        return self.client.post(self.address(end), data or {}, **more)

    def save(self, html: str = "<p>My own words</p>", sequence: int = 1, **more):
        return api.save_draft(
            run_assignment_id=self.work.pk, person=self.person, html=html, sequence=sequence, **more
        )

    def hand_in(self):
        return api.hand_in(run_assignment_id=self.work.pk, person=self.person, language="en")


@pytest.fixture
def made():
    return make_tutored_run(participants=2)


@pytest.fixture
def her(client, made):
    return Participant(client, made)
