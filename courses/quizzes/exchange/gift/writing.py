"""Writes GIFT. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...kinds.blanks import gaps_in, gaps_of
from ...kinds.matching import pairs_of
from ..decoding import UNREADABLE
from ..labels import tags_with_labels
from ..model import ChoiceSource, QuestionSource, Writing
from ..report import Refused, Report
from ..weights import SHARES
from .ordering import HEAD, WHOLE
from .signs import marks, protected

Marks = list[tuple[str, str]]


def write(questions: Iterable[QuestionSource], *, language: str) -> Writing:
    """A GIFT file with the words of one language, in UTF-8."""
    report, blocks = Report(), []
    for question in questions:
        about = report.at(0, question.code)
        try:
            blocks.append(_Question(question, language, about).block())
        except Refused as refusal:
            about.refused(refusal.code, refusal.detail)
    return Writing("\n".join(blocks).encode(), "gift", tuple(report.findings), len(blocks))


class _Question:
    def __init__(self, question: QuestionSource, language: str, report: Report):
        self.question = question
        self.language = language
        self.report = report
        self.marks: Marks = []

    def block(self) -> str:
        """The question with its comment. Raises Refused."""
        question = self.question
        if not question.text.get(self.language):
            raise Refused("not_in_language", self.language)
        self._say_what_is_lost()
        text = f"[plain]{self.said(question.text)}"
        before, inside, after = getattr(self, f"_{question.kind}", self._unknown)(text)
        general = self._marked(self.said(question.explanation))
        if general:
            inside = f"{inside}####{general}\n"
        tags = tags_with_labels(question.difficulty, question.subjects, question.tags)
        found = [("id", question.code), *(("tag", self._tag(tag)) for tag in tags), *self.marks]
        if question.source:
            found.append(("source", question.source))
        comment = " ".join(marks(found).split())
        return f"// {comment}\n::{protected(question.code)}::{before}{{{inside}}}{after}\n"

    def said(self, words: Mapping[str, str]) -> str:
        text = words.get(self.language, "")
        if UNREADABLE.search(text) or "\0" in text:
            self.report.lost("unreadable_characters", text)
            text = UNREADABLE.sub("", text).replace("\0", "")
        return protected(text.replace("\r\n", "\n").replace("\r", "\n"))

    def _tag(self, tag: str) -> str:
        kept = UNREADABLE.sub("", tag).replace("\0", "").replace("\\", "/")
        if kept != tag:
            self.report.note("rewritten", tag)
        return kept

    def _say_what_is_lost(self) -> None:
        question, definition = self.question, self.question.definition
        accepted = [definition.get("accepted") or {}, *gaps_of(definition).values()]
        texts = [question.text, question.explanation, *(c.text for c in question.choices), *accepted]
        others = sorted({name for words in texts for name in words} - {self.language})
        if others:
            self.report.lost("other_languages", ", ".join(others))
        if question.picture:
            self.report.lost("picture", question.picture.name)

    def _unknown(self, text: str) -> tuple[str, str, str]:
        raise Refused("kind_not_in_format", self.question.kind)

    def _single(self, text: str) -> tuple[str, str, str]:
        lines = [
            f"\t{'=' if choice.is_right else self._wrong(choice)}{self._choice(choice)}"
            for choice in self._choices()
        ]
        return text, _lines(lines), ""

    def _wrong(self, choice: ChoiceSource) -> str:
        """The sign of a wrong choice; with a share, where its words begin as a share does."""
        return "~%0%" if self.said(choice.text).startswith("%") else "~"

    def _multiple(self, text: str) -> tuple[str, str, str]:
        choices = self._choices()
        count = sum(choice.is_right for choice in choices) or 1
        share = SHARES.get(count) or f"{100 / count:.5f}"
        cost = share
        if self.question.definition.get("partial") is not True:
            self.marks.append(("partial", "no"))
            self.report.note("all_or_nothing")
            cost = "100"
        lines = [
            f"\t~%{share if choice.is_right else f'-{cost}'}%{self._choice(choice)}" for choice in choices
        ]
        return text, _lines(lines), ""

    def _truefalse(self, text: str) -> tuple[str, str, str]:
        right = next((choice.code for choice in self.question.choices if choice.is_right), "")
        if right not in {"true", "false"}:
            raise Refused("no_right_choice")
        return text, right.upper(), ""

    def _matching(self, text: str) -> tuple[str, str, str]:
        choices = {choice.code: choice for choice in self._choices(is_marked=False)}
        pairs = pairs_of(self.question.definition)
        left = [code for code in choices if code in pairs]
        order = dict.fromkeys([*(pairs[code] for code in left), *(c for c in choices if c not in pairs)])
        if not set(pairs.values()) <= set(choices):
            raise Refused("pair_unknown")
        self.marks.append(("codes", " ".join([*left, *order])))
        said = [self.said(choices[code].text) for code in order]
        if len(set(said)) < len(said):
            self.report.lost("same_words", ", ".join(said))
        lines = [f"\t={self._left(choices[code])} -> {self.said(choices[pairs[code]].text)}" for code in left]
        lines += [
            f"\t= -> {self.said(choices[code].text)}" for code in order if code not in set(pairs.values())
        ]
        return text, _lines(lines), ""

    def _left(self, choice: ChoiceSource) -> str:
        return self._without_arrow(self._choice(choice))

    def _without_arrow(self, words: str) -> str:
        if "->" in words:
            self.report.note("rewritten", words)
        return words.replace("->", "→")

    def _ordering(self, text: str) -> tuple[str, str, str]:
        choices = self._choices()
        is_partial = self.question.definition.get("partial") is True
        head = HEAD.format(count=len(choices), marking="ABSOLUTE_POSITION" if is_partial else WHOLE)
        return text, _lines([head, *(self._item(choice) for choice in choices)]), ""

    def _item(self, choice: ChoiceSource) -> str:
        words = self._choice(choice)
        if words.startswith("//"):
            self.report.note("rewritten", words)
            return f"[plain]{words}"
        return words

    def _numerical(self, text: str) -> tuple[str, str, str]:
        definition = self.question.definition
        tolerance = definition.get("tolerance")
        if unit := str(definition.get("unit") or ""):
            self.marks.append(("unit", self._tag(unit)))
            self.report.note("only_here", unit)
        value = str(definition.get("value") or "")
        if not value:
            raise Refused("no_number")
        return text, f"#{value}:{tolerance}" if tolerance else f"#{value}", ""

    def _short(self, text: str) -> tuple[str, str, str]:
        accepted = (self.question.definition.get("accepted") or {}).get(self.language)
        return text, self._accepted(accepted), ""

    def _blanks(self, text: str) -> tuple[str, str, str]:
        gaps = gaps_of(self.question.definition)
        words = self.question.text[self.language]
        if list(gaps) != gaps_in(words) or len(gaps) != 1:
            raise Refused("several_gaps", words)
        number, by_language = next(iter(gaps.items()))
        if number != "1":
            self.report.note("rewritten", f"{{{number}}}")
        before, after = words.split(f"{{{number}}}")
        inside = self._accepted(by_language.get(self.language))
        if not after.strip():
            self.marks.append(("kind", "blanks"))
        said = (self.said({self.language: part}) for part in (before, after))
        before, after = said
        return f"[plain]{before}", inside, after

    def _accepted(self, texts: Sequence[str] | None) -> str:
        if not texts:
            raise Refused("not_in_language", self.language)
        lines = []
        for text in texts:
            words = self._without_arrow(self.said({self.language: text})).replace("*", "\\*")
            lines.append(f"=%100%{words}" if words.startswith("%") else f"={self._marked(words)}")
        return " ".join(lines)

    def _essay(self, text: str) -> tuple[str, str, str]:
        definition = self.question.definition
        for name in ("least", "most"):
            if name in definition:
                self.marks.append((name, str(definition[name])))
                self.report.note("only_here", f"{name}: {definition[name]}")
        if definition.get("model"):
            self.report.lost("model_answer")
        return text, "", ""

    def _choice(self, choice: ChoiceSource) -> str:
        return self._marked(self.said(choice.text))

    def _marked(self, words: str) -> str:
        """With the name of the format, where words begin as such a name does."""
        return f"[plain]{words}" if words.startswith("[") else words

    def _choices(self, *, is_marked: bool = True) -> tuple[ChoiceSource, ...]:
        """The choices, all of which are said in the language; their codes go into the comment."""
        choices = self.question.choices
        silent = [choice.code for choice in choices if not choice.text.get(self.language)]
        if silent or not choices:
            raise Refused("not_in_language", ", ".join(silent) or self.language)
        if is_marked:
            self.marks.append(("codes", " ".join(choice.code for choice in choices)))
        return choices


def _lines(lines: Iterable[str]) -> str:
    return "\n" + "\n".join(lines) + "\n"
