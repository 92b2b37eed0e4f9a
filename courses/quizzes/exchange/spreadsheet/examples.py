"""One question of each kind that a spreadsheet carries, for the template. Pure.

They are invented; whoever writes in the template writes over them.
"""

from __future__ import annotations

from ..model import ChoiceSource, QuestionSource


def _choices(**words: str) -> tuple[ChoiceSource, ...]:
    """Code → text; what ends in an asterisk is right."""
    return tuple(
        ChoiceSource(code, {"en": text.removesuffix("*")}, text.endswith("*")) for code, text in words.items()
    )


EXAMPLES = (
    QuestionSource(
        "example-single",
        "single",
        {"en": "What is a risk profile?"},
        _choices(importers="A list of all importers", indicators="A combination of indicators*"),
        explanation={"en": "A single indicator does not make a profile."},
        tags=("risk", "profiles"),
    ),
    QuestionSource(
        "example-multiple",
        "multiple",
        {"en": "Which of these are means of transport?"},
        _choices(ship="A ship*", port="A port", lorry="A lorry*", quay="A quay"),
        {"partial": True},
    ),
    QuestionSource(
        "example-true-or-false",
        "truefalse",
        {"en": "A bonded warehouse stores goods on which duty is not yet paid."},
        (ChoiceSource("true", {}, True), ChoiceSource("false", {}, False)),
        difficulty=1,
    ),
    QuestionSource(
        "example-matching",
        "matching",
        {"en": "Match the lane to its treatment."},
        _choices(green="Green", red="Red", release="Release", examine="Examine", send="Send back"),
        {"pairs": {"green": "release", "red": "examine"}},
    ),
    QuestionSource(
        "example-ordering",
        "ordering",
        {"en": "Put the steps in order."},
        _choices(identify="Identify", analyse="Analyse", treat="Treat"),
    ),
    QuestionSource(
        "example-number",
        "numerical",
        {"en": "Of 200 examinations, 30 find something. What is the hit rate, in per cent?"},
        definition={"value": "15", "tolerance": "0.5", "unit": "%"},
    ),
    QuestionSource(
        "example-short",
        "short",
        {"en": "What is an audit after release called?"},
        definition={"accepted": {"en": ["post-clearance audit", "PCA"]}},
    ),
    QuestionSource(
        "example-blanks",
        "blanks",
        {"en": "The {1} rate says how much you select, the {2} rate how well."},
        definition={"gaps": {"1": {"en": ["selection"]}, "2": {"en": ["hit", "success"]}}},
    ),
    QuestionSource(
        "example-essay",
        "essay",
        {"en": "Why does a service document the rules by which it selects?"},
        definition={"least": 50, "most": 200, "model": {"en": "So that a decision can be understood later."}},
        difficulty=3,
    ),
)
