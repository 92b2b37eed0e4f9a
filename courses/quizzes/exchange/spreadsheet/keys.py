"""What is right in a row, as each kind of question says it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from ... import definitions
from ...kinds.numbers import canonical
from ...kinds.text import folded
from ..model import ChoiceSource
from ..report import Refused, Report
from .cells import items_of, pair_of
from .sheet import Row
from .vocabulary import TRUE_FALSE_BY_NAME, YES_NO_BY_NAME

Words = dict[str, str]


@dataclass(frozen=True)
class CodeLine:
    """A line of the column of codes: ``code``, ``code *`` for a right one, ``left = right``."""

    code: str
    is_right: bool = False
    target: str = ""


def _code_line(item: str) -> CodeLine | None:
    found = re.fullmatch(
        r"([a-zA-Z0-9_-]{1,80})\s*(?:(\*)|=\s*([a-zA-Z0-9_-]{1,80}))?", item.removeprefix("\\")
    )
    return CodeLine(found[1], bool(found[2]), found[3] or "") if found else None


@dataclass
class KeyReader:
    """Reads what is right in a row; ``report`` takes what it finds on the way."""

    row: Row
    language: str
    report: Report = field(default_factory=Report)
    languages: list[str] = field(default_factory=list)

    def key(self, kind: str) -> tuple[list[ChoiceSource], dict]:
        if kind in ("single", "multiple"):
            return self._chosen(), self._partial() if kind == "multiple" else {}
        if kind == "truefalse":
            return self._true_or_false(), {}
        if kind == "ordering":
            return self._ordered(), self._partial()
        if kind == "matching":
            return self._matched()
        return [], self._essay() if kind == "essay" else self._typed(kind)

    def _partial(self) -> dict:
        typed = self.row.get("partial")
        said = YES_NO_BY_NAME.get(folded(typed)) if typed else "no"
        if said is None:
            self.report.lost("not_yes_or_no", typed)
        return {"partial": True} if said == "yes" else {}

    def _true_or_false(self) -> list[ChoiceSource]:
        typed = next(iter(self.row.by_language("right").values()), "").strip()
        said = TRUE_FALSE_BY_NAME.get(folded(typed)) if typed else None
        if said is None:
            raise Refused("not_true_or_false", typed)
        return [ChoiceSource(code, {}, code == said) for code in ("true", "false")]

    def _items(self, column: str) -> list[Words]:
        """The items of a column, each in the languages that have as many as the first of them.

        Where a language has more or fewer, nobody can know which line says which item.
        """
        cells = self.row.by_language(column)
        lists = {language: items_of(cell) for language, cell in cells.items()}
        order = [*(k for k in self.languages if k in lists), *lists]
        found: list[Words] = [{} for _item in lists[order[0]]] if order else []
        for language in dict.fromkeys(order):
            if len(lists[language]) != len(found):
                self.report.lost("lines_differ", f"{column} ({language})")
                continue
            for words, text in zip(found, lists[language], strict=True):
                if text:
                    words[language] = text
        return found

    def _chosen(self) -> list[ChoiceSource]:
        right, wrong = self._items("right"), self._items("wrong")
        codes = self._codes()
        if codes:
            return self._in_order(codes, right, wrong)
        # Without an order of the author's: by the alphabet, which does not tell the answer.
        made = [(words, True) for words in right] + [(words, False) for words in wrong]
        choices = [
            ChoiceSource(f"choice-{number}", words, is_right)
            for number, (words, is_right) in enumerate(made, start=1)
        ]
        return sorted(choices, key=lambda choice: folded(next(iter(choice.text.values()), "")))

    def _in_order(self, codes: list[CodeLine], right: list[Words], wrong: list[Words]) -> list[ChoiceSource]:
        if sum(line.is_right for line in codes) != len(right) or len(codes) != len(right) + len(wrong):
            self.report.note("codes_differ")
        left = {True: list(right), False: list(wrong)}
        found = [
            ChoiceSource(line.code, left[line.is_right].pop(0), line.is_right)
            for line in codes
            if left[line.is_right]
        ]
        free = _free("choice", {line.code for line in codes})
        found += [ChoiceSource(next(free), words, flag) for flag in (True, False) for words in left[flag]]
        return found

    def _ordered(self) -> list[ChoiceSource]:
        items = self._items("order")
        codes = [line.code for line in self._codes()]
        if codes and len(codes) != len(items):
            self.report.note("codes_differ")
        free = _free("item", set(codes))
        return [
            ChoiceSource(codes[place] if place < len(codes) else next(free), words)
            for place, words in enumerate(items)
        ]

    def _matched(self) -> tuple[list[ChoiceSource], dict]:
        sides = self._sides()
        others = self._items("wrong")
        codes = self._codes()
        lefts = [line for line in codes if line.target]
        targets = {line.target for line in lefts}
        plain = [line.code for line in codes if not line.target and line.code not in targets]
        if codes and (len(lefts) != len(sides) or len(plain) != len(others)):
            self.report.note("codes_differ")
            codes = []
        if not codes:
            return _made_pairs(sides, others)
        texts: dict[str, Words] = dict(zip(plain, others, strict=True))
        for line, (left, right) in zip(lefts, sides, strict=True):
            texts[line.code] = left
            if texts.setdefault(line.target, right) != right:
                raise Refused("pair_differs", line.target)
        return (
            [ChoiceSource(line.code, texts.get(line.code, {})) for line in codes],
            {"pairs": {line.code: line.target for line in lefts}},
        )

    def _sides(self) -> list[tuple[Words, Words]]:
        found = []
        for item in self._items("pairs"):
            left: Words = {}
            right: Words = {}
            for language, text in item.items():
                sides = pair_of(text)
                if sides is None:
                    raise Refused("pair_without_sign", text[:80])
                left |= {language: sides[0]} if sides[0] else {}
                right |= {language: sides[1]} if sides[1] else {}
            found.append((left, right))
        return found

    def _codes(self) -> list[CodeLine]:
        """What the column of choices' codes says; nothing where it cannot be kept."""
        lines = [_code_line(item) for item in items_of(self.row.cells.get(("codes", ""), ""))]
        codes = [line.code for line in lines if line]
        if None in lines or len(set(codes)) != len(lines):
            self.report.note("bad_codes")
            return []
        return [line for line in lines if line]

    def _typed(self, kind: str) -> dict:
        if kind == "numerical":
            return self._number()
        accepted = self.row.by_language("accepted")
        fields = {f"accepted_{language}": cell for language, cell in accepted.items()}
        try:
            return definitions.read(kind, fields, accepted)
        except definitions.Unreadable as unreadable:
            raise Refused(unreadable.code, unreadable.field) from unreadable

    def _number(self) -> dict:
        typed = {"value": self.row.get("number"), "tolerance": self.row.get("tolerance")}
        unit = self.row.get("unit")
        if unit in ("", "%") and (unit or typed["value"].endswith("%")):
            unit, typed = "%", {name: text.removesuffix("%") for name, text in typed.items()}
        found = {name: plain_number(canonical(text)) for name, text in typed.items()}
        for name, text in typed.items():
            if text and not found[name]:
                raise Refused("no_number", f"{name}: {text}")
        return {name: text for name, text in {**found, "unit": unit}.items() if text}

    def _essay(self) -> dict:
        found: dict[str, object] = {}
        for name, column in (("least", "least_words"), ("most", "most_words")):
            typed = self.row.get(column)
            if typed and not re.fullmatch(r"[0-9]{1,6}", folded(typed)):
                raise Refused("no_number", column)
            if typed:
                found[name] = int(folded(typed))
        model = stripped(self.row.by_language("model"))
        return found | ({"model": model} if model else {})


def _made_pairs(sides: list[tuple[Words, Words]], others: list[Words]) -> tuple[list[ChoiceSource], dict]:
    """Choices with codes made for them. Right sides that say the same are one."""
    rights: dict[tuple, str] = {}
    pairs: dict[str, str] = {}
    for number, (_left, right) in enumerate(sides, start=1):
        code = rights.setdefault(tuple(sorted(right.items())), f"right-{len(rights) + 1}")
        pairs[f"left-{number}"] = code
    choices = [ChoiceSource(f"left-{number}", left) for number, (left, _right) in enumerate(sides, start=1)]
    choices += [ChoiceSource(code, dict(words)) for words, code in rights.items()]
    choices += [ChoiceSource(f"other-{number}", words) for number, words in enumerate(others, start=1)]
    return choices, {"pairs": pairs}


def _free(prefix: str, taken: set[str]) -> Iterator[str]:
    return (code for number in count(1) if (code := f"{prefix}-{number}") not in taken)


def plain_number(text: str) -> str:
    """A canonical number without the zeros that say nothing."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def unmistakable(number: str) -> str:
    """A canonical number as nobody takes it for thousands: 1.125 as 1.1250."""
    return f"{number}0" if len(number.rpartition(".")[2]) == 3 and "." in number else number


def stripped(texts: Mapping[str, str]) -> Words:
    return {language: text.strip() for language, text in texts.items()}
