"""What is written as QTI comes back, whatever the kind, the version and the words."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from courses.quizzes.checking import is_keepable
from courses.quizzes.exchange.model import ChoiceSource, Picture, QuestionSource
from courses.quizzes.exchange.qti import read, write
from courses.quizzes.exchange.qti.companion import NAME, merged

VERSIONS = ("2.1", "3.0")
KINDS = (
    *("single", "multiple", "truefalse", "matching", "ordering"),
    *("numerical", "short", "blanks", "essay", "hotspot"),
)
LANGUAGES = ("en", "fr", "ar")
PICTURE = b"\x89PNG\r\n\x1a\n of no matter"

# What is invisible and cannot be kept is refused on the way in, and never comes out.
letters = st.characters(exclude_categories=("Cs", "Cc")).filter(is_keepable)
words = st.text(letters | st.sampled_from(' \n\t\r<>&"{1}'), min_size=1, max_size=25).filter(str.strip)
codes = st.from_regex(r"[A-Za-z0-9_.é :-]{1,12}", fullmatch=True) | words
numbers = st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)
texts = st.lists(words, min_size=1, max_size=3, unique=True)


def by_language(values):
    return st.dictionaries(st.sampled_from(LANGUAGES), values, min_size=1, max_size=3)


def some_choices(draw, least, most=5):
    names = draw(st.lists(codes, min_size=least, max_size=most, unique=True))
    return [ChoiceSource(name, draw(by_language(words))) for name in names]


def marked(choices, right):
    return tuple(replace(choice, is_right=place in right) for place, choice in enumerate(choices))


def single(draw):
    choices = some_choices(draw, 2)
    return {"choices": marked(choices, {draw(st.integers(0, len(choices) - 1))})}


def multiple(draw):
    choices = some_choices(draw, 2)
    right = draw(st.sets(st.integers(0, len(choices) - 1), min_size=1))
    return {"choices": marked(choices, right), "definition": draw(st.sampled_from([{}, {"partial": True}]))}


def truefalse(draw):
    right, order = draw(st.sampled_from(["true", "false"])), draw(st.permutations(["true", "false"]))
    return {"choices": tuple(ChoiceSource(code, {}, code == right) for code in order)}


def matching(draw):
    choices = some_choices(draw, 3, 7)
    names = [choice.code for choice in draw(st.permutations(choices))]
    left = draw(st.integers(2, len(names) - 1))
    pairs = {name: draw(st.sampled_from(names[left:])) for name in names[:left]}
    return {"choices": tuple(choices), "definition": {"pairs": pairs}}


def ordering(draw):
    definition = draw(st.sampled_from([{}, {"partial": True}]))
    return {"choices": tuple(some_choices(draw, 2)), "definition": definition}


def numerical(draw):
    definition = {"value": draw(numbers)}
    definition |= draw(st.fixed_dictionaries({}, optional={"unit": words}))
    return {"definition": definition | draw(st.sampled_from([{}, {"tolerance": "0.50"}, {"tolerance": "3"}]))}


def short(draw):
    return {"definition": {"accepted": draw(by_language(texts))}}


def blanks(draw):
    names = draw(st.lists(st.integers(1, 20).map(str), min_size=1, max_size=4, unique=True))
    gaps = {name: draw(by_language(texts)) for name in names}
    text = {"en": "".join(f"{draw(words)} {{{name}}} " for name in names)}
    return {"text": text, "definition": {"gaps": gaps}}


def essay(draw):
    optional = {"least": st.integers(0, 50), "most": st.integers(60, 900), "model": by_language(words)}
    return {"definition": draw(st.fixed_dictionaries({}, optional=optional))}


def hotspot(draw):
    several = draw(st.booleans())
    found = multiple(draw) if several else single(draw)
    side = st.integers(1, 40)
    shapes = (
        st.builds(lambda *coords: {"shape": "rect", "coords": list(coords)}, side, side, side, side)
        | st.builds(lambda *coords: {"shape": "circle", "coords": list(coords)}, side, side, side)
        | st.just({"shape": "poly", "coords": [1, 1, 30, 2, 15, 25]})
    )
    areas = {choice.code: draw(shapes) for choice in found["choices"]}
    definition = {"areas": areas, "width": 100, "height": 80, "several": several}
    partial = found.get("definition", {})
    return {"choices": found["choices"], "definition": definition | partial, "picture": draw(pictures)}


pictures = st.builds(
    Picture,
    name=st.from_regex(r"[a-zé][a-z é]{0,8}\.(png|jpg)", fullmatch=True),
    content=st.just(PICTURE),
    alt=st.dictionaries(st.sampled_from(LANGUAGES), words, max_size=2),
)
_MAKERS = (single, multiple, truefalse, matching, ordering, numerical, short, blanks, essay, hotspot)
MAKERS = {maker.__name__: maker for maker in _MAKERS}


@st.composite
def questions(draw, kind):
    common = {
        "code": draw(codes),
        "kind": kind,
        "text": draw(by_language(words)),
        "explanation": draw(st.dictionaries(st.sampled_from(LANGUAGES), words, max_size=2)),
        "difficulty": draw(st.integers(1, 3)),
        "tags": tuple(draw(st.lists(words, max_size=2))),
        "subjects": tuple(draw(st.lists(codes, max_size=2))),
        "source": draw(st.sampled_from(["", "https://example.org/wco?a=1&b=2"])),
        "picture": draw(st.none() | pictures),
    }
    return QuestionSource(**(common | MAKERS[kind](draw)))


def without_lines(reading):
    return tuple(replace(question, line=0) for question in reading.questions)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_question_comes_back_as_it_was(kind, version):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(question=questions(kind))
    def comes_back(question):
        writing = write([question], language="en", version=version)
        assert without_lines(read(writing.content, language="en")) == (question,)
        assert without_lines(read(writing.content, language="fr")) == (question,)

    comes_back()


CHOICES = (
    ChoiceSource("a", {"en": "Amber", "fr": "Ambre"}, True),
    ChoiceSource("b", {"en": "Blue"}, True),
    ChoiceSource("c", {"en": "Coral"}),
)
ONE_RIGHT = (*CHOICES[:1], replace(CHOICES[1], is_right=False), CHOICES[2])
AREAS = {
    "a": {"shape": "rect", "coords": [1, 2, 30, 40]},
    "b": {"shape": "circle", "coords": [50, 50, 5]},
    "c": {"shape": "poly", "coords": [60, 10, 90, 10, 75, 40]},
}
SAMPLES = {
    "single": {"choices": ONE_RIGHT},
    "multiple": {"choices": CHOICES, "definition": {"partial": True}},
    "truefalse": {"choices": (ChoiceSource("true", {}, True), ChoiceSource("false"))},
    "matching": {
        "choices": tuple(replace(choice, is_right=False) for choice in CHOICES),
        "definition": {"pairs": {"a": "c", "b": "c"}},
    },
    "ordering": {"choices": tuple(replace(choice, is_right=False) for choice in CHOICES[::-1])},
    "numerical": {"definition": {"value": "12.50", "tolerance": "0.5", "unit": "kg"}},
    "short": {"definition": {"accepted": {"en": ["duty", "customs duty"]}}},
    "blanks": {
        "text": {"en": "The {2} pays the {1}.\n\nTrue?"},
        "definition": {"gaps": {"2": {"en": ["importer"]}, "1": {"en": ["duty", "tax"]}}},
    },
    "essay": {"definition": {"model": {"en": "Because it is so."}}},
    "hotspot": {
        "choices": CHOICES,
        "definition": {"areas": AREAS, "width": 100, "height": 80, "several": True},
        "picture": Picture("map.png", PICTURE, {"en": "A map"}),
    },
}


def sample(kind):
    text, why = {"en": "What is it?\nSay it.", "fr": "Quoi ?"}, {"en": "It says so.\n\nIn the law."}
    return QuestionSource(**({"code": "q-1", "kind": kind, "text": text, "explanation": why} | SAMPLES[kind]))


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def in_english(words):
    return {language: text for language, text in words.items() if language == "en"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_item_alone_says_all_that_one_language_needs(kind, version):
    question = sample(kind)
    content = files_of(write([question], language="en", version=version).content)
    content.pop(NAME, None)
    reading = read(zipped(content), language="en")
    (found,) = without_lines(reading)
    choices = sorted(found.choices, key=lambda choice: choice.code) if kind == "matching" else found.choices
    expected = tuple(replace(choice, text=in_english(choice.text)) for choice in question.choices)
    assert tuple(choices) == expected
    assert found.text == in_english(question.text)
    assert (found.kind, found.definition) == (question.kind, question.definition)
    assert (found.explanation, found.picture) == (question.explanation, question.picture)
    assert reading.findings == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_questions_are_the_same_bytes(version):
    questions = [replace(sample(kind), code=f"q-{kind}") for kind in KINDS]
    first, second = (write(questions, language="en", version=version) for _ in range(2))
    assert first == second
    assert [question.code for question in read(first.content, language="en").questions] == [
        question.code for question in questions
    ]


def test_each_version_speaks_its_own_words():
    for version, root in (("2.1", b"<assessmentItem "), ("3.0", b"<qti-assessment-item ")):
        item = files_of(write([sample("hotspot")], language="en", version=version).content)["items/0001.xml"]
        assert root in item
    with pytest.raises(KeyError):
        write([], language="en", version="1.2")


def test_what_other_systems_do_not_see_is_said():
    questions = [
        sample("single"),
        replace(sample("ordering"), code="o", definition={"partial": True}),
        replace(sample("essay"), code="e", definition={"least": 50}),
    ]
    found = write(questions, language="en").findings
    assert {(item.level, item.code) for item in found} == {("note", "only_here")}
    assert [(item.question, item.detail) for item in found] == [
        ("q-1", "languages"),
        ("o", "partial"),
        ("o", "languages"),
        ("e", "least"),
        ("e", "languages"),
    ]


def test_a_question_without_a_key_is_not_written_and_that_is_said():
    lame = replace(sample("single"), code="lame", choices=(ChoiceSource("a", {"en": "A"}),), line=7)
    writing = write([lame, sample("short")], language="en")
    assert [(item.level, item.code, item.question, item.line) for item in writing.findings[:1]] == [
        ("refused", "no_key", "lame", 7)
    ]
    assert [question.code for question in read(writing.content, language="en").questions] == ["q-1"]


def test_an_item_edited_elsewhere_keeps_the_edit_and_its_other_languages():
    files = files_of(write([sample("single")], language="en").content)
    files["items/0001.xml"] = files["items/0001.xml"].replace(b">Amber<", b">Yellow<")
    (found,) = read(zipped(files), language="en").questions
    assert found.choices[0].text == {"en": "Yellow", "fr": "Ambre"}


def test_a_choice_taken_away_elsewhere_leaves_the_rest():
    files = files_of(write([sample("single")], language="en").content)
    item = files["items/0001.xml"].decode()
    start = item.index('<qti-simple-choice identifier="b"')
    files["items/0001.xml"] = (item[:start] + item[item.index("<qti-simple-choice", start + 1) :]).encode()
    (found,) = read(zipped(files), language="en").questions
    assert [choice.code for choice in found.choices] == ["a", "c"]
    assert found.text["fr"] == "Quoi ?"


def test_a_companion_of_another_kind_is_left_aside_and_that_is_said():
    files = files_of(write([sample("single")], language="en").content)
    companion = json.loads(files[NAME])
    companion["items"]["items/0001.xml"]["kind"] = "essay"
    reading = read(zipped(files | {NAME: json.dumps(companion).encode()}), language="en")
    assert [question.text for question in reading.questions] == [{"en": "What is it?\nSay it."}]
    assert [(item.code, item.question) for item in reading.findings] == [("companion_unfit", "q-1")]


@pytest.mark.parametrize(
    ("old", "patch", "new"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_patches_are_merged_as_rfc_7386_says(old, patch, new):
    assert merged(old, patch) == new


def test_two_questions_with_one_code_get_one_each():
    writing = write([sample("short"), sample("essay")], language="en")
    found = read(writing.content, language="en")
    assert [question.code for question in found.questions] == ["q-1", "q-1-2"]
    assert [item.code for item in found.findings] == ["code_changed"]


def test_a_picture_keeps_its_name_but_no_path():
    question = replace(sample("single"), picture=Picture("../a/Carte générale.png", PICTURE))
    (found,) = read(write([question], language="en").content, language="en").questions
    assert found.picture == Picture("Carte générale.png", PICTURE)


def test_what_no_xml_can_hold_is_left_out_and_said():
    question = replace(sample("short"), text={"en": "A\x00B\ud800C\x1fD\u202eE"})
    writing = write([question], language="en")
    assert [(item.level, item.code) for item in writing.findings] == [("lost", "unreadable_characters")]
    (found,) = read(writing.content, language="en").questions
    assert found.text == {"en": "ABCDE"}
