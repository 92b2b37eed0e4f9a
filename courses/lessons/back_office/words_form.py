"""The words of a rubric and its comments in one language, each beside those of the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms

from ..models import Assignment, Rubric
from ..rubrics.drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft
from ..source.rubrics import TEXT, TITLE
from .blocks import readable
from .seen import WORDS, SeenField, as_quoted, changed_since, digest_of, show_again


@dataclass(frozen=True)
class Place:
    """Where a text stands: its name in the form, the record and its field."""

    name: str
    record: object
    field: str
    is_of_level: bool = False

    def in_language(self, language: str) -> str:
        return getattr(self.record, f"{self.field}_{language}") or ""

    @property
    def longest(self) -> int:
        return TITLE if self.field == "title" else TEXT


def places_of(rubric: Rubric | None, assignment: Assignment) -> Iterator[Place]:
    """Every text, in the order it is read."""
    for criterion in rubric.criteria.all() if rubric else ():
        for field in ("title", "description"):
            yield Place(f"criterion:{criterion.code}:{field}", criterion, field)
        for level in criterion.levels.all():
            for field in ("title", "description"):
                yield Place(f"level:{criterion.code}:{level.code}:{field}", level, field, is_of_level=True)
    for comment in assignment.bank_comments.all():
        yield Place(f"comment:{comment.code}:text", comment, "text")


class WordsForm(forms.Form):
    """A field for each text the source has. Nothing here changes what marks depend on."""

    seen = SeenField()

    def __init__(self, *args, assignment: Assignment, language: str, source: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        self.rubric = assignment.rubrics.prefetch_related("criteria__levels").first()
        self.comments = list(assignment.bank_comments.all())
        self.places = [
            place
            for place in places_of(self.rubric, assignment)
            if place.in_language(source) or language == source
        ]
        for place in self.places:
            self.fields[place.name] = self._field(place, source)
        self.stored = {place.name: place.in_language(language) for place in self.places}
        self.initial["seen"] = digest_of(self.stored)

    def clean(self):
        cleaned = super().clean()
        typed = {name: cleaned.get(name, "") for name in self.data}
        changed = changed_since(cleaned.get("seen", ""), self.stored, typed)
        # A text that came since was not on the page, and stays as it is.
        changed = {name: text for name, text in changed.items() if name in self.data}
        if changed:
            self._refuse(changed)
        return cleaned

    def _refuse(self, changed: Mapping[str, str | None]) -> None:
        self.add_error(None, forms.ValidationError(WORDS["changed"], code="changed"))
        for name, text in changed.items():
            if text is None:
                where = " · ".join(name.split(":")[1:-1])
                self._tell(None, "gone", where=where)
            else:
                self._tell(name, "now", text=as_quoted(text))
        show_again(self, self.stored)

    def _tell(self, name: str | None, what: str, **facts: str) -> None:
        self.add_error(name, forms.ValidationError(WORDS[what], code="changed", params=facts))

    def _field(self, place: Place, source: str) -> forms.CharField:
        rows = 1 if place.field == "title" else 3
        return forms.CharField(
            label=place.in_language(source),
            initial=place.in_language(self.language),
            required=place.field == "title" and self.language == source,
            max_length=place.longest,
            validators=[readable],
            widget=forms.Textarea(attrs={"rows": rows, "lang": self.language, "dir": "auto"}),
        )

    @property
    def rows(self) -> list[tuple[Place, forms.BoundField]]:
        return [(place, self[place.name]) for place in self.places]

    @property
    def draft(self) -> RubricDraft | None:
        """The rubric as it is, with the words of this form."""
        if self.rubric is None:
            return None
        return RubricDraft(self.rubric.kind, tuple(map(self._criterion, self.rubric.criteria.all())))

    def _criterion(self, criterion) -> CriterionDraft:
        levels = tuple(
            LevelDraft(level.code, level.points, **self._words(f"level:{criterion.code}:{level.code}"))
            for level in criterion.levels.all()
        )
        words = self._words(f"criterion:{criterion.code}")
        return CriterionDraft(criterion.code, criterion.most, levels, **words)

    @property
    def comment_drafts(self) -> tuple[CommentDraft, ...]:
        return tuple(
            CommentDraft(item.code, item.criterion, self._text(f"comment:{item.code}:text"))
            for item in self.comments
        )

    def _words(self, prefix: str) -> dict[str, dict[str, str]]:
        return {name: self._text(f"{prefix}:{name}") for name in ("title", "description")}

    def _text(self, name: str) -> dict[str, str]:
        """What was sent. A text that came since the page was read was not on it, and stays as it is."""
        return {self.language: self.cleaned_data[name]} if name in self.data else {}
