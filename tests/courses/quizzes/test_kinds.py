"""Every kind of question: what its answers look like, and what they earn."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, strategies as st

from courses.quizzes import definitions
from courses.quizzes.kinds import KINDS, ChoiceFacts, Parts
from courses.quizzes.kinds.essay import LONGEST as LONGEST_ESSAY
from courses.quizzes.kinds.numbers import canonical, readings
from courses.quizzes.kinds.text import folded, tidy, tidy_lines
from courses.quizzes.marking import mark

FULL, NONE = Decimal(1), Decimal(0)
LANGUAGES = ("en", "fr", "es", "ar", "am")
BY_MACHINE = sorted(name for name, kind in KINDS.items() if not kind.is_marked_by_hand)
WIDE, HIGH = 1600, 900

codes = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=2, max_size=6, unique=True)
said = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30).filter(
    lambda text: folded(text) and tidy(text) == text
)
by_language = st.dictionaries(
    st.sampled_from(LANGUAGES), st.lists(said, min_size=1, max_size=3), min_size=1, max_size=3
)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3).map(lambda number: format(number, "f"))
partial = st.sampled_from([{}, {"partial": True}])
words = st.integers(0, 5000)
long_text = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), max_size=200
)


@st.composite
def areas(draw):
    """An area that lies within the picture."""
    x, y = draw(st.integers(0, WIDE - 20)), draw(st.integers(0, HIGH - 20))
    shape = draw(st.sampled_from(["rect", "circle", "poly"]))
    if shape == "rect":
        return {
            "shape": shape,
            "coords": [x, y, draw(st.integers(1, WIDE - x)), draw(st.integers(1, HIGH - y))],
        }
    if shape == "circle":
        return {"shape": shape, "coords": [x + 10, y + 10, draw(st.integers(1, 10))]}
    return {"shape": shape, "coords": [x, y, x + 20, y, x + draw(st.integers(0, 20)), y + 20]}


def facts(names, right=()):
    return [ChoiceFacts(f"id-{name}", name, name in right) for name in names]


@st.composite
def questions(draw, kind):
    """Choices and definition of a question of this kind that can be asked."""
    if kind == "truefalse":
        return facts(["true", "false"], [draw(st.sampled_from(["true", "false"]))]), {}
    if kind == "numerical":
        tolerance = draw(st.sampled_from(["", "0", "0.5", "3"]))
        return [], {"value": draw(numbers), "tolerance": tolerance, "unit": draw(st.sampled_from(["", "%"]))}
    if kind == "short":
        return [], {"accepted": draw(by_language)}
    if kind == "blanks":
        gaps = draw(st.integers(1, 4))
        return [], {"gaps": {str(gap): draw(by_language) for gap in range(1, gaps + 1)}}
    if kind == "essay":
        least, most = sorted([draw(words), draw(words)])
        return [], {
            "least": least,
            "most": most,
            "model": draw(st.dictionaries(st.sampled_from(LANGUAGES), said)),
        }
    names = draw(codes)
    if kind == "matching":
        rights = [f"{name}-right" for name in names]
        return facts([*names, *rights, "decoy-right"]), {
            "pairs": dict(zip(names, draw(st.permutations(rights)), strict=True))
        }
    if kind == "ordering":
        return facts(names), draw(partial)
    several = draw(st.booleans()) if kind == "hotspot" else kind == "multiple"
    right = draw(st.lists(st.sampled_from(names), min_size=1, max_size=6 if several else 1, unique=True))
    if kind == "hotspot":
        drawn = {"areas": {name: draw(areas()) for name in names}, "width": WIDE, "height": HIGH}
        return facts(names, right), {**drawn, "several": several, **draw(partial)}
    return facts(names, right), draw(partial) if kind == "multiple" else {}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("name", BY_MACHINE)
@given(data=st.data())
def test_the_key_earns_everything_and_is_an_answer(name, data):
    kind = KINDS[name]
    choices, definition = data.draw(questions(name))
    layout, key = kind.layout(choices, definition), kind.key(choices, definition)
    best = kind.best(key)
    assert mark(name, best, key, definition) == FULL
    read = kind.read(best, layout.choices, layout.pairs, definition)
    assert mark(name, read, key, definition) == FULL
    assert kind.is_complete(read, layout.choices)
    assert mark(name, [], key, definition) == NONE
    assert kind.read([], layout.choices, layout.pairs) == []


@pytest.mark.parametrize("name", sorted(KINDS))
@given(data=st.data())
def test_nothing_earns_more_and_garbage_raises_nothing(name, data):
    kind = KINDS[name]
    choices, definition = data.draw(questions(name))
    layout, key = kind.layout(choices, definition), kind.key(choices, definition)
    pool = [*layout.choices, *layout.pairs, *kind.best(key), "", "=", "12"]
    pool += [f"{left}={right}" for left in layout.choices for right in layout.pairs]
    for answer in (data.draw(anything), data.draw(st.lists(st.sampled_from(pool), max_size=8))):
        assert NONE <= mark(name, answer, key, definition) <= FULL
        read = kind.read(answer, layout.choices, layout.pairs, definition)
        assert read is None or kind.read(read, layout.choices, layout.pairs, definition) == read


@pytest.mark.parametrize("name", sorted(KINDS))
@given(data=st.data())
def test_a_shuffle_changes_no_mark(name, data):
    """Neither the order things are shown in, nor that in which the author wrote what has no order."""
    kind = KINDS[name]
    choices, definition = data.draw(questions(name))
    layout, key = kind.layout(choices, definition), kind.key(choices, definition)
    shuffled = data.draw(st.permutations(layout.choices)), data.draw(st.permutations(layout.pairs))
    answer = kind.best(key)
    if name != "ordering":
        answer = data.draw(st.permutations(answer))
        answer = answer[: data.draw(st.integers(0, len(answer)))]
    first, second = kind.read(answer, layout.choices, layout.pairs), kind.read(answer, *shuffled)
    assert mark(name, first, key, definition) == mark(name, second, key, definition)


@pytest.mark.parametrize("name", sorted(KINDS))
@given(data=st.data())
def test_a_good_question_has_no_fault(name, data):
    kind = KINDS[name]
    choices, definition = data.draw(questions(name))
    names, right = [choice.code for choice in choices], [choice.code for choice in choices if choice.is_right]
    assert kind.fault(names, right, definition) == ""
    assert kind.control_for(definition) in {"radio", "checkbox"}
    assert kind.most_for(definition) in {1, None}


@given(data=st.data())
def test_what_is_drawn_on_a_picture_tells_nothing_of_what_is_right(data):
    kind = KINDS["hotspot"]
    choices, definition = data.draw(questions("hotspot"))
    layout, drawn = kind.layout(choices, definition), kind.drawn(definition, choices)
    turned = [choice._replace(is_right=not choice.is_right) for choice in choices]
    shuffled = data.draw(st.permutations(turned))
    assert kind.drawn(definition, shuffled) == drawn
    assert kind.layout(shuffled, definition) == layout
    assert sorted((area.number, area.choice) for area in drawn) == list(enumerate(layout.choices, start=1))
    for area in drawn:
        assert all(0 <= float(number) <= 1000 for number in area.coords)
        assert all(0 <= float(side.removesuffix("%")) <= 100 for side in area.badge)


@given(text=st.text() | long_text, key=st.lists(st.text(), max_size=2))
def test_an_essay_earns_nothing_by_machine_and_keeps_what_was_written(text, key):
    kind = KINDS["essay"]
    assert mark("essay", [text], key) == mark("essay", [text], kind.key([], {"model": {"en": text}})) == NONE
    assert kind.solution(()) == {}
    read = kind.read([text], ())
    assert read in ([], [tidy_lines(text, LONGEST_ESSAY)])
    assert kind.read(read, ()) == read
    if read:
        read[0].encode()
        assert not set(read[0]) & set("\x00\u202e\u200f\r")


@given(text=long_text)
def test_an_essay_that_a_form_sends_back_is_the_one_it_showed(text):
    """A browser turns line feeds into two signs, and a page that was only looked at changes nothing."""
    kind = KINDS["essay"]
    saved = kind.read([text], ())
    sent = QueryDict(mutable=True)
    sent["answer-1"] = "".join(saved).replace("\n", "\r\n")
    again = kind.from_form(sent, "answer-1", ())
    assert again == saved
    assert kind.shown_as(again) == kind.shown_as(saved)
    assert kind.shown_as([*saved, "x"]) != kind.shown_as(saved)


@pytest.mark.parametrize("name", ["short", "blanks"])
@given(data=st.data())
def test_every_language_is_marked_alike(name, data):
    """Whatever language is asked for, any text that is accepted in any language is right."""
    kind = KINDS[name]
    _choices, definition = data.draw(questions(name))
    keys = [kind.key([], definition, [language]) for language in LANGUAGES]
    for part, values in kind.solution(keys[0]).items():
        for value in values:
            given_part = [value.upper()] if name == "short" else [f"{part}={value.upper()}"]
            marks = {mark(name, given_part, key, definition) for key in keys}
            assert len(marks) == 1
            assert marks.pop() > 0 or folded(value) != folded(value.upper())


@given(data=st.data())
def test_a_form_without_scripts_says_the_same(data):
    for name, kind in KINDS.items():
        if isinstance(kind, Parts):
            choices, definition = data.draw(questions(name))
            layout, best = kind.layout(choices, definition), kind.best(kind.key(choices, definition))
            sent = kind.from_parts(kind.parts(best), layout.choices)
            assert sorted(sent) == sorted(best)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("١٫٥", "1.5"),
        ("١,٥", "1.5"),
        ("١،٥", "1.5"),
        ("۱٫۵", "1.5"),
        ("１．５", "1.5"),
        ("१.५", "1.5"),
        (" 1.5 ", "1.5"),
        ("+1.5", "1.5"),
        ("1.5%", "1.5"),
        ("1,5 %", "1.5"),
        ("1٫5٪", "1.5"),
        ("\u200f1.5\u200e", "1.5"),
        ("-1.5", "-1.5"),
        ("−1.5", "-1.5"),
        ("–1,5", "-1.5"),
        ("— 1.5", "-1.5"),
        ("‑1.5", "-1.5"),
        ("－1.5", "-1.5"),
        ("1.5-", "-1.5"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("1234567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1’234’567", "1234567"),
        ("١٬٢٣٤٬٥٦٧", "1234567"),
        ("12,34,567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1 234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1٬234٫5", "1234.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,567", "1234.567"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert readings(typed, "%") == {Decimal(number)}


def test_what_can_be_read_in_two_ways_is_right_in_both():
    assert readings("1,234") == readings("1.234") == {Decimal(1234), Decimal("1.234")}
    assert mark("numerical", ["1,234"], ["1234"]) == mark("numerical", ["1,234"], ["1.234"]) == FULL
    assert canonical("1,234") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "+",
        ".",
        ",",
        "1 2",
        "1,23,4",
        "12.34.56",
        "1..5",
        "1,5,",
        "--1",
        "-1-",
        "1e3",
        "0x10",
        "NaN",
        "Infinity",
        "1/2",
        "½",
        "²",
        "፭",
        "twelve",
        "1.5 kg",
        "1,234.567,8",
        "\x00",
        "\ud800",
        "(5)",
    ],
)
def test_what_is_no_number_is_none(typed):
    assert readings(typed, "%") == frozenset()
    assert mark("numerical", [typed], ["12"]) == NONE


@pytest.mark.parametrize(
    ("typed", "tolerance", "earned"),
    [
        ("15", "", 1),
        ("15.1", "0.1", 1),
        ("14,9", "0.1", 1),
        ("15.1000000001", "0.1", 0),
        ("15.0", "", 1),
        ("15." + "0" * 50 + "1", "", 0),
        ("15." + "0" * 50, "", 1),
        ("-15", "", 0),
        ("9" * 59, "1", 0),
        ("15", "x", 1),
    ],
)
def test_the_tolerance_is_inclusive_and_exact(typed, tolerance, earned):
    assert mark("numerical", [typed], ["15"], {"tolerance": tolerance}) == earned


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("MAINLEVEE", "mainlevée"),
        ("  la   mainlevée ", "La mainlevée"),
        ("main-levée", "main levee"),
        ("الإِفراج", "الافراج"),
        ("إدارة", "اداره"),
        ("مستوى", "مستوي"),
        ("الجمـــارك", "الجمارك"),
        ("ሠራተኛ", "ሰራተኛ"),
        ("ፀሐይ", "ጸሀይ"),
        ("٢٠٢٠", "2020"),
        ("Straße", "STRASSE"),
        ("cœur", "coeur"),
        ("%", "%"),
    ],
)
def test_texts_that_say_the_same(typed, accepted):
    assert mark("short", [typed], [accepted]) == FULL
    assert mark("blanks", [f"1={typed}"], [f"1={accepted}"]) == FULL


@pytest.mark.parametrize(("typed", "accepted"), [("main", "mainlevée"), ("", "x"), ("%", "‰"), ("a b", "ab")])
def test_texts_that_do_not(typed, accepted):
    assert mark("short", [typed], [accepted]) == NONE


def test_partial_credit():
    key, on = {"a", "b", "c"}, {"partial": True}
    assert mark("multiple", ["a", "b"], key, on) == Decimal("0.6666")
    assert mark("multiple", ["a", "b", "x"], key, on) == Decimal("0.3333")
    assert mark("multiple", ["a", "x", "y"], key, on) == NONE
    assert mark("multiple", ["a", "b"], key) == NONE
    assert mark("ordering", ["a", "c", "b"], ("a", "b", "c")) == NONE
    assert mark("ordering", ["a", "c", "b"], ("a", "b", "c"), on) == Decimal("0.3333")
    assert mark("ordering", ["a", "", ""], ("a", "b", "c"), on) == Decimal("0.3333")
    assert mark("matching", ["a=1", "b=2"], ("a=1", "b=3", "c=2", "d=4")) == Decimal("0.25")
    assert mark("blanks", ["1=x"], ("1=x", "1=y", "2=z")) == Decimal("0.5")


@pytest.mark.parametrize(
    ("kind", "raw", "read"),
    [
        ("ordering", ["b", "a", "c"], ["b", "a", "c"]),
        ("ordering", ["", "a"], ["", "a", ""]),
        ("ordering", ["", "", ""], []),
        ("ordering", ["a", "a", "b"], None),
        ("ordering", ["a", "b", "c", "d"], None),
        ("ordering", ["x"], None),
        ("matching", ["a=r", "b=s"], ["a=r", "b=s"]),
        ("matching", ["a=r", "b=r"], ["a=r", "b=r"]),
        ("matching", ["a=r", "a=s"], None),
        ("matching", ["a=b"], None),
        ("matching", ["a"], None),
        ("numerical", ["  1,5  "], ["1,5"]),
        ("numerical", [" "], []),
        ("numerical", ["1", "2"], None),
        ("numerical", ["1" * 61], None),
        ("short", ["\u202emainlevée\u200f"], ["mainlevée"]),
        ("short", ["a\x00"], None),
        ("short", ["\ud800"], None),
        ("short", ["x" * 201], None),
        ("short", ["x" * 100_000], None),
        ("blanks", ["c=x", "a= y "], ["a=y", "c=x"]),
        ("blanks", ["a="], []),
        ("blanks", ["d=x"], None),
        ("blanks", ["a=x", "a=y"], None),
        ("blanks", ["a=\x07"], None),
        ("essay", ["  One.\r\n\r\nTwo\tthree.  \n"], ["One.\n\nTwo three."]),
        ("essay", ["a\u2028b\x0bc\rd"], ["a\nb\nc\nd"]),
        ("essay", ["\x00a\u202eb\ud800\x07\ufffe"], ["ab"]),
        ("essay", ["لغة\u200fجمركية\nሁለት"], ["لغةجمركية\nሁለት"]),
        ("essay", ["\u200d \r\n\u200b"], []),
        ("essay", ["x" * 20_000], ["x" * 20_000]),
        ("essay", ["x" * 20_001], None),
        ("essay", [" " * 100_000], None),
        ("essay", ["a", "b"], None),
        ("essay", "text", None),
        ("hotspot", ["a", "b"], ["a", "b"]),
        ("hotspot", ["d"], None),
        ("hotspot", ["a", "a"], None),
    ],
)
def test_what_comes_from_outside_is_an_answer_or_nothing(kind, raw, read):
    assert KINDS[kind].read(raw, ["a", "b", "c"], ["r", "s"]) == read


def test_one_area_or_several():
    kind = KINDS["hotspot"]
    assert kind.read(["a", "b"], ["a", "b"], (), {}) is None
    assert kind.read(["a", "b"], ["a", "b"], (), {"several": True}) == ["a", "b"]
    key, on = {"a", "b"}, {"several": True, "partial": True}
    assert mark("hotspot", ["a"], key, {"several": True}) == NONE
    assert mark("hotspot", ["a"], key, on) == Decimal("0.5")
    assert mark("hotspot", ["a", "c"], key, on) == NONE
    assert mark("hotspot", ["a", "c"], {"a"}, {"partial": True}) == NONE


def test_a_small_area_is_not_hidden_under_a_large_one():
    large, small = ({"shape": "rect", "coords": [40, 40, side, side]} for side in (90, 10))
    definition = {"areas": {"a": small, "b": large}, "width": 200, "height": 200}
    first, last = KINDS["hotspot"].drawn(definition, facts("ab"))
    assert (first.choice, last.choice) == ("id-b", "id-a")
    assert first.coords == ("200", "200", "450", "450")


def test_the_model_answer_in_the_readers_language_or_another():
    kind, definition = KINDS["essay"], {"model": {"fr": "Oui", "en": "Yes", "ar": ""}}
    assert kind.model(definition, ["en"]) == ("Yes", "en")
    assert kind.model(definition, ["ar"]) == ("Oui", "fr")
    assert kind.model({}, ["en"]) == kind.model({"model": {"en": 7}}) == KINDS["short"].model({}) == ("", "")
    assert kind.limits({"least": 50, "most": "x"}) == (50, 0)


@given(data=st.data(), kind=st.sampled_from(["essay", "hotspot"]))
def test_a_definition_in_plain_text_and_back(data, kind):
    _choices, definition = data.draw(questions(kind))
    fields = definitions.written(kind, definition) | {"width": WIDE, "height": HIGH}
    read = definitions.read(kind, fields, LANGUAGES)
    assert read == {name: value for name, value in definition.items() if value}


@pytest.mark.parametrize(
    ("kind", "field", "text", "code"),
    [
        ("essay", "least", "many", "bad_words"),
        ("essay", "most", "5001", "bad_words"),
        ("essay", "most", "9" * 5000, "bad_words"),
        ("essay", "least", "-1", "bad_words"),
        ("essay", "model_en", "x" * 20_001, "unreadable_line"),
        ("hotspot", "areas", "a", "area_line"),
        ("hotspot", "areas", "= rect 1 1 1 1", "area_line"),
        ("hotspot", "areas", "a = rect 1 1 1", "area_line"),
        ("hotspot", "areas", "a = star 1 1 1", "area_line"),
        ("hotspot", "areas", "a = rect 1 1 -1 1", "area_line"),
        ("hotspot", "areas", "a = rect 1 1 1e9 1", "area_line"),
        ("hotspot", "areas", "a = circle 1 1 1\na = circle 2 2 2", "area_line"),
        ("hotspot", "areas", "a = poly " + "1 " * 3000, "unreadable_line"),
        ("hotspot", "areas", "\x00", "unreadable_line"),
    ],
)
def test_what_an_author_wrote_cannot_be_read(kind, field, text, code):
    with pytest.raises(definitions.Unreadable) as found:
        definitions.read(kind, {field: text}, LANGUAGES)
    assert (found.value.field, found.value.code) == (field, code)


def test_of_two_items_in_one_place_the_first_keeps_it():
    kind = KINDS["ordering"]
    assert kind.from_parts({"a": "1", "b": "1", "c": "2"}, ["a", "b", "c"]) == ["a", "c", ""]
    for odd in ("0", "4", "x", "-1", "²"):
        assert kind.read(kind.from_parts({"a": odd}, ["a", "b", "c"]), ["a", "b", "c"]) is None


@pytest.mark.parametrize(
    ("kind", "codes", "definition", "fault"),
    [
        ("ordering", ["a", "b"], {}, ""),
        ("ordering", ["a"], {}, "too_few_choices"),
        ("matching", ["a", "b", "c", "d"], {"pairs": {"a": "c", "b": "c"}}, ""),
        ("matching", ["a", "c"], {"pairs": {"a": "c"}}, "too_few_pairs"),
        ("matching", ["a", "b"], {"pairs": {"a": "c", "b": "c"}}, "pair_unknown"),
        ("matching", ["a", "b"], {"pairs": {"a": "b", "b": "a"}}, "pair_both_sides"),
        ("matching", [], None, "too_few_pairs"),
        ("numerical", [], {"value": "1.5"}, ""),
        ("numerical", ["a"], {"value": "1.5"}, "no_choices_here"),
        ("numerical", [], {}, "no_value"),
        ("numerical", [], {"value": 1.5}, "no_value"),
        ("numerical", [], {"value": "1", "tolerance": "-1"}, "bad_tolerance"),
        ("short", [], {"accepted": {"en": ["x"]}}, ""),
        ("short", [], {"accepted": {"en": []}}, "nothing_accepted"),
        ("short", [], None, "nothing_accepted"),
        ("blanks", [], {"gaps": {"1": {"en": ["x"]}}}, ""),
        ("blanks", [], {"gaps": {"1": {"en": []}}}, "nothing_accepted"),
        ("blanks", [], {"gaps": {str(gap): {"en": ["x"]} for gap in range(1, 22)}}, "too_many_gaps"),
        ("essay", [], {}, ""),
        ("essay", [], {"least": 50}, ""),
        ("essay", [], {"most": 50}, ""),
        ("essay", ["a"], {}, "no_choices_here"),
        ("essay", [], {"least": 51, "most": 50}, "bad_words"),
        ("essay", [], {"least": -1}, "bad_words"),
        ("essay", [], {"most": 5001}, "bad_words"),
        ("essay", [], {"most": "50"}, "bad_words"),
        ("essay", [], {"least": True}, "bad_words"),
    ],
)
def test_what_is_wrong_with_a_question(kind, codes, definition, fault):
    assert KINDS[kind].fault(codes, [], definition) == fault


RECT = {"shape": "rect", "coords": [0, 0, 100, 50]}


@pytest.mark.parametrize(
    ("right", "change", "fault"),
    [
        ("a", {}, ""),
        ("", {}, "no_right_choice"),
        ("ab", {}, "one_right_choice"),
        ("ab", {"several": True}, ""),
        ("a", {"areas": {"a": RECT}}, "area_missing"),
        ("a", {"areas": None}, "area_missing"),
        ("a", {"areas": {"a": RECT, "b": RECT, "c": RECT}}, "area_unknown"),
        ("a", {"width": 0}, "no_picture"),
        ("a", {"height": "50"}, "no_picture"),
        ("a", {"width": True}, "no_picture"),
        ("a", {"width": 10**400}, "no_picture"),
        ("a", {"width": 99}, "area_outside"),
        ("a", {"height": 49}, "area_outside"),
    ],
)
def test_what_is_wrong_with_a_hotspot(right, change, fault):
    definition = {"areas": {"a": RECT, "b": RECT}, "width": 100, "height": 50} | change
    assert KINDS["hotspot"].fault(["a", "b"], right, definition) == fault
    assert KINDS["hotspot"].fault(["a"], "a", definition) == "too_few_choices"


@pytest.mark.parametrize(
    "area",
    [
        None,
        "rect 0 0 1 1",
        {},
        {"shape": "rect"},
        {"shape": ["rect"], "coords": [0, 0, 1, 1]},
        {"shape": "star", "coords": [0, 0, 1, 1]},
        {"shape": "rect", "coords": [0, 0, 0, 1]},
        {"shape": "rect", "coords": [0, 0, 1]},
        {"shape": "rect", "coords": ["0", 0, 1, 1]},
        {"shape": "rect", "coords": [True, 0, 1, 1]},
        {"shape": "rect", "coords": [float("nan"), 0, 1, 1]},
        {"shape": "rect", "coords": [0, 0, 10**400, 1]},
        {"shape": "circle", "coords": [9, 9, -1]},
        {"shape": "circle", "coords": [9, 9, 0]},
        {"shape": "poly", "coords": [0, 0, 5, 5, 9, 9]},
        {"shape": "poly", "coords": [0, 0, 5, 5, 9]},
        {"shape": "poly", "coords": [0, 0, 5, 0, 5, 5] * 50},
    ],
)
def test_what_is_no_area(area):
    definition = {"areas": {"a": area, "b": RECT}, "width": 100, "height": 50}
    kind = KINDS["hotspot"]
    assert kind.fault(["a", "b"], "a", definition) == "bad_shape"
    assert kind.layout(facts("ab"), definition) is None
    assert kind.drawn(definition, facts("ab")) == ()


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"pairs": 7},
        {"value": 7},
        {"accepted": [1]},
        {"gaps": {"x": 1, "1": 2}},
        {"partial": "x"},
        {"areas": 7},
        {"model": 7, "least": [], "most": {}},
    ],
)
def test_a_broken_definition_raises_nothing(name, definition):
    kind = KINDS[name]
    kind.layout([], definition)
    assert mark(name, ["a"], kind.key([], definition), definition) == NONE
