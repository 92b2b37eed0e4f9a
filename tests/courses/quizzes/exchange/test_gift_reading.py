"""What the constructs of GIFT come in as, and what the report says of the rest, with its line."""

import pytest

from courses.quizzes.exchange import gift
from courses.quizzes.exchange.model import Level, UnreadableFile


def read(text: str, language: str = "en"):
    return gift.read(text.encode(), language=language)


def only(text: str):
    reading = read(text)
    assert len(reading.questions) == 1, reading.findings
    return reading.questions[0]


def said(text: str) -> list[tuple[str, str, int]]:
    return [(finding.level.value, finding.code, finding.line) for finding in read(text).findings]


def words(question) -> list[tuple[str, bool]]:
    return [(choice.text["en"], choice.is_right) for choice in question.choices]


def test_a_choice_with_one_right_answer():
    question = only("::Form:: Which form?{\n=The green one\n~The red one\n}")
    assert (question.code, question.kind, question.text) == ("form", "single", {"en": "Which form?"})
    assert words(question) == [("The green one", True), ("The red one", False)]


def test_shares_of_several_right_answers():
    exact = "Which two?{~%50%a ~%50%b ~%-50%c}"
    assert only(exact).kind == "multiple"
    assert only(exact).definition == {"partial": True}
    assert words(only(exact)) == [("a", True), ("b", True), ("c", False)]
    assert said(exact) == []
    assert said("Which two?{~%50%a ~%50%b ~c}") == [("note", "wrong_choices_cost", 1)]
    assert said("Which two?{~%80%a ~%20%b ~%-50%c}") == [("lost", "weights", 1)]


@pytest.mark.parametrize(
    ("answer", "right"), [("T", "true"), ("TRUE", "true"), ("F", "false"), ("FALSE", "false")]
)
def test_true_or_false(answer, right):
    question = only(f"Goods enter free.{{{answer}}}")
    assert question.kind == "truefalse"
    assert [choice.code for choice in question.choices if choice.is_right] == [right]


def test_short_texts_and_their_shares():
    text = "Who signs?{=The officer\n=%50%The clerk\n=%0%*#Nobody else}"
    assert only(text).definition == {"accepted": {"en": ["The officer"]}}
    assert said(text) == [("lost", "part_mark", 2), ("lost", "answer_feedback", 3)]
    assert said("Who?{=off*}") == [("lost", "wildcard", 1), ("refused", "nothing_accepted", 1)]


def test_matching_with_a_side_that_only_misleads():
    question = only("Match.{\n=CH -> Bern\n=FR -> Paris\n= -> Rome\n}")
    assert question.kind == "matching"
    assert [choice.text["en"] for choice in question.choices] == ["CH", "FR", "Bern", "Paris", "Rome"]
    assert question.definition == {"pairs": {"1": "3", "2": "4"}}


@pytest.mark.parametrize(
    ("inside", "definition"),
    [
        ("#15", {"value": "15"}),
        ("#15:0.5", {"value": "15", "tolerance": "0.5"}),
        ("#14.5..15.5", {"value": "15", "tolerance": "0.5"}),
        ("#=1e3:1", {"value": "1000", "tolerance": "1"}),
    ],
)
def test_numbers(inside, definition):
    assert only(f"How many?{{{inside}}}").definition == definition


def test_several_numbers_and_what_is_said_of_others():
    text = "How many?{#\n=15:1#Yes\n=16\n=%50%15:3\n~#No\n####Because.}"
    assert only(text).definition == {"value": "15", "tolerance": "1"}
    assert only(text).explanation == {"en": "Because."}
    assert said(text) == [
        ("lost", "part_mark", 4),
        ("lost", "further_number", 3),
        ("lost", "answer_feedback", 2),
        ("lost", "answer_feedback", 5),
    ]


def test_missing_words():
    gap = only("The capital is {=Bern =Berne} since 1848.")
    assert (gap.kind, gap.text) == ("blanks", {"en": "The capital is {1} since 1848."})
    assert gap.definition == {"gaps": {"1": {"en": ["Bern", "Berne"]}}}
    assert only("It is {~red =green} today.").text == {"en": "It is _____ today."}


def test_an_essay_an_order_and_a_text_that_is_no_question():
    assert only("Explain.{}").kind == "essay"
    order = only("Order.{>2 ALL VERTICAL ALL_OR_NOTHING SHOW 123\nfirst\nsecond\n}")
    assert (order.kind, order.definition, words(order)) == (
        "ordering",
        {},
        [("first", False), ("second", False)],
    )
    assert said("Order.{>2 RANDOM VERTICAL RELATIVE\na\nb\nc}") == [
        ("lost", "subset", 1),
        ("note", "other_marking", 1),
    ]
    assert said("Read this first.") == [("refused", "description", 1)]


def test_escapes_formats_and_line_ends():
    question = only(r"[plain]a \= \{b\} \~ \# \: \\ <i>\nnext{=\=1 ~[html]<b>x</b>&amp;y}")
    assert question.text == {"en": "a = {b} ~ # : \\ <i>\nnext"}
    assert [choice.text["en"] for choice in question.choices] == ["=1", "x&y"]
    assert said("[markdown]Who is **here**?{=I}") == [("lost", "formatting", 1)]
    assert only("[html]H<sub>2</sub>O, m<sup>2</sup><br>&eacute;{T}").text == {"en": "H₂O, m²\né"}


def test_languages_in_one_file():
    both = '<span lang="en" class="multilang">Yes</span><span lang="fr" class="multilang">Oui</span>'
    assert only(f"[html]{both}?".replace("=", r"\=") + "{T}").text == {"en": "Yes?", "fr": "Oui?"}


def test_codes_tags_and_categories():
    question = only(
        "$CATEGORY: $course$/Valuation\n\n// [id:q-1] [tag:difficulty:hard]"
        "[tag:subject:origin] [tag:a\\]b]\nWhy?{}"
    )
    assert (question.code, question.difficulty, question.subjects) == ("q-1", 3, ("origin",))
    assert question.tags == ("a]b", "Valuation")
    assert said("$CATEGORY: $course$/Valuation\n\nWhy?{}") == [("note", "category", 1)]


def test_a_code_is_given_once_and_a_refused_question_takes_none():
    reading = read("::A:: ?{~a ~b}\n\n::A:: ?{T}\n\n// [id:a]\n?{F}\n\n// [id:é!]\n?{T}")
    assert [question.code for question in reading.questions] == ["a", "a-2", "e"]
    assert [(found.code, found.question, found.line) for found in reading.findings] == [
        ("no_right_choice", "a", 1),
        ("code_changed", "a-2", 6),
        ("code_changed", "e", 9),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("// a remark\nOpen{=a\n\n", "braces", 2),
        ("a}b{", "braces", 1),
        ("Two {=a} and {=b}.", "several_braces", 1),
        ("Match{=a -> 1 =b}", "no_arrow", 1),
        ("Match{\n=a -> 1\n}", "too_few_pairs", 1),
        ("How many?{#many}", "no_number", 1),
        ("How many?{#1:many}", "no_number", 1),
        ("{T}", "no_text", 1),
        ("Both{=a =b ~c}", "several_full_answers", 1),
        ("The {=sign} of {2}", "several_braces", 1),
        (r"The {=sign} of \{2\}", "gap_sign_in_text", 1),
        ("x" * 70_000 + "{T}", "text_too_long", 1),
    ],
)
def test_what_does_not_come_in_says_why_and_where(text, code, line):
    findings = [finding for finding in read(text).findings if finding.level == Level.REFUSED]
    assert [(finding.code, finding.line) for finding in findings] == [(code, line)]


def test_only_remarks_are_no_questions():
    assert [finding.code for finding in read("// nothing\n\n// more\n").findings] == ["no_questions"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding(encoding):
    reading = gift.read("Où est جمرك?{T}\r\n\r\nOui ?{F}".encode(encoding), language="fr")
    assert [question.text["fr"] for question in reading.questions] == ["Où est جمرك?", "Oui ?"]
    assert [question.line for question in reading.questions] == [1, 3]
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("language", "encoding", "text"), [("fr", "windows-1252", "Où?"), ("ar", "windows-1256", "جمرك")]
)
def test_what_windows_wrote_is_guessed_and_said(language, encoding, text):
    reading = gift.read(f"{text}{{T}}".encode(encoding), language=language)
    assert reading.questions[0].text == {language: text}
    assert [(finding.code, finding.detail) for finding in reading.findings] == [
        ("encoding_guessed", encoding)
    ]


def test_a_broken_byte_in_unicode_costs_one_sign_only():
    reading = gift.read("Où est جمرك?{T}".encode() + b"\n\nabc \xff def{F}", language="fr")
    assert reading.questions[0].text == {"fr": "Où est جمرك?"}
    assert [(found.code, found.line) for found in reading.findings] == [("unreadable_characters", 3)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t ", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_text"),
        (b"a\x00b{T}", "not_text"),
        (b"\xff\xfe\x00\xd8a", "unreadable_encoding"),
    ],
)
def test_files_that_are_none_of_text(content, code):
    with pytest.raises(UnreadableFile) as raised:
        gift.read(content, language="en")
    assert raised.value.finding.code == code


def test_signs_that_no_text_can_hold_are_left_out():
    reading = read("ok?{T}\n\nturn \u202eed\x07{T}")
    assert reading.questions[1].text == {"en": "turn ed"}
    assert [(found.code, found.line, found.detail) for found in reading.findings] == [
        ("unreadable_characters", 3, "U+0007, U+202E")
    ]


@pytest.mark.parametrize(
    "sign", ["{", "}", "~", "=", "::", "#", "\\", "<", "&", "<!--", "// ", "[html]", "{=a"]
)
def test_ten_megabytes_of_a_sign(sign):
    reading = gift.read((sign * (10_000_000 // len(sign))).encode(), language="en")
    assert reading.questions == ()
    assert len(reading.findings) == 1


@pytest.mark.parametrize("sign", ["{=a}\n\n", "~a ", "<", "<b>", "<!--", "&#", "{mlang en}", '<span lang="e'])
def test_many_signs_within_one_question(sign):
    reading = read(
        "[html]Which? " + sign.replace("=", r"\=").replace("{", r"\{") * (50_000 // len(sign)) + "{T}"
    )
    assert len(reading.questions) + len(reading.findings) >= 1
