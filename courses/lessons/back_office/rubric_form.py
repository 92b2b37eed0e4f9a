"""The form of a rubric: criteria with their levels, and the bank of comments, in the source language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockField

from ..models import Assignment, Rubric
from ..rubrics.drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft
from ..rubrics.reading import stored_drafts
from .blocks import COMMENTS, CRITERIA
from .pieces import pieces_of, told
from .seen import WORDS, SeenField, changed_since, digest_of, show_again

FAULTS = {
    "code_twice": _("The code “%(code)s” stands twice."),
    "too_few_levels": _("A criterion of a rubric has two levels at least: “%(code)s” has not."),
    "no_points": _("The criterion “%(code)s” needs points: in a rubric its best level, in a guide at most."),
    "level_above": _("A level of “%(code)s” has more points than the criterion."),
    "no_such_criterion": _("A comment names the criterion “%(code)s”, which is not there."),
}


class RubricForm(forms.Form):
    """``draft`` and ``comment_drafts`` are what a valid form says. ``seen``: what was shown."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Rubric.Kind.choices, widget=forms.RadioSelect)
    criteria = BlockField(label=_("Criteria"), block=CRITERIA)
    # Not “comments”: the editor's script looks for something else of that name in the page.
    bank = BlockField(
        label=_("Bank of comments"),
        block=COMMENTS,
        required=False,
        help_text=_("What tutors say often, ready to be put in."),
    )
    seen = SeenField()

    def __init__(self, *args, assignment: Assignment, language: str, **kwargs):
        self.language = language
        stored, comments = stored_drafts(assignment, language)
        self.stored = pieces_of(stored, comments, language)
        super().__init__(*args, **kwargs)
        self.initial |= initial_of(stored, comments, language) | {"seen": digest_of(self.stored)}

    def refuse(self, fault: str, **facts) -> None:
        self.add_error(None, forms.ValidationError(FAULTS[fault], code=fault, params=facts))

    def clean(self):
        cleaned = super().clean()
        if {"kind", "criteria", "bank"} <= set(cleaned):
            self.draft = RubricDraft(cleaned["kind"], tuple(self._criteria(cleaned)))
            self.comment_drafts = tuple(self._comments(cleaned["bank"]))
            self._check()
            self._refuse_unseen(cleaned.get("seen", ""))
        return cleaned

    def _refuse_unseen(self, seen: str) -> None:
        typed = pieces_of(self.draft, self.comment_drafts, self.language)
        changed = changed_since(seen, self.stored, typed)
        if changed:
            said = [forms.ValidationError(line, code="changed") for line in told(changed)]
            self.add_error(None, [forms.ValidationError(WORDS["changed"], code="changed"), *said])
            show_again(self, self.stored)

    def _criteria(self, cleaned: dict) -> Iterable[CriterionDraft]:
        for number, child in enumerate(cleaned["criteria"], start=1):
            item = child.value
            levels = tuple(self._level(each, place) for place, each in enumerate(item["levels"], start=1))
            best = max((level.points for level in levels), default=Decimal(0))
            is_guide = cleaned["kind"] == Rubric.Kind.GUIDE
            yield CriterionDraft(
                code=_code(item, f"criterion-{number}"),
                most=(item["most"] or Decimal(0)) if is_guide else best,
                levels=levels,
                **self._words(item),
            )

    def _level(self, item: Mapping, place: int) -> LevelDraft:
        return LevelDraft(_code(item, f"level-{place}"), item["points"], **self._words(item))

    def _words(self, item: Mapping) -> dict[str, dict[str, str]]:
        return {name: {self.language: item[name]} for name in ("title", "description")}

    def _comments(self, children: Iterable) -> Iterable[CommentDraft]:
        for number, child in enumerate(children, start=1):
            item = child.value
            code = item["code"] or f"comment-{number}"
            yield CommentDraft(code, item["criterion"], {self.language: item["text"]})

    def _check(self) -> None:
        criteria = self.draft.criteria
        self._once(item.code for item in criteria)
        self._once(item.code for item in self.comment_drafts)
        for item in criteria:
            self._once(level.code for level in item.levels)
            if self.draft.kind == Rubric.Kind.RUBRIC and len(item.levels) < 2:
                self.refuse("too_few_levels", code=item.code)
            elif not item.most:
                self.refuse("no_points", code=item.code)
            elif any(level.points > item.most for level in item.levels):
                self.refuse("level_above", code=item.code)
        known = {"", *(item.code for item in criteria)}
        for comment in self.comment_drafts:
            if comment.criterion not in known:
                self.refuse("no_such_criterion", code=comment.criterion)

    def _once(self, codes: Iterable[str]) -> None:
        codes = list(codes)
        for code in dict.fromkeys(codes):
            if codes.count(code) > 1:
                self.refuse("code_twice", code=code)


def _code(item: Mapping, otherwise: str) -> str:
    """The code that was given, or one made from the title."""
    return item["code"] or slugify(item["title"])[:60] or otherwise


def initial_of(rubric: RubricDraft | None, comments: Iterable[CommentDraft], language: str) -> dict:
    """What the form begins with, in words of ``language``."""
    criteria = [_initial_criterion(item, language) for item in rubric.criteria] if rubric else []
    bank = [
        {"code": item.code, "criterion": item.criterion, "text": item.text[language]} for item in comments
    ]
    return {
        "kind": rubric.kind if rubric else Rubric.Kind.RUBRIC,
        "criteria": CRITERIA.normalize([("criterion", item) for item in criteria]),
        "bank": COMMENTS.normalize([("comment", item) for item in bank]),
    }


def _initial_criterion(criterion: CriterionDraft, language: str) -> dict:
    levels = [
        {"code": level.code, "points": level.points, **_words_of(level, language)}
        for level in criterion.levels
    ]
    facts = {"code": criterion.code, "most": criterion.most, "levels": levels}
    return facts | _words_of(criterion, language)


def _words_of(draft: CriterionDraft | LevelDraft, language: str) -> dict[str, str]:
    return {"title": draft.title[language], "description": draft.description[language]}
