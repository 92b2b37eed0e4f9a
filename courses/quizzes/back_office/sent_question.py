"""What an author need not write is filled into a sent question before it is read: codes made from words,
the two choices of a true-or-false question, and the codes behind words in pairs and areas."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import QueryDict

from ..exchange.codes import Codes, code_from
from ..kinds.truefalse import CODES
from ..models import Question

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
MOST_CHOICES = 1000


def completed(sent: QueryDict, question: Question) -> QueryDict:
    """A form of a question as if its author had written every code. The fields are those of QuestionForm
    and, with the prefix ``choices``, of its choices."""
    sent = sent.copy()
    if _count(sent) is None:
        # No form of ours says so; each of a million choices would be checked and drawn.
        sent["choices-TOTAL_FORMS"] = ""
    if sent.get("kind") == "truefalse":
        _say_true_and_false(sent, question)
    else:
        _name_choices(sent)
    if not sent.get("code", "").strip():
        sent["code"] = _free_code(sent, question)
    return sent


def _free_code(sent: QueryDict, question: Question) -> str:
    """A code that no other question of the bank has; empty without a bank or words."""
    bank, words = sent.get("bank", ""), _words(sent, "")
    if not (bank.isascii() and bank.isdigit() and len(bank) < 10 and words):
        return ""
    codes = Codes()
    others = Question.objects.filter(bank=bank).exclude(pk=question.pk)
    for taken in others.values_list("code", flat=True):
        codes.give(taken)
    return codes.give(code_from(words[0]) or "question")


def _words(sent: QueryDict, prefix: str) -> list[str]:
    """The words of something in every language that has some."""
    found = (sent.get(f"{prefix}text_{code}", "").strip() for code in LANGUAGES)
    return [words for words in found if words]


def _rows(sent: QueryDict) -> Iterator[str]:
    """The prefix of each choice that was sent and is not taken away, in the order shown."""
    rows = [f"choices-{number}-" for number in range(_count(sent) or 0)]
    kept = [row for row in rows if not sent.get(f"{row}DELETE")]
    return iter(sorted(kept, key=lambda row: _place(sent.get(f"{row}ORDER", ""))))


def _count(sent: QueryDict) -> int | None:
    """How many choices were sent; None where this is no number, or more than any question may have."""
    total = sent.get("choices-TOTAL_FORMS", "")
    is_number = total.isascii() and total.isdigit() and len(total) < 6
    return int(total) if is_number and int(total) <= MOST_CHOICES else None


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else MOST_CHOICES


def _name_choices(sent: QueryDict) -> None:
    codes, names, unnamed = Codes(), {}, []
    rows = list(_rows(sent))
    for row in rows:
        code = sent.get(f"{row}code", "").strip()
        if code:
            codes.give(code)
        else:
            unnamed.append(row)
    for row in unnamed:
        if words := _words(sent, row):
            sent[f"{row}code"] = codes.give(code_from(words[0]) or str(rows.index(row) + 1))
    for number, row in enumerate(rows, start=1):
        code = sent.get(f"{row}code", "").strip()
        for name in (str(number), *map(_plain, _words(sent, row))):
            names.setdefault(name, code)
    known = {sent.get(f"{row}code", "").strip() for row in rows}
    for field, has_right_side in (("pairs", True), ("areas", False)):
        if sent.get(field):
            lines = sent[field].splitlines()
            sent[field] = "\n".join(_by_codes(line, names, known, has_right_side) for line in lines)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _by_codes(line: str, names: dict[str, str], known: set[str], has_right_side: bool) -> str:
    """A line ``left = right`` with the codes of the choices it names by words or by their number."""
    left, equals, right = line.partition("=")
    if not equals:
        return line

    def code_of(name: str) -> str:
        name = _plain(name)
        return name if name in known else names.get(name) or name

    return f"{code_of(left)} = {code_of(right) if has_right_side else right.strip()}"


def _say_true_and_false(sent: QueryDict, question: Question) -> None:
    """The choices of a true-or-false question, whatever choices were sent."""
    stored = list(question.choices.all()) if question.pk else []
    own = {choice.code: choice for choice in stored if choice.code in CODES}
    for name in [name for name in sent if name.startswith("choices-")]:
        del sent[name]
    rows = [_row(choice.code, choice.pk) for choice in own.values()]
    rows += [_row(choice.code, choice.pk) | {"DELETE": "on"} for choice in stored if choice.code not in own]
    initial = len(rows)
    rows += [_row(code, "") for code in CODES if code not in own]
    sent.update(
        {
            "choices-TOTAL_FORMS": str(len(rows)),
            "choices-INITIAL_FORMS": str(initial),
            "choices-MIN_NUM_FORMS": "0",
            "choices-MAX_NUM_FORMS": str(MOST_CHOICES),
        }
    )
    for number, row in enumerate(rows):
        if row["code"] == sent.get("is_true"):
            row["is_right"] = "on"
        sent.update({f"choices-{number}-{name}": value for name, value in row.items()})


def _row(code: str, pk) -> dict[str, str]:
    order = CODES.index(code) if code in CODES else len(CODES)
    return {"id": str(pk), "code": code, "ORDER": str(order + 1)}
