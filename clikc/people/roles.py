"""Who may what: the roles matrix as data.

Letters: L list and search, R read, C create, U update, D delete or withdraw,
P publish, approve or release, X export. Scope after the letters: ``o`` own,
``a`` own administration, ``c`` cohort now assigned, ``l`` assigned locale or course,
``*`` everybody's. Several grants are separated by a comma; an empty text is "nothing".

What one may not see answers 404 exactly like an unknown id; what one sees but may
not do answers 403. The test ``tests/house/test_matrix.py`` walks every route with it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles a person can hold besides being a learner, which everybody is."""

    NATIONAL_COORDINATOR = "national_coordinator", _("National coordinator")
    TUTOR = "tutor", _("Tutor")
    TRANSLATOR = "translator", _("Translator")
    AUTHOR = "author", _("Author")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    ADMIN = "admin", _("Administrator")


ANONYMOUS = "anonymous"
OFFICER = "officer"
WALKERS = (ANONYMOUS, OFFICER, *Role.values)

# A second factor is asked of whoever sees other people's data or publishes.
NEEDS_SECOND_FACTOR = frozenset(
    {
        Role.NATIONAL_COORDINATOR,
        Role.TUTOR,
        Role.PROGRAMME_MANAGER,
        Role.AUTHOR,
        Role.ADMIN,
    }
)
OPENS_BACK_OFFICE = frozenset({Role.TRANSLATOR, Role.AUTHOR, Role.ADMIN})


@dataclass(frozen=True)
class Grant:
    """Letters allowed within a scope."""

    letters: frozenset[str]
    scope: str


def _cell(text: str) -> tuple[Grant, ...]:
    return tuple(
        Grant(frozenset(part.strip()[:-1].replace(" ", "")), part.strip()[-1])
        for part in text.split(",")
        if part.strip()
    )


def _row(*cells: str) -> dict[str, tuple[Grant, ...]]:
    return dict(zip(WALKERS, map(_cell, cells), strict=True))


# object:            anonymous, officer, national coordinator, tutor, translator, author, manager, admin
MATRIX: dict[str, dict[str, tuple[Grant, ...]]] = {
    "account": _row("", "RUo", "LRXa, Ca, Ua, RUo", "LRc, RUo", "RUo", "RUo", "LR*, RUo", "LRUX*, RUo"),
    "role_grant": _row("", "Ro", "Ro", "Ro", "Ro", "Ro", "Ro", "CD*"),
    "course_public": _row("LR*", "LR*", "LR*", "LR*", "LR*", "LR*", "LR*", "LR*"),
    "course_content": _row("", "Ro", "R*", "R*", "Rl", "R*", "R*", "R*"),
    "draft": _row("", "", "", "", "Rl", "RCUl", "", "RCUP*"),
    "attempt": _row("", "CURo", "CURo, Ra", "CURo, Rc", "CURo", "CURo", "CURo, R*", "CURo, R*"),
    "progress": _row("", "CURo", "CURo", "CURo", "CURo", "CURo", "CURo", "CURo"),
    "enrolment": _row("", "CRDo", "CRDo, CDa", "CRDo, Rc", "CRDo", "CRDo", "CRDo, CD*", "CRDo, R*"),
    "certificate": _row("", "RXo", "RXo, LRXa", "RXo, Rc", "RXo", "RXo", "RXo, P*", "RXo, LRX*"),
    "certificate_verification": _row("R*", "R*", "R*", "R*", "R*", "R*", "R*", "R*"),
    "back_office": _row("", "", "", "", "Rl", "Rl", "", "RCUDPX*"),
}


def allowed(role: str, obj: str, letter: str, scope: str) -> bool:
    """Whether the matrix lets ``role`` do ``letter`` to an ``obj`` that stands in ``scope`` to it.

    ``*`` covers every narrower scope.
    """
    return any(letter in grant.letters and grant.scope in (scope, "*") for grant in MATRIX[obj][role])
