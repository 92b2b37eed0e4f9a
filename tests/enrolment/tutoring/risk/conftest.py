"""A run not marked blind, four works due 30, 23, 16 and 9 days ago, two participants: the first has handed in
all of it, the second nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrolment.admissions.models import Place
from tests.factories.tutoring import make_hand_in, make_tutored_run


@pytest.fixture
def made():
    due_at = timezone.now() - timedelta(days=30)
    made = make_tutored_run(assignments=4, due_at=due_at, is_blind=False)
    Place.objects.update(seated_at=timezone.now() - timedelta(days=60))
    for enrolment, name in zip(made.enrolments, ("Amina Otieno", "Moussa Diop"), strict=True):
        enrolment.learner.printed_name = name
        enrolment.learner.save()
    for work in made.work:
        make_hand_in(work, made.enrolments[0])
    return made
