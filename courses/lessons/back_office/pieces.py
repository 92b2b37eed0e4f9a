"""A rubric and its bank of comments piece by piece, each under a name: to say what of them was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ..models import Rubric
from ..rubrics.drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft
from .seen import WORDS, Pieces, as_quoted

# The names of pieces end in one of these.
LABELS = {
    "kind": _("Kind"),
    "title": _("Title"),
    "description": _("Description"),
    "most": _("Points at most"),
    "points": _("Points"),
    "criterion": _("Code of the criterion"),
    "text": _("Comment"),
    "criteria": _("Order of the criteria"),
    "comments": _("Order of the comments"),
}
ORDERS = frozenset({"criteria", "comments"})


def pieces_of(rubric: RubricDraft | None, comments: Iterable[CommentDraft], language: str) -> Pieces:
    """``criterion:<code>:title`` and the like → its text in ``language``, as far as that is given."""
    comments = list(comments)
    pieces = {"kind": rubric.kind if rubric else ""}
    pieces |= {"criteria": " ".join(item.code for item in rubric.criteria) if rubric else ""}
    for criterion in rubric.criteria if rubric else ():
        pieces |= _criterion(criterion, language)
    pieces |= {"comments": " ".join(item.code for item in comments)}
    for item in comments:
        pieces |= {f"comment:{item.code}:text": item.text[language]}
        pieces |= {f"comment:{item.code}:criterion": item.criterion}
    return pieces


def _criterion(criterion: CriterionDraft, language: str) -> Pieces:
    place = f"criterion:{criterion.code}"
    pieces = {f"{place}:most": _number(criterion.most), **_words(place, criterion, language)}
    for level in criterion.levels:
        place = f"level:{criterion.code}:{level.code}"
        pieces |= {f"{place}:points": _number(level.points), **_words(place, level, language)}
    return pieces


def _words(place: str, draft: CriterionDraft | LevelDraft, language: str) -> Pieces:
    return {
        f"{place}:title": draft.title[language],
        f"{place}:description": draft.description[language],
    }


def _number(value: Decimal) -> str:
    """The same for 10 and 10.00."""
    return f"{value.normalize():f}"


def told(changed: Mapping[str, str | None]) -> list[str]:
    """A line for each piece that was changed; an order alone only where nothing else was."""
    return list(_lines({name: changed[name] for name in changed if name not in ORDERS} or changed))


def _lines(changed: Mapping[str, str | None]) -> Iterator[str]:
    for name, text in changed.items():
        *codes, field = name.split(":")
        where = " · ".join([*codes[1:], str(LABELS.get(field, field))])
        if text is None:
            yield WORDS["gone"] % {"where": where}
        else:
            yield f"{where}: {as_quoted(_said(field, text))}"


def _said(field: str, text: str) -> str:
    return str(dict(Rubric.Kind.choices).get(text, text)) if field == "kind" else text
