"""One question of each kind that is not chosen from a list alone, in three languages, and its key."""

from __future__ import annotations

from types import SimpleNamespace

from courses.quizzes.models import Choice, Question
from tests.factories.assessment import make_sitting
from tests.factories.catalogue import make_image
from tests.factories.courses import make_course

ORDER = ("context", "identify", "treat")
PAIRS = {"green": "release", "red": "examine"}
WORDS = {
    "ordering": ORDER,
    "matching": (*PAIRS, *PAIRS.values(), "nothing"),
    "hotspot": ("door", "plate", "tank"),
}
RIGHT = {"hotspot": ("plate",)}
DEFINITIONS = {
    "ordering": {},
    "matching": {"pairs": PAIRS},
    "numerical": {"value": "73129.5", "tolerance": "0.5", "unit": "%"},
    "short": {"accepted": {"en": ["Zebrafish", "danio"], "fr": ["Mainlevée"], "ar": ["الإفراج"]}},
    "blanks": {
        "gaps": {
            "1": {"en": ["axolotl"], "fr": ["conformité"], "ar": ["امتثال"]},
            "2": {"en": ["quokka"], "fr": ["contrôle"], "ar": ["رقابة"]},
        }
    },
}
# Those that a machine marks and that are answered in parts.
KINDS = tuple(DEFINITIONS)
DEFINITIONS |= {
    "essay": {"least": 3, "most": 10, "model": {"en": "Compare, then release."}},
    "hotspot": {
        "areas": {
            "door": {"shape": "rect", "coords": [40, 40, 400, 300]},
            "plate": {"shape": "rect", "coords": [80, 80, 60, 40]},
            "tank": {"shape": "circle", "coords": [520, 400, 60]},
        },
        "width": 640,
        "height": 480,
    },
}
TEXTS = {"blanks": {"en": "First {1}, then {2}.", "fr": "Avant {2}, d’abord {1}.", "ar": "أولا {1} ثم {2}."}}


def make_question_of(kind: str, bank, position: int = 0, code: str = "") -> Question:
    """A question of ``kind`` whose key is in DEFINITIONS and WORDS."""
    texts = TEXTS.get(kind) or {language: f"The {kind} one ({language})" for language in ("en", "fr", "ar")}
    question = Question.objects.create(
        bank=bank,
        kind=kind,
        code=code or f"the-{kind}",
        position=position,
        status="reviewed",
        definition=DEFINITIONS[kind],
        picture=make_image("Lorry") if kind == "hotspot" else None,
        picture_alt_en="A lorry from behind" if kind == "hotspot" else "",
        explanation_en="Because it is so.",
        **{f"text_{language}": text for language, text in texts.items()},
    )
    for place, code in enumerate(WORDS.get(kind, ())):
        words = {f"text_{language}": f"{code} ({language})" for language in texts}
        is_right = code in RIGHT.get(kind, ())
        Choice.objects.create(question=question, code=code, position=place, is_right=is_right, **words)
    return question


def make_sitting_of(*kinds: str, is_started: bool = True, languages=("en", "fr"), **facts) -> SimpleNamespace:
    """An officer who sits a test that has one question of each of these kinds, unshuffled."""
    made = make_course(questions=0, languages=languages)
    made.questions = [make_question_of(kind, made.bank, number) for number, kind in enumerate(kinds)]
    return make_sitting(made=made, is_started=is_started, **{"is_shuffled": False} | facts)
