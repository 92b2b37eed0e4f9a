"""Questions of every kind, made up: what a round trip through a Moodle format must bring back."""

import string
from dataclasses import replace

from hypothesis import strategies as st

from courses.quizzes.exchange.model import ChoiceSource, Picture, QuestionSource

# Letters of several scripts, and every sign that means something in GIFT, HTML, XML or cloze.
SIGNS = "abc XYZ éÅß جمرك ማ 関 01 %~=#{}:\\\"'<>&;*[]()@/$-+.,!?|_→½"
PNG = b"\x89PNG\r\n\x1a\n" + b"made up"
LANGUAGES = ("en", "fr", "ar")
HEADINGS = ["[html]", "//", "::", "->", "####", "%50%", "{mlang en}", "&amp;", "<b>", "{2}", "T"]

codes = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=12)


def _tidy(text: str) -> str:
    return text.strip()


words = (
    st.one_of(
        st.text(SIGNS, min_size=1, max_size=30),
        st.tuples(st.sampled_from(HEADINGS), st.text(SIGNS, max_size=10)).map("".join),
    )
    .map(_tidy)
    .filter(bool)
)
short_words = words.map(lambda text: " ".join(text.split()))
prose = st.lists(words, min_size=1, max_size=3).map(lambda lines: "\n".join(lines).strip())
tags = st.text(string.ascii_letters + " -é", min_size=1, max_size=10).map(lambda t: " ".join(t.split()))
numbers = st.decimals(-(10**6), 10**6, places=3).map(str)


def by_language(texts, languages):
    return st.fixed_dictionaries(dict.fromkeys(languages, texts))


def gapless(text: str) -> str:
    """Without what would be read as a gap."""
    return text.replace("{", "(")


@st.composite
def questions(draw, languages=LANGUAGES, kinds=None, with_picture=True):
    """A question that says everything in each of some of the languages, the first among them."""
    used = (
        [languages[0], *draw(st.lists(st.sampled_from(languages[1:]), unique=True))]
        if languages[1:]
        else languages
    )
    kind = draw(st.sampled_from(kinds or sorted(BODIES)))
    body = draw(BODIES[kind](used))
    picture = None
    if with_picture and (kind == "hotspot" or draw(st.booleans())):
        picture = Picture("map 1.png", PNG, draw(by_language(short_words, used)))
    return replace(
        QuestionSource(
            code=draw(codes),
            kind=kind,
            text=body.pop("text", None) or draw(by_language(prose, used)),
            explanation=draw(st.one_of(st.just({}), by_language(prose, used))),
            difficulty=draw(st.sampled_from([1, 2, 3])),
            tags=tuple(draw(st.lists(tags.filter(bool), unique=True, max_size=3))),
            subjects=tuple(draw(st.lists(codes, unique=True, max_size=2))),
            source=draw(st.sampled_from(["", "https://example.org/a?b=[1]&c=<2>"])),
            picture=picture,
        ),
        **body,
    )


def sheets(**given):
    """Several questions, no two with the same code."""
    return st.lists(questions(**given), min_size=1, max_size=4, unique_by=lambda question: question.code)


@st.composite
def _choices(draw, languages, right, least=2):
    named = draw(st.lists(codes, min_size=least, max_size=5, unique=True))
    flags = draw(right(len(named)))
    count = len(named)
    said = by_language(short_words, languages)
    texts = draw(st.lists(said, min_size=count, max_size=count, unique_by=lambda text: text[languages[0]]))
    return tuple(ChoiceSource(code, text, flag) for code, text, flag in zip(named, texts, flags, strict=True))


def _one(count):
    return st.integers(0, count - 1).map(lambda right: [place == right for place in range(count)])


def _some(count):
    return st.lists(st.booleans(), min_size=count, max_size=count).filter(any)


def _none(count):
    return st.just([False] * count)


def _single(languages):
    return st.fixed_dictionaries({"choices": _choices(languages, _one)})


def _multiple(languages):
    partial = st.sampled_from([{}, {"partial": True}])
    return st.fixed_dictionaries({"choices": _choices(languages, _some), "definition": partial})


def _truefalse(languages):
    def choices(right):
        return tuple(ChoiceSource(code, {}, code == right) for code in ("true", "false"))

    return st.fixed_dictionaries({"choices": st.sampled_from(["true", "false"]).map(choices)})


@st.composite
def _matching(draw, languages):
    choices = draw(_choices(languages, _none, least=4))
    names = [choice.code for choice in choices]
    left = draw(st.integers(2, len(names) - 1))
    right = names[left:]
    pairs = {name: draw(st.sampled_from(right)) for name in names[:left]}
    order = [*dict.fromkeys(pairs.values())]
    order += [name for name in right if name not in order]
    by_code = {choice.code: choice for choice in choices}
    return {
        "choices": tuple(by_code[name] for name in [*names[:left], *order]),
        "definition": {"pairs": pairs},
    }


def _ordering(languages):
    partial = st.sampled_from([{}, {"partial": True}])
    return st.fixed_dictionaries({"choices": _choices(languages, _none), "definition": partial})


def _numerical(languages):
    tolerance = st.one_of(st.just({}), numbers.map(lambda text: {"tolerance": text.lstrip("-")}))
    unit = st.sampled_from([{}, {"unit": "%"}, {"unit": "kg/m²"}])
    parts = st.tuples(numbers, tolerance, unit)
    return parts.map(lambda found: {"definition": {"value": found[0], **found[1], **found[2]}})


def _accepted(languages):
    return by_language(st.lists(short_words, min_size=1, max_size=3, unique=True), languages)


def _short(languages):
    return _accepted(languages).map(lambda found: {"definition": {"accepted": found}})


@st.composite
def _blanks(draw, languages, count=None):
    count = count or draw(st.integers(1, 3))
    gaps = {str(place): draw(_accepted(languages)) for place in range(1, count + 1)}
    text = {}
    for language in languages:
        order = draw(st.permutations(list(gaps)))
        parts = [f"{gapless(draw(words))} {{{gap}}}" for gap in order]
        text[language] = " ".join([*parts, gapless(draw(words))])
    return {"text": text, "definition": {"gaps": gaps}}


def _essay(languages):
    limits = st.sampled_from([{}, {"least": 50}, {"least": 0, "most": 200}])
    model = st.one_of(st.just({}), by_language(prose, languages).map(lambda text: {"model": text}))
    return st.tuples(limits, model).map(lambda found: {"definition": {**found[0], **found[1]}})


@st.composite
def _hotspot(draw, languages):
    choices = draw(_choices(languages, _some).filter(lambda found: not all(c.is_right for c in found)))
    pixel = st.integers(0, 900)
    shapes = {"rect": 4, "circle": 3, "poly": 8}
    areas = {}
    for choice in choices:
        shape = draw(st.sampled_from(sorted(shapes)))
        coords = draw(st.lists(pixel, min_size=shapes[shape], max_size=shapes[shape]))
        areas[choice.code] = {"shape": shape, "coords": coords}
    partial = draw(st.sampled_from([{}, {"partial": True}]))
    several = draw(st.booleans())
    definition = {"areas": areas, "width": 1000, "height": 950, "several": several, **partial}
    return {"choices": choices, "definition": definition}


BODIES = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "matching": _matching,
    "ordering": _ordering,
    "numerical": _numerical,
    "short": _short,
    "blanks": _blanks,
    "essay": _essay,
    "hotspot": _hotspot,
}
