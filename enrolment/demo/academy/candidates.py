"""Candidates of a call: what is said of them, what they hand in, and what trainers think."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import typst
from django.apps import apps
from django.core.files.base import ContentFile

from clikc.people.models import User
from enrolment.admissions import api as admissions

from ..tutored.clock import at
from . import words

YEAR = 365
DOCUMENTS = (
    admissions.Asked("cv", words.CV),
    admissions.Asked("language", words.LANGUAGE, is_required=False),
)
_SOURCE = """
#set document(title: "Curriculum vitae", author: "A candidate")
#set page(paper: "a4", margin: 2.5cm)
= Curriculum vitae
Officer at a border post since %(year)s; before that two years in the office of a carrier.

Courses: Risk Management in Customs, Gender Equality. Languages: English and two others.
"""


def facts_of(person: User, place: int, starts_on: date, dice: random.Random, *, years: tuple[float, float]):
    """What is said of a candidate who will have served so many years, from the fewest to the most."""
    served = starts_on - timedelta(days=int(dice.uniform(*years) * YEAR))
    language = person.preferred_language
    return {
        "served_since": served,
        "born_on": served - timedelta(days=dice.randint(22 * YEAR, 31 * YEAR)),
        "post": "junior" if years[1] < 5 else "middle",
        "languages": sorted({"en", language}),
        "motivation": words.motivation(language, place),
    }


def papers() -> list[bytes]:
    """Some documents of a page."""
    sources = (_SOURCE % {"year": year} for year in (2022, 2023, 2024))
    return [typst.compile(source.encode(), format="pdf") for source in sources]


def give_papers(call, nominations: Iterable, moment: datetime) -> None:
    """The first document that the call asks for, of each of them. Written down without another look at it:
    it is our own."""
    model, asked = apps.get_model("admissions", "NominationDocument"), call.documents.first()
    made, some = [], papers()
    for place, nomination in enumerate(nominations):
        data = some[place % len(some)]
        kept = model(
            nomination=nomination, document=asked, file_name="CV.pdf", size=len(data), by=None, at=moment
        )
        kept.file.save(kept.file_name, ContentFile(data), save=False)
        made.append(kept)
    model.objects.bulk_create(made, batch_size=100)


def score(nominations: Sequence, trainers: Sequence[User], moment: datetime, dice: random.Random) -> None:
    """Each is scored by these trainers; by whom is of her own administration by nobody."""
    with at(moment):
        for place, nomination in enumerate(nominations):
            good = min(max(dice.gauss(70, 13), 22), 97)
            for trainer in trainers:
                if admissions.may_score(nomination.call, nomination, trainer):
                    points = Decimal(min(max(round(good + dice.gauss(0, 5)), 0), 100))
                    said = words.OF_TRAINERS[place % len(words.OF_TRAINERS)]
                    admissions.score_candidate(
                        nomination_id=nomination.pk, points=points, words=said, by=trainer
                    )
