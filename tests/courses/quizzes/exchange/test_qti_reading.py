"""Items as other systems write them, in the words of both versions."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from courses.quizzes.exchange.model import UnreadableFile
from courses.quizzes.exchange.qti import read
from courses.quizzes.exchange.reasons import REASONS

TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MATCH = f'<responseProcessing template="{TEMPLATES}match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}map_response"/>'
SPACES = {"2.0": "imsqti_v2p0", "2.1": "imsqti_v2p1", "2.2": "imsqti_v2p2"}


def item(declared: str, body: str, processing: str = MATCH, after: str = "", more: str = "") -> str:
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="T"'
        f' adaptive="false" timeDependent="false" {more}>\n{declared}\n<itemBody>\n{body}\n</itemBody>\n'
        f"{processing}\n{after}</assessmentItem>"
    )


def key(*values, cardinality="single", base="identifier", mapping="", name="RESPONSE") -> str:
    right = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{right}</correctResponse>" if right else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"{correct}{mapping}</responseDeclaration>"
    )


def mapping(worth: dict, **bounds) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in worth.items())
    said = "".join(f' {name}="{value}"' for name, value in bounds.items())
    return f"<mapping{said}>{entries}</mapping>"


def choice(*choices, most=1, prompt="Which?", more="") -> str:
    parts = "".join(f'<simpleChoice identifier="{name}">{words}</simpleChoice>' for name, words in choices)
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}" {more}>\n'
        f"<prompt>{prompt}</prompt>{parts}</choiceInteraction>"
    )


def in_version_3(xml: str) -> str:
    """The same item in the words of QTI 3."""

    def kebab(found):
        return re.sub("[A-Z]", lambda letter: "-" + letter[0].lower(), found)

    html = {"p", "br", "img", "object", "b", "span", "table", "tr", "td", "math", "video", "div"}

    def tag(found):
        name = found[2] if found[2] in html else "qti-" + kebab(found[2])
        return f"<{found[1]}{name}" + re.sub(r" ([a-zA-Z]+)=", lambda at: f" {kebab(at[1])}=", found[3])

    return re.sub(r"<(/?)([a-zA-Z]+)([^>]*)", tag, xml).replace("imsqti_v2p1", "imsqtiasi_v3p0")


def reading(xml: str, language: str = "en"):
    return read(xml.encode(), language=language)


def only(xml: str, language: str = "en"):
    found = reading(xml, language)
    assert len(found.questions) == 1, found.findings
    return found.questions[0], said(found)


def said(found):
    return [(item.level.value, item.code, item.line) for item in found.findings]


WATER = (("H", "Hydrogen"), ("He", "Helium"), ("O", "Oxygen"), ("Cl", "Chlorine"))


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2", "3.0"])
def test_every_version_is_read_alike(version):
    xml = item(key("H", "O", cardinality="multiple"), choice(*WATER, most=0))
    xml = in_version_3(xml) if version == "3.0" else xml.replace("imsqti_v2p1", SPACES[version])
    question, found = only(xml)
    assert (question.code, question.kind, question.text, question.definition, question.line) == (
        "i1",
        "multiple",
        {"en": "Which?"},
        {},
        1,
    )
    assert [(part.code, part.text["en"], part.is_right) for part in question.choices] == [
        (name, words, name in "HO") for name, words in WATER
    ]
    assert found == []


def test_a_prefix_and_a_byte_order_mark_change_nothing():
    xml = item(key("a"), choice(("a", "A"), ("b", "B")))
    prefixed = re.sub(r"<(/?)", r"<\1q:", xml).replace("xmlns=", "xmlns:q=")
    assert only(prefixed)[0] == only(xml)[0]
    for encoding in ("utf-8-sig", "utf-16"):
        assert read(xml.encode(encoding), language="en").questions == (only(xml)[0],)


@pytest.mark.parametrize(
    ("own", "told", "kept"),
    [
        ("", "fr", "fr"),
        ("en-US", "en", "en"),
        ("es", "en", "es"),
        ("fr-CA", "en", "fr"),
        ("../x", "en", "en"),
    ],
)
def test_the_language_an_item_names_is_its_own(own, told, kept):
    question, _found = only(item(key("a"), choice(("a", "A"), ("b", "B")), more=f'xml:lang="{own}"'), told)
    assert list(question.text) == [kept]


@pytest.mark.parametrize(
    ("worth", "bounds", "partial", "is_ours"),
    [
        ({"H": 1, "O": 1, "He": -1, "Cl": -1}, {"lowerBound": 0}, True, True),
        ({"H": 1, "O": 1}, {"lowerBound": 0, "defaultValue": -1}, True, True),
        ({"H": 1, "O": 1}, {"lowerBound": 0, "defaultValue": -2}, True, False),
        ({"H": 2, "O": 1}, {"lowerBound": 0, "defaultValue": -1}, True, False),
        ({"H": 1, "O": 1, "He": -1, "Cl": -1}, {}, True, False),
    ],
)
def test_points_are_ours_or_it_is_said_that_they_are_not(worth, bounds, partial, is_ours):
    declared = key("H", "O", cardinality="multiple", mapping=mapping(worth, **bounds))
    question, found = only(item(declared, choice(*WATER, most=0), MAP))
    assert question.definition == ({"partial": True} if partial else {})
    assert found == ([] if is_ours else [("lost", "scoring_ours", 7)])


INLINE = """<responseProcessing><responseCondition><responseIf>
<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
<setOutcomeValue identifier="SCORE"><baseValue baseType="float">5</baseValue></setOutcomeValue></responseIf>
<responseElse><setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">no</baseValue>
</setOutcomeValue></responseElse></responseCondition></responseProcessing>"""


@pytest.mark.parametrize(
    ("processing", "is_ours"),
    [
        ("", True),
        (INLINE, True),
        (INLINE.replace('correct identifier="RESPONSE"', 'correct identifier="OTHER"'), False),
        (INLINE.replace("match>", "member>"), False),
        (INLINE.replace("Else>", "ElseIf>").replace("<responseElseIf>", "<responseElseIf><match/>"), False),
        ('<responseProcessing template="https://example.org/own.xml"/>', False),
    ],
)  # fmt: skip
def test_scoring_that_is_written_out_is_recognised(processing, is_ours):
    _question, found = only(item(key("a"), choice(("a", "A"), ("b", "B")), processing))
    assert [code for _level, code, _line in found] == ([] if is_ours else ["scoring_ours"])


@pytest.mark.parametrize(
    ("words", "language"),
    [(("True", "False"), "en"), (("faux", "vrai"), "fr"), (("صحيح", "خطأ"), "ar"), (("ሐሰት", "እውነት"), "am")],
)
def test_true_and_false_are_recognised_by_their_words(words, language):
    question, found = only(item(key("y"), choice(("x", words[0]), ("y", words[1]))), language)
    codes = ["true", "false"] if words[0] in ("True", "صحيح") else ["false", "true"]
    assert (question.kind, [part.code for part in question.choices]) == ("truefalse", codes)
    assert [(part.text, part.is_right) for part in question.choices] == [({}, False), ({}, True)]
    assert found == []


def test_two_choices_that_say_something_else_stay_a_single_choice():
    question, _found = only(item(key("true"), choice(("true", "Correct"), ("false", "Incorrect"))))
    assert (question.kind, question.choices[0].text) == ("single", {"en": "Correct"})


def test_an_order():
    body = choice(("a", "A"), ("b", "B"), ("c", "C")).replace("choiceInteraction", "orderInteraction")
    question, found = only(item(key("c", "a", cardinality="ordered"), body))
    assert (question.kind, [part.code for part in question.choices]) == ("ordering", ["c", "a"])
    assert found == [("lost", "choice_lost", 5)]


def match(left, right, *pairs, worth=None) -> str:
    def side(names):
        parts = (f'<simpleAssociableChoice identifier="{n}">{n}!</simpleAssociableChoice>' for n in names)
        return f"<simpleMatchSet>{''.join(parts)}</simpleMatchSet>"

    points = mapping(worth or dict.fromkeys(pairs, 1), defaultValue=0)
    declared = key(*pairs, cardinality="multiple", base="directedPair", mapping=points)
    inner = f"<prompt>Which?</prompt>{side(left)}{side(right)}"
    return item(declared, f'<matchInteraction responseIdentifier="RESPONSE">{inner}</matchInteraction>', MAP)


def test_pairs():
    question, found = only(match("AB", "XYZ", "A X", "B X"))
    assert (question.kind, question.definition) == ("matching", {"pairs": {"A": "X", "B": "X"}})
    assert (len(question.choices), found) == (5, [])


def test_pairs_that_fit_from_the_other_side_only():
    question, found = only(match("AB", "XYZ", "A X", "A Y", "B Z"))
    assert question.definition == {"pairs": {"X": "A", "Y": "A", "Z": "B"}}
    assert [code for _level, code, _line in found] == ["sides_swapped"]


def test_a_left_side_that_belongs_to_nothing_is_lost():
    question, found = only(match("ABC", "XYZ", "A X", "B X"))
    assert [part.code for part in question.choices] == ["A", "B", "X", "Y", "Z"]
    assert [code for _level, code, _line in found] == ["choice_lost"]


def test_pairs_worth_different_points_are_worth_the_same_here():
    _question, found = only(match("AB", "XY", "A X", "B Y", worth={"A X": 1, "B Y": 2}))
    assert [code for _level, code, _line in found] == ["scoring_ours"]


def test_an_association_gets_sides():
    parts = "".join(
        f'<simpleAssociableChoice identifier="{n}">{n}!</simpleAssociableChoice>' for n in "ABCDE"
    )
    declared = key("A B", "C D", cardinality="multiple", base="pair")
    body = f'<p>Pairs?</p><associateInteraction responseIdentifier="RESPONSE">{parts}</associateInteraction>'
    question, found = only(item(declared, body, ""))
    assert question.definition == {"pairs": {"A": "B", "C": "D"}}
    assert found == [("note", "sides_chosen", 4)]


ENTRY = '<p>The duty is <textEntryInteraction responseIdentifier="RESPONSE"/> per cent.</p>'


def equal(more: str, name: str = "equal") -> str:
    test = f'<{name} {more}><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></{name}>'
    return re.sub(r"<match>.*</match>", test, INLINE, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("value", "processing", "definition", "codes"),
    [
        ("12.5", MATCH, {"value": "12.5"}, []),
        ("1.234", MATCH, {"value": "1.234"}, []),
        ("-1e3", MATCH, {"value": "-1000"}, []),
        ("5", equal('toleranceMode="exact"'), {"value": "5"}, []),
        ("5", equal('toleranceMode="absolute" tolerance="0.5 0.5"'), {"value": "5", "tolerance": "0.5"}, []),
        ("5", equal('toleranceMode="absolute" tolerance="0.5"'), {"value": "5", "tolerance": "0.5"}, []),
        ("-200", equal('toleranceMode="relative" tolerance="5"'), {"value": "-200", "tolerance": "10"}, []),
        ("5", equal('toleranceMode="absolute" tolerance="1 2"'), {"value": "5"}, ["tolerance_lost"]),
        ("5", equal('toleranceMode="absolute" tolerance="{T}"'), {"value": "5"}, ["tolerance_lost"]),
        ("7.39", equal('roundingMode="decimalPlaces" figures="2"', "equalRounded"),
         {"value": "7.39", "tolerance": "0.005"}, []),
        ("7.39", equal('roundingMode="significantFigures" figures="2"', "equalRounded"),
         {"value": "7.39"}, ["tolerance_lost"]),
    ],
)  # fmt: skip
def test_numbers(value, processing, definition, codes):
    question, found = only(item(key(value, base="float"), ENTRY, processing))
    assert (question.kind, question.definition) == ("numerical", definition)
    assert question.text == {"en": "The duty is ____ per cent."}
    assert [code for _level, code, _line in found] == codes


@pytest.mark.parametrize("value", ["NaN", "INF", "1e999999999", "9" * 10_000, "a dozen", ""])
def test_what_is_no_number_is_refused(value):
    found = reading(item(key(value, base="float"), ENTRY))
    assert (found.questions, said(found)) == ((), [("refused", "no_number", 4)])


def test_a_short_text():
    worth = mapping({"York": 1, "york": "0.5", "Kent": 0}, defaultValue=0)
    question, found = only(item(key("York", base="string", mapping=worth), ENTRY, MAP))
    assert (question.kind, question.definition) == ("short", {"accepted": {"en": ["York", "york"]}})
    assert found == [("lost", "scoring_ours", 6), ("note", "case_ignored", 4)]


def test_several_fields_are_blanks():
    declared = key("duty", base="string", name="R1") + key("b", name="R2")
    body = """<p>Pay the <textEntryInteraction responseIdentifier="R1"/> to
<inlineChoiceInteraction responseIdentifier="R2"><inlineChoice identifier="a">us</inlineChoice>
<inlineChoice identifier="b">customs</inlineChoice></inlineChoiceInteraction>, not {1}.</p>"""
    question, found = only(item(declared, body, ""))
    assert (question.kind, question.text) == ("blanks", {"en": "Pay the {1} to {2}, not (1)."})
    assert question.definition == {"gaps": {"1": {"en": ["duty"]}, "2": {"en": ["customs"]}}}
    assert found == [("note", "case_ignored", 4), ("lost", "options", 5), ("note", "braces_replaced", 4)]


def test_one_list_in_a_sentence_is_a_single_choice():
    body = """<p>Pay <inlineChoiceInteraction responseIdentifier="RESPONSE">
<inlineChoice identifier="a">us</inlineChoice><inlineChoice identifier="b">customs</inlineChoice>
</inlineChoiceInteraction> now.</p>"""
    question, found = only(item(key("b"), body))
    assert (question.kind, question.text) == ("single", {"en": "Pay ____ now."})
    assert [(part.text["en"], part.is_right) for part in question.choices] == [
        ("us", False),
        ("customs", True),
    ]
    assert found == [("note", "list_as_choices", 4)]


def test_an_essay_with_a_rubric():
    body = """<p>Why?</p><extendedTextInteraction responseIdentifier="RESPONSE" expectedLength="200"/>
<rubricBlock view="scorer"><p>Two points.</p></rubricBlock>
<rubricBlock view="candidate"><p>Take your time.</p></rubricBlock>"""
    question, found = only(item(key("Because.", base="string"), body, ""))
    assert (question.kind, question.definition) == ("essay", {"model": {"en": "Because."}})
    assert question.text == {"en": "Why?\n\nTake your time."}
    assert (question.explanation, found) == ({"en": "Two points."}, [("note", "rubric_as_explanation", 5)])


def feedback(name: str, words: str) -> str:
    return (
        f'<modalFeedback outcomeIdentifier="F" identifier="{name}" showHide="show">{words}</modalFeedback>\n'
    )


def test_feedback_on_the_question_explains_it_and_that_on_answers_is_lost():
    body = choice(("a", "A"), ("b", 'B<feedbackInline identifier="b">No.</feedbackInline>'))
    after = feedback("solution", "See the law.")
    question, found = only(item(key("a"), body, MATCH, after))
    assert (question.choices[1].text, question.explanation) == ({"en": "B"}, {"en": "See the law."})
    assert found == [("lost", "answer_feedback", 5)]


def png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    parts = (head, b"IDAT" + zlib.compress(b"\0" * (width + 1) * height), b"IEND")
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def package(items: dict, others: dict | None = None, resources: str = "", manifest: str = "") -> bytes:
    named = "".join(
        f'<resource identifier="r{place}" type="imsqti_item_xmlv2p1" href="{path}"/>\n'
        for place, path in enumerate(items)
    )
    manifest = manifest or (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">\n<resources>\n'
        f"{resources}{named}</resources></manifest>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in {"imsmanifest.xml": manifest, **items, **(others or {})}.items():
            archive.writestr(path, content)
    return stream.getvalue()


SPOTS = (
    '<hotspotChoice shape="rect" coords="1,2,11,22" identifier="a" hotspotLabel="North"/>\n'
    '<hotspotChoice shape="circle" coords="20,20,5" identifier="b"/>\n'
    '<hotspotChoice shape="poly" coords="1,1,9,1,9,9,1,1" identifier="c" hotspotLabel="South"/>'
)


def pointed(spots: str = SPOTS) -> str:
    picture = '<object type="image/png" data="../pictures/a%20b.png">Map</object>'
    inner = f"<prompt>Where?</prompt>\n{picture}\n{spots}"
    return item(key("a"), f'<hotspotInteraction responseIdentifier="RESPONSE">{inner}</hotspotInteraction>')


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_a_hotspot(version):
    xml = pointed() if version == "2.1" else in_version_3(pointed())
    found = read(package({"items/a.xml": xml}, {"pictures/a b.png": png(40, 30)}), language="en")
    (question,) = found.questions
    assert (question.kind, question.text) == ("hotspot", {"en": "Where?"})
    assert question.definition == {
        "areas": {
            "a": {"shape": "rect", "coords": [1, 2, 10, 20]},
            "b": {"shape": "circle", "coords": [20, 20, 5]},
            "c": {"shape": "poly", "coords": [1, 1, 9, 1, 9, 9]},
        },
        "width": 40,
        "height": 30,
        "several": False,
    }
    assert [(part.text["en"], part.is_right) for part in question.choices] == [
        ("North", True),
        ("2", False),
        ("South", False),
    ]
    assert (question.picture.name, question.picture.alt) == ("a b.png", {"en": "Map"})
    assert said(found) == [("note", "area_named", 7)]


@pytest.mark.parametrize(
    ("spots", "code"),
    [
        (SPOTS.replace("20,20,5", "20,20,0"), "area"),
        (SPOTS.replace("20,20,5", "20%,20%,5%"), "area"),
        (SPOTS.replace('shape="circle"', 'shape="default"'), "area"),
        (SPOTS.replace('"20,20,5"', '"' + "9" * 9999 + ',1,1"'), "area"),
        (SPOTS.replace('identifier="b"', 'identifier="a"'), "duplicate_choice"),
    ],
)
def test_areas_that_are_none_of_ours_are_refused(spots, code):
    found = read(package({"items/a.xml": pointed(spots)}, {"pictures/a b.png": png(40, 30)}), language="en")
    assert [(item.level.value, item.code) for item in found.findings if item.level == "refused"] == [
        ("refused", code)
    ]


def test_a_hotspot_without_its_picture_is_refused():
    found = reading(pointed())
    assert [item.code for item in found.findings] == ["picture_missing", "picture_missing"]
    assert found.questions == ()


def test_pictures_beside_the_first_are_lost_and_media_too():
    body = '<p><img src="a.png" alt="One"/><img src="b.png" alt="Two"/><video src="c"/>Look.</p>'
    xml = item(key("a"), body + choice(("a", "A"), ("b", "B")))
    found = read(package({"i.xml": xml}, {"a.png": png(2, 2), "b.png": png(2, 2)}), language="en")
    (question,) = found.questions
    assert (question.picture.name, question.text) == ("a.png", {"en": "TwoLook.\n\nWhich?"})
    assert said(found) == [("lost", "further_picture", 4), ("lost", "media", 4)]


def test_what_plain_text_does_not_show_is_said_once_each():
    body = "<p>H<sub>2</sub>O <b>is</b><br/>\n  <b>water</b></p><table><tr><td>1</td><td>2</td></tr></table>"
    question, found = only(item(key("a"), body + choice(("a", "A"), ("b", "B"))))
    assert question.text == {"en": "H2O is\nwater\n\n1 2\n\nWhich?"}
    assert [code for _level, code, _line in found] == [
        "formatting",
        "formatting",
        "table_flattened",
    ]


REFUSED = {
    "adaptive_item": item(key("a"), choice(("a", "A"), ("b", "B"))).replace(
        'adaptive="false"', 'adaptive="true"'
    ),
    "template_item": item(
        key("a") + '<templateDeclaration identifier="x" cardinality="single" baseType="integer"/>',
        choice(("a", "A"), ("b", "B")),
    ),
    "several_interactions": item(key("a"), 2 * choice(("a", "A"), ("b", "B"))),
    "no_interaction": item("", "<p>Read this.</p>"),
    "no_key": item(key(), choice(("a", "A"), ("b", "B"))),
    "choice_without_words": item(key("a"), choice(("a", "A"), ("b", '<img src="b.png" alt=""/>'))),
    "duplicate_choice": item(key("a"), choice(("a", "A"), ("a", "B"))),
    "too_few_choices": item(key("a"), choice()),
    "many_to_many": match("AB", "XY", "A X", "A Y", "B X"),
    "pair_unknown": match("AB", "XY", "A X", "B Q"),
    "too_few_pairs": match("AB", "XY", "A X"),
    "include_unsupported": item(key("a"), choice(("a", "A"), ("b", "B")) + '<include href="x"/>'),
    "bad_code": item(key("a"), choice(("a", "A"), ("b", "B"))).replace('"i1"', f'"{"i" * 10_000}"'),
    "bad_character": item(key("a"), choice(("a", "A"), ("b", "B\u202eC"))),
    "too_many_gaps": item(
        key("x", base="string"), "<p>" + 21 * '<textEntryInteraction responseIdentifier="RESPONSE"/>' + "</p>"
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_come_in_says_why(code):
    for xml in (REFUSED[code], in_version_3(REFUSED[code])):
        found = reading(xml.replace("&lt;", "<"))
        assert found.questions == ()
        (reason,) = [item for item in found.findings if item.level == "refused"]
        assert (reason.code, reason.line > 0, len(reason.detail) < 200) == (code, True, True)


@pytest.mark.parametrize(
    "name",
    [
        *("gapMatch", "graphicGapMatch", "slider", "media", "drawing", "upload", "custom", "selectPoint"),
        *("hottext", "graphicOrder", "graphicAssociate", "positionObject", "portableCustom"),
    ],
)
def test_interactions_we_do_not_have_are_refused_by_name(name):
    xml = item(key("a"), f'<p>?</p>\n<{name}Interaction responseIdentifier="RESPONSE"/>')
    for found in (reading(xml), reading(in_version_3(xml))):
        (finding,) = found.findings
        assert (finding.level, finding.code, finding.line, finding.detail) == (
            "refused",
            "interaction_unknown",
            5,
            f"{name}Interaction",
        )


TEST = """<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="T">
<timeLimits maxTime="60"/>
<testPart><assessmentSection><assessmentItemRef identifier="x" href="../b.xml"/>
<assessmentItemRef identifier="y" href="../a.xml"/></assessmentSection></testPart></assessmentTest>"""


def test_a_test_gives_the_order_and_no_more():
    one = item(key("a"), choice(("a", "A"), ("b", "B")))
    items = {"a.xml": one.replace('"i1"', '"first"'), "b.xml": one.replace('"i1"', '"second"')}
    resources = '<resource identifier="t" type="imsqti_test_xmlv2p1" href="tests/t.xml"/>\n'
    found = read(package(items, {"tests/t.xml": TEST}, resources), language="en")
    assert [question.code for question in found.questions] == ["second", "first"]
    assert [(item.code, item.line, item.detail) for item in found.findings] == [
        ("test_lost", 2, "timeLimits, tests/t.xml")
    ]


def test_a_test_by_itself_has_no_questions():
    with pytest.raises(UnreadableFile) as caught:
        reading(TEST)
    assert (caught.value.finding.code, caught.value.finding.line) == ("test_without_items", 1)


def test_identifiers_that_are_no_codes_become_some():
    question, found = only(item(key("a.1"), choice(("a.1", "A"), ("b", "B"))).replace('"i1"', '"Frage.Ä"'))
    assert (question.code, [part.code for part in question.choices]) == ("frage-a", ["1", "b"])
    assert [code for _level, code, _line in found] == ["code_changed", "code_changed"]


SOURCES = sorted((Path(__file__).parents[4] / "courses/quizzes/exchange/qti").glob("*.py"))
CALLED = re.compile(r'(?:refusal|_refused|_unreadable|\.note|\.lost)\(\s*"(\w+)"|Level\.[A-Z]+, "(\w+)"')


def test_every_reason_has_a_sentence():
    found = {code for path in SOURCES for pair in CALLED.findall(path.read_text()) for code in pair if code}
    assert len(found) > 50
    assert found - REASONS.keys() == set()
