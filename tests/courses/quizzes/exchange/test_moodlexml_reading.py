"""What the constructs of Moodle XML come in as, and what the report says of the rest, with its line."""

import base64

import pytest

from courses.quizzes.exchange import moodlexml
from courses.quizzes.exchange.model import Level, UnreadableFile

from .sources import PNG

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
RIGHT = '<answer fraction="100"><text>yes</text></answer>'
WRONG = '<answer fraction="0"><text>no</text></answer>'
FILE = f'<file name="map.png" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
OTHER = FILE.replace(base64.b64encode(PNG).decode(), base64.b64encode(b"no picture").decode())


def sheet(*questions: str) -> bytes:
    return (HEAD + "\n".join(questions) + "\n</quiz>").encode()


def question(kind: str, *parts: str, text: str = "Which?", files: str = "") -> str:
    asked = f'<questiontext format="html"><text><![CDATA[{text}]]></text>{files}</questiontext>'
    return f'<question type="{kind}"><name><text>Name</text></name>{asked}\n{"".join(parts)}</question>'


def read(*questions: str, language: str = "en"):
    return moodlexml.read(sheet(*questions), language=language)


def only(*questions: str):
    reading = read(*questions)
    assert len(reading.questions) == 1, reading.findings
    return reading.questions[0]


def marks(found) -> list[tuple[str, bool]]:
    return [(choice.text.get("en") or choice.code, choice.is_right) for choice in found.choices]


def said(*questions: str) -> list[tuple[str, str, int]]:
    return [(found.level.value, found.code, found.line) for found in read(*questions).findings]


def test_choices_and_their_shares():
    single = only(question("multichoice", "<single>true</single>", RIGHT, WRONG))
    assert (single.code, single.kind, single.line) == ("name", "single", 3)
    assert marks(single) == [
        ("yes", True),
        ("no", False),
    ]
    several = question("multichoice", "<single>false</single>", RIGHT, WRONG)
    assert (only(several).kind, only(several).definition) == ("multiple", {"partial": True})
    assert said(several) == [("note", "wrong_choices_cost", 3)]
    assert only(question("multichoiceset", RIGHT, WRONG)).definition == {}


def test_true_and_false_in_any_order_and_in_old_files():
    new = question(
        "truefalse", '<answer fraction="0"><text>true</text></answer>', RIGHT.replace("yes", "false")
    )
    assert marks(only(new)) == [
        ("true", False),
        ("false", True),
    ]
    old = question("truefalse", RIGHT.replace("yes", "Vrai"), WRONG.replace("no", "Faux"))
    assert marks(only(old)) == [
        ("true", True),
        ("false", False),
    ]
    assert said(old) == [("note", "true_first", 3)]


def test_short_texts_with_case_shares_and_asterisks():
    text = question("shortanswer", "<usecase>1</usecase>", RIGHT, RIGHT.replace("yes", "y*"))
    assert only(text).definition == {"accepted": {"en": ["yes"]}}
    assert said(text) == [("lost", "wildcard", 4), ("lost", "setting", 4)]
    star = question("shortanswer", RIGHT.replace("yes", r"5\*5"))
    assert only(star).definition == {"accepted": {"en": ["5*5"]}}


def test_numbers_with_tolerance_and_units():
    names = ("<unit><unit_name>kg</unit_name></unit>", "<unit><unit_name>t</unit_name></unit>")
    units = f"<units>{''.join(names)}</units>"
    answer = '<answer fraction="100"><text>1.5E3</text><tolerance>0.5</tolerance></answer>'
    text = question("numerical", answer, units)
    assert only(text).definition == {"value": "1500", "tolerance": "0.5", "unit": "kg"}
    assert said(text) == [("lost", "further_unit", 4)]


def test_matching_with_shared_and_misleading_sides():
    pairs = [("frog", "amphibian"), ("newt", "amphibian"), ("", "insect"), ("cat", "mammal")]
    parts = [
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in pairs
    ]
    found = only(question("matching", *parts))
    assert [choice.text["en"] for choice in found.choices] == [
        *("frog", "newt", "cat"),
        *("amphibian", "insect", "mammal"),
    ]
    assert found.definition == {"pairs": {"1": "4", "2": "4", "3": "6"}}


@pytest.mark.parametrize(
    ("marking", "definition", "findings"),
    [
        ("ALL_OR_NOTHING", {}, []),
        ("ABSOLUTE_POSITION", {"partial": True}, []),
        ("LONGEST_ORDERED_SUBSET", {"partial": True}, [("note", "other_marking", 3)]),
    ],
)
def test_orders(marking, definition, findings):
    text = question("ordering", f"<gradingtype>{marking}</gradingtype>", RIGHT, WRONG)
    assert (only(text).kind, only(text).definition) == ("ordering", definition)
    assert said(text) == findings


def test_cloze():
    text = "Bern is {1:SHORTANSWER:=here~%50%there#No}, {:NM:=7:0.5} km,<br>{1:MC:~=red~green}."
    found = question("cloze", text=text)
    assert only(found).text == {"en": "Bern is {1}, {2} km,\n{3}."}
    gaps = only(found).definition["gaps"]
    assert gaps == {"1": {"en": ["here"]}, "2": {"en": ["7"]}, "3": {"en": ["red"]}}
    codes = {code for _level, code, _line in said(found)}
    assert codes == {"options", "answer_feedback", "part_mark", "tolerance"}
    one = only(question("cloze", text="The light is {1:MCV:=red~green#No} here."))
    assert (one.kind, one.text) == ("single", {"en": "The light is _____ here."})


def test_cloze_with_gaps_in_each_language():
    text = (
        '<span lang="en" class="multilang">A {1:SA:=cat} and {1:SA:=dog}</span>'
        '<span class="multilang" lang="fr">Un {1:SA:=chat} et {1:SA:=chien}</span>'
    )
    found = only(question("cloze", text=text))
    assert found.text == {"en": "A {1} and {2}", "fr": "Un {1} et {2}"}
    assert found.definition["gaps"] == {
        "1": {"en": ["cat"], "fr": ["chat"]},
        "2": {"en": ["dog"], "fr": ["chien"]},
    }


def test_words_chosen_for_gaps():
    options = "".join(f"<selectoption><text>{word}</text><group>1</group></selectoption>" for word in "abc")
    found = question("gapselect", options, text="[[2]] before [[1]]")
    assert only(found).text == {"en": "{1} before {2}"}
    assert only(found).definition == {"gaps": {"1": {"en": ["b"]}, "2": {"en": ["a"]}}}
    assert said(found) == [("lost", "options", 3)]
    one = only(question("gapselect", options, text="Say [[3]]!"))
    assert [(choice.text["en"], choice.is_right) for choice in one.choices][2] == ("c", True)


def test_essays():
    limits = "<minwordlimit>50</minwordlimit><maxwordlimit></maxwordlimit>"
    model = '<graderinfo format="html"><text>&lt;p&gt;Duty&lt;/p&gt;</text></graderinfo>'
    found = only(question("essay", limits, model))
    assert found.definition == {"least": 50, "model": {"en": "Duty"}}


def test_a_picture_comes_with_its_alternative():
    text = '<p>Where?</p><img src="@@PLUGINFILE@@/map.png" alt="A map">'
    found = only(question("essay", text=text, files=FILE))
    assert found.text == {"en": "Where?"}
    assert (found.picture.name, found.picture.content, found.picture.alt) == ("map.png", PNG, {"en": "A map"})


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (FILE.replace("iVBORw0K", "!!!!"), "picture_unreadable"),
        (OTHER, "picture_unreadable"),
        (f'<file name="map.png" encoding="base64">{"A" * 9_000_000}</file>', "picture_too_large"),
        ("", "file"),
    ],
)
def test_a_picture_that_cannot_come_in_is_lost(files, code):
    text = 'Where? <img src="@@PLUGINFILE@@/map.png">'
    assert [found[1] for found in said(question("essay", text=text, files=files))] == [code]


def test_both_filters_for_languages():
    spans = '<span lang="en" class="multilang">Hi</span> <span lang="fr" class="multilang">Salut</span>, 1'
    assert only(question("essay", text=spans)).text == {"en": "Hi , 1", "fr": "Salut, 1"}
    mlang = "{mlang fr}Oui{mlang}{mlang other}Yes{mlang} 2"
    assert only(question("essay", text=mlang)).text == {"fr": "Oui 2", "en": "Yes 2"}


def test_codes_tags_and_categories():
    category = '<question type="category"><category><text>$course$/Origin</text></category></question>'
    tags = "<tags><tag><text>difficulty:easy</text></tag><tag><text>subject:origin</text></tag></tags>"
    found = only(category, question("essay", "<idnumber>Q 1</idnumber>", tags))
    assert (found.code, found.difficulty, found.subjects, found.tags) == ("q-1", 1, ("origin",), ("Origin",))


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<defaultgrade>2.0000000</defaultgrade>", "mark"),
        ("<penalty>0.5</penalty>", "penalty"),
        ("<hidden>1</hidden>", "setting"),
        ("<attachments>1</attachments>", "setting"),
        ("<hint><text>Think.</text></hint>", "hint"),
        ("<correctfeedback><text>Bravo</text></correctfeedback>", "combined_feedback"),
        ("<generalfeedback><text>&lt;b&gt;So&lt;/b&gt;</text></generalfeedback>", "formatting"),
        ("<generalfeedback><text>So</text>" + FILE + "</generalfeedback>", "picture_elsewhere"),
        ("<novelty>1</novelty>", "unknown_element"),
    ],
)
def test_what_is_lost_is_said_with_its_line(part, code):
    assert said(question("essay", part)) == [("lost", code, 4)]


@pytest.mark.parametrize(
    "part",
    [
        "<defaultgrade>1.0000000</defaultgrade><penalty>0.0000000</penalty><hidden>0</hidden>",
        "<correctfeedback><text>Your answer is correct.</text></correctfeedback><shownumcorrect/>",
        "<responsefieldlines>15</responsefieldlines><responsetemplate><text></text></responsetemplate>",
    ],
)
def test_what_is_usual_is_not_worth_a_word(part):
    assert said(question("essay", part)) == []


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (question("description"), "description"),
        (question("random"), "random_question"),
        (question("calculatedsimple"), "calculated"),
        (question("ddimageortext"), "drag_onto_picture"),
        (question("coderunner"), "unknown_kind"),
        (question("ddmarker", "<drag><text>a</text></drag><drag><text>b</text></drag>"), "several_markers"),
        (question("ddmarker", "<drag><text>a</text></drag>"), "every_area_right"),
        (question("multichoice", WRONG, WRONG), "no_right_choice"),
        (question("multichoice", RIGHT, RIGHT), "several_full_answers"),
        (question("essay", "<responseformat>noinline</responseformat>"), "answer_by_file"),
        (question("essay", text=" "), "no_text"),
        (question("essay", text="x" * 70_000), "text_too_long"),
        (question("cloze", text="No gap {1:XX:=a}"), "no_gaps"),
        (question("cloze", text="{1:SA:=a} or {2:SA:=b} of {3}"), "gap_sign_in_text"),
        (question("cloze", text="{1:MR:=a~=b}"), "gap_kind"),
        (question("gapselect", text="[[1]]"), "gap_without_option"),
        (question("ordering", RIGHT), "too_few_choices"),
        (question("matching"), "too_few_pairs"),
        (question("truefalse", RIGHT), "true_and_false"),
        (question("numerical", RIGHT), "no_number"),
        (question("shortanswer", WRONG), "nothing_accepted"),
    ],
)
def test_what_does_not_come_in_says_why(found, code):
    reading = read(found)
    assert reading.questions == ()
    assert [finding.code for finding in reading.findings if finding.level == Level.REFUSED] == [code]


BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><quiz>&c;</quiz>'
OUTSIDE = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><quiz/>'


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty_file", 0),
        (BOMB.encode(), "xml_has_dtd", 1),
        (f"\n\n{OUTSIDE}".encode(), "xml_has_dtd", 3),
        (b"<quiz>\n<question>\n</quiz>", "no_xml", 3),
        (b"<quiz>&nope;</quiz>", "no_xml", 1),
        (b"Why?{T}", "no_xml", 1),
        (b"<html/>", "not_moodle_xml", 1),
        (b"<quiz>\n" + b"<a>" * 10_000, "xml_too_large", 2),
        (b"<quiz>" + b"<a/>" * 400_000 + b"</quiz>", "xml_too_large", 1),
        (b"<quiz>\n\x00</quiz>", "not_text", 2),
        (b'<?xml version="1.0" encoding="zlib"?><quiz/>', "unreadable_encoding", 1),
        (b"\xff\xfe<\x00q\x00", "no_xml", 1),
        (b"{" * 10_000_000, "no_xml", 1),
        (b"<" * 10_000_000, "no_xml", 1),
    ],
)
def test_files_that_cannot_be_read(content, code, line):
    with pytest.raises(UnreadableFile) as raised:
        moodlexml.read(content, language="en")
    assert (raised.value.finding.code, raised.value.finding.line) == (code, line)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "iso-8859-1"]
)
def test_encodings(encoding):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n<quiz>\n'
    content = (text + question("essay", text="Où ?") + "</quiz>").encode(encoding)
    reading = moodlexml.read(content, language="fr")
    assert (reading.questions[0].text, reading.questions[0].line) == ({"fr": "Où ?"}, 3)
    assert reading.findings == ()


@pytest.mark.parametrize(
    "sign",
    [
        *("<", "<b>", "<!--", "<![CDATA[", "&#", "{mlang en}", "{1:SA:", "{1:SA:=a}", "\\", "[[1]]"),
        *('<span lang="en" class="multilang">', '<a href="', "{ mlang  "),
    ],
)
@pytest.mark.parametrize("kind", ["essay", "cloze", "gapselect"])
def test_many_signs_are_read_in_a_moment(kind, sign):
    text = (sign * (50_000 // len(sign))).replace("<", "&lt;").replace("&#", "&amp;#")
    asked = f"<questiontext><text>Which? {text}</text></questiontext>"
    reading = moodlexml.read(sheet(f'<question type="{kind}">{asked}</question>'), language="en")
    assert len(reading.questions) + len(reading.findings) >= 1
