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


LETTERS = "LRCUDPX"


@dataclass(frozen=True)
class Grant:
    """Letters allowed within a scope."""

    letters: frozenset[str]
    scope: str


def _grant(text: str) -> Grant:
    """``RUo`` → read and update, own; ``*`` alone → everything, everybody's."""
    return Grant(frozenset(text[:-1] or LETTERS), text[-1])


def _cell(text: str) -> tuple[Grant, ...]:
    return tuple(_grant(part.strip()) for part in text.split(",") if part.strip())


def _row(*cells: str) -> dict[str, tuple[Grant, ...]]:
    """The cells of a row by role. Whoever holds a role is a learner too: two roles give the union."""
    anonymous, officer, *others = map(_cell, cells)
    union = [anonymous, officer, *((*cell, *officer) for cell in others)]
    return dict(zip(WALKERS, union, strict=True))


# Cells: anonymous, officer, national coordinator, tutor, translator, author, programme manager, admin.
# What "own" means beside the obvious: one's enrolments for course content, one's work for drafts,
# one's jobs for imports. A draft is published by a second person: nobody holds P within "own". A tutor sees
# work through her markings, and releases those of them that are agreed where the scheme of the run lets
# tutors (``enrolment/grading/releasing.py``); what is released is changed by who holds P everywhere.
MATRIX: dict[str, dict[str, tuple[Grant, ...]]] = {
    "account": _row("", "RUo", "LRXa, Ca, Ua", "LRc", "", "", "LR*", "LRUX*"),
    "role_grant": _row("", "Ro", "", "", "", "", "", "CD*"),
    "registration": _row("", "CRUo", "LRPa", "", "", "", "LRP*", "*"),
    "transfer": _row("", "CRo", "Pa", "", "", "", "", "*"),
    "course_public": _row("LR*", "LR*", "LR*", "LR*", "LR*", "LR*", "LR*", "LR*"),
    "course_content": _row("", "Ro", "R*", "R*", "Rl", "R*", "R*", "*"),
    "draft": _row("", "", "", "", "Rl, Ul", "RCUo, RCUl", "", "*"),
    "package": _row("", "", "", "", "", "Cl", "", "*"),
    "question": _row("", "", "", "Rc", "Rl", "CRUl", "", "*"),
    "attempt": _row("", "CURo", "Ra", "Rc", "", "", "R*", "R*"),
    "progress": _row("", "CURo", "", "", "", "", "", ""),
    "call": _row("", "Ro", "LCRUDXa", "RUc", "", "", "CUP*", "*"),
    "cohort_public": _row("R*", "R*", "R*", "R*", "R*", "R*", "R*", "R*"),
    "cohort": _row("", "Ro", "Ra", "Rc", "", "", "CUDP*", "*"),
    "enrolment": _row("", "CRDo", "CDa", "Rc", "", "", "CD*", "*"),
    "submission": _row("", "CURo", "Ra", "Rc", "", "", "R*", "R*"),
    "grade": _row("", "Ro", "Ra", "CUPc", "", "", "P*", "*"),
    "marking": _row("", "", "", "RUPc", "", "", "RP*", "RP*"),
    "marking_pack": _row("", "", "", "LCRUXo", "", "", "LCRUXo", "LCRUXo"),
    "advice": _row("", "LRCo", "", "LRCc", "", "", "LRC*", "LRC*"),
    "certificate": _row("", "RXo", "LRXa", "Rc", "", "", "DP*", "*"),
    "certificate_wording": _row("", "", "", "", "Ul", "", "", "*"),
    "certificate_verification": _row("R*", "R*", "R*", "R*", "R*", "R*", "R*", "R*"),
    "job": _row("", "LRUXo", "", "", "", "", "", "*"),
    "import_job": _row("", "", "CRXo", "", "", "", "CRXo", "*"),
    "item_statistics": _row("", "", "", "", "", "LRXl", "", "*"),
    "report": _row("", "Ro", "Ra", "Rc", "Rl", "Rl", "R*", "*"),
    "audit_log": _row("", "Ro", "Ra", "", "", "", "R*", "R*"),
    "back_office": _row("", "", "", "", "Rl", "Rl", "", "*"),
}


def allowed(role: str, obj: str, letter: str, scope: str) -> bool:
    """Whether the matrix lets ``role`` do ``letter`` to an ``obj`` that stands in ``scope`` to it.

    ``*`` covers every narrower scope.
    """
    return any(letter in grant.letters and grant.scope in (scope, "*") for grant in MATRIX[obj][role])
