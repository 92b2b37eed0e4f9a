"""What people call columns, kinds and values in a spreadsheet, in the languages of the interface. Pure.

In each list the first word is the one that is written; all are understood, in any of the languages
and whatever their case, accents, spaces and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...kinds.text import folded

LANGUAGES = ("en", "fr", "es", "ar", "am")

# Columns that stand once for each language, as ``text_en``; a bare ``text`` is in the language told.
BY_LANGUAGE = ("text", "right", "wrong", "pairs", "order", "accepted", "model", "explanation")
# In the order they are written.
COLUMNS = (
    "code",
    "kind",
    *BY_LANGUAGE[:6],
    "number",
    "tolerance",
    "unit",
    "partial",
    "least_words",
    "most_words",
    *BY_LANGUAGE[6:],
    "difficulty",
    "tags",
    "subjects",
    "source",
    "codes",
)

Names = Mapping[str, Mapping[str, tuple[str, ...]]]

COLUMN_NAMES: Names = {
    "code": {
        "en": ("Code", "id", "question code"),
        "fr": ("Code", "identifiant"),
        "es": ("Código", "identificador"),
        "ar": ("الرمز", "رمز", "رمز السؤال"),
        "am": ("ኮድ", "መለያ"),
    },
    "kind": {
        "en": ("Kind", "type", "question type"),
        "fr": ("Genre", "type", "type de question"),
        "es": ("Tipo", "tipo de pregunta", "clase"),
        "ar": ("النوع", "نوع", "نوع السؤال"),
        "am": ("ዓይነት", "የጥያቄ ዓይነት"),
    },
    "text": {
        "en": ("Text", "question", "question text"),
        "fr": ("Texte", "question", "énoncé"),
        "es": ("Texto", "pregunta", "enunciado"),
        "ar": ("النص", "نص", "السؤال", "نص السؤال"),
        "am": ("ጽሑፍ", "ጥያቄ"),
    },
    "right": {
        "en": ("Right", "correct", "right answers", "right answer", "correct answers", "correct answer"),
        "fr": ("Juste", "correct", "bonnes réponses", "bonne réponse", "réponses justes", "réponse juste"),
        "es": ("Correctas", "correcta", "respuestas correctas", "respuesta correcta"),
        "ar": ("الصحيح", "صحيح", "الإجابات الصحيحة", "الإجابة الصحيحة"),
        "am": ("ትክክለኛ", "ትክክለኛ መልስ", "ትክክለኛ መልሶች"),
    },
    "wrong": {
        "en": ("Wrong", "incorrect", "wrong answers", "wrong answer", "distractors"),
        "fr": ("Faux", "mauvaises réponses", "mauvaise réponse", "distracteurs"),
        "es": ("Incorrectas", "incorrecta", "respuestas incorrectas", "respuesta incorrecta", "distractores"),
        "ar": ("الخطأ", "خطأ", "الإجابات الخاطئة", "الإجابة الخاطئة"),
        "am": ("ስህተት", "የተሳሳተ መልስ", "የተሳሳቱ መልሶች"),
    },
    "pairs": {
        "en": ("Pairs", "matching pairs"),
        "fr": ("Paires",),
        "es": ("Parejas", "pares"),
        "ar": ("الأزواج", "أزواج"),
        "am": ("ጥንዶች",),
    },
    "order": {
        "en": ("Order", "right order", "in order"),
        "fr": ("Ordre", "bon ordre"),
        "es": ("Orden", "orden correcto"),
        "ar": ("الترتيب", "ترتيب"),
        "am": ("ቅደም ተከተል",),
    },
    "accepted": {
        "en": ("Accepted", "accepted texts", "accepted answers", "gaps"),
        "fr": ("Acceptés", "textes acceptés", "réponses acceptées", "trous"),
        "es": ("Aceptadas", "textos aceptados", "respuestas aceptadas", "huecos"),
        "ar": ("المقبول", "الإجابات المقبولة", "النصوص المقبولة", "الفراغات"),
        "am": ("ተቀባይነት ያላቸው", "ተቀባይነት ያላቸው መልሶች", "ክፍተቶች"),
    },
    "number": {
        "en": ("Number", "value", "right number"),
        "fr": ("Nombre", "valeur"),
        "es": ("Número", "valor"),
        "ar": ("العدد", "عدد", "القيمة"),
        "am": ("ቁጥር", "ዋጋ"),
    },
    "tolerance": {
        "en": ("Tolerance", "margin"),
        "fr": ("Tolérance", "marge"),
        "es": ("Tolerancia", "margen"),
        "ar": ("التفاوت المسموح", "التفاوت", "هامش الخطأ"),
        "am": ("የሚፈቀድ ልዩነት",),
    },
    "unit": {
        "en": ("Unit",),
        "fr": ("Unité",),
        "es": ("Unidad",),
        "ar": ("الوحدة", "وحدة"),
        "am": ("መለኪያ",),
    },
    "partial": {
        "en": ("Partial credit", "partial"),
        "fr": ("Points partiels", "partiel"),
        "es": ("Puntuación parcial", "parcial"),
        "ar": ("درجة جزئية", "جزئي"),
        "am": ("ከፊል ነጥብ",),
    },
    "least_words": {
        "en": ("Least words", "minimum words"),
        "fr": ("Mots au moins", "minimum de mots"),
        "es": ("Mínimo de palabras", "palabras como mínimo"),
        "ar": ("أقل عدد من الكلمات", "الحد الأدنى للكلمات"),
        "am": ("ቢያንስ ቃላት",),
    },
    "most_words": {
        "en": ("Most words", "maximum words"),
        "fr": ("Mots au plus", "maximum de mots"),
        "es": ("Máximo de palabras", "palabras como máximo"),
        "ar": ("أكثر عدد من الكلمات", "الحد الأقصى للكلمات"),
        "am": ("ቢበዛ ቃላት",),
    },
    "model": {
        "en": ("Model answer", "model"),
        "fr": ("Réponse modèle", "corrigé"),
        "es": ("Respuesta modelo", "modelo"),
        "ar": ("الإجابة النموذجية", "إجابة نموذجية"),
        "am": ("የመልስ አብነት",),
    },
    "explanation": {
        "en": ("Explanation", "feedback"),
        "fr": ("Explication",),
        "es": ("Explicación",),
        "ar": ("الشرح", "شرح", "التفسير"),
        "am": ("ማብራሪያ",),
    },
    "difficulty": {
        "en": ("Difficulty",),
        "fr": ("Difficulté",),
        "es": ("Dificultad",),
        "ar": ("الصعوبة", "صعوبة"),
        "am": ("ክብደት", "አስቸጋሪነት"),
    },
    "tags": {
        "en": ("Tags", "keywords"),
        "fr": ("Étiquettes", "mots-clés"),
        "es": ("Etiquetas", "palabras clave"),
        "ar": ("الوسوم", "وسوم", "الكلمات المفتاحية"),
        "am": ("መለያ ቃላት",),
    },
    "subjects": {
        "en": ("Subjects", "subject"),
        "fr": ("Matières", "matière", "sujets"),
        "es": ("Materias", "materia", "temas"),
        "ar": ("الموضوعات", "الموضوع"),
        "am": ("የትምህርት ዘርፎች", "የትምህርት ዘርፍ"),
    },
    "source": {
        "en": ("Source", "reference"),
        "fr": ("Source", "référence"),
        "es": ("Fuente", "referencia"),
        "ar": ("المصدر", "مصدر"),
        "am": ("ምንጭ",),
    },
    "codes": {
        "en": ("Choice codes", "codes"),
        "fr": ("Codes des choix", "codes"),
        "es": ("Códigos de las opciones", "códigos"),
        "ar": ("رموز الخيارات", "رموز"),
        "am": ("የምርጫ ኮዶች",),
    },
}

KIND_NAMES: Names = {
    "single": {
        "en": ("single", "single choice", "one right", "multichoice", "mcq"),
        "fr": ("choix unique", "unique"),
        "es": ("opción única", "única"),
        "ar": ("اختيار واحد", "اختيار من متعدد"),
        "am": ("አንድ ምርጫ",),
    },
    "multiple": {
        "en": ("multiple", "multiple choice", "several right", "multiple response"),
        "fr": ("choix multiple", "multiple"),
        "es": ("opción múltiple", "múltiple"),
        "ar": ("اختيارات متعددة", "متعدد الإجابات"),
        "am": ("ብዙ ምርጫ",),
    },
    "truefalse": {
        "en": ("true or false", "truefalse", "true/false", "true false"),
        "fr": ("vrai ou faux", "vrai/faux"),
        "es": ("verdadero o falso", "verdadero/falso"),
        "ar": ("صواب أو خطأ", "صح أو خطأ", "صح أم خطأ"),
        "am": ("እውነት ወይም ሐሰት",),
    },
    "matching": {
        "en": ("matching", "match", "pairs"),
        "fr": ("appariement", "association"),
        "es": ("emparejamiento", "relacionar"),
        "ar": ("مطابقة", "توصيل"),
        "am": ("ማዛመድ", "አዛምድ"),
    },
    "ordering": {
        "en": ("ordering", "order", "sequence"),
        "fr": ("mise en ordre", "ordre", "classement"),
        "es": ("ordenación", "ordenar", "orden"),
        "ar": ("ترتيب",),
        "am": ("ማስተካከል", "ቅደም ተከተል"),
    },
    "numerical": {
        "en": ("number", "numerical", "numeric"),
        "fr": ("nombre", "numérique"),
        "es": ("número", "numérica"),
        "ar": ("عدد", "رقمي"),
        "am": ("ቁጥር",),
    },
    "short": {
        "en": ("short text", "short", "short answer"),
        "fr": ("texte court", "réponse courte"),
        "es": ("texto corto", "respuesta corta"),
        "ar": ("نص قصير", "إجابة قصيرة"),
        "am": ("አጭር ጽሑፍ", "አጭር መልስ"),
    },
    "blanks": {
        "en": ("blanks", "fill in the blanks", "gaps", "cloze"),
        "fr": ("texte à trous", "trous"),
        "es": ("rellenar huecos", "huecos"),
        "ar": ("ملء الفراغات", "فراغات", "املأ الفراغات"),
        "am": ("ክፍት ቦታ ሙላ", "ክፍተቶች"),
    },
    "essay": {
        "en": ("essay", "short essay"),
        "fr": ("rédaction", "composition"),
        "es": ("redacción", "ensayo"),
        "ar": ("مقال", "مقال قصير"),
        "am": ("ድርሰት", "አጭር ድርሰት"),
    },
    "hotspot": {
        "en": ("hotspot",),
        "fr": ("zone d’image",),
        "es": ("zona de imagen",),
        "ar": ("منطقة في صورة",),
        "am": ("የምስል ክፍል",),
    },
}

TRUE_FALSE: Names = {
    "true": {
        "en": ("true", "t", "yes", "1", "right", "correct"),
        "fr": ("vrai", "v", "oui", "juste"),
        "es": ("verdadero", "cierto", "sí"),
        "ar": ("صواب", "صح", "صحيح", "نعم"),
        "am": ("እውነት", "አዎ"),
    },
    "false": {
        "en": ("false", "f", "no", "0", "wrong", "incorrect"),
        "fr": ("faux", "non"),
        "es": ("falso", "no"),
        "ar": ("خطأ", "غلط", "لا"),
        "am": ("ሐሰት", "አይደለም"),
    },
}

YES_NO: Names = {
    "yes": {
        "en": ("yes", "y", "true", "1", "x"),
        "fr": ("oui", "vrai"),
        "es": ("sí", "verdadero"),
        "ar": ("نعم",),
        "am": ("አዎ",),
    },
    "no": {
        "en": ("no", "n", "false", "0"),
        "fr": ("non", "faux"),
        "es": ("no", "falso"),
        "ar": ("لا",),
        "am": ("አይ", "አይደለም"),
    },
}

DIFFICULTIES: Names = {
    "1": {"en": ("easy", "1"), "fr": ("facile",), "es": ("fácil",), "ar": ("سهل",), "am": ("ቀላል",)},
    "2": {
        "en": ("medium", "2", "middle"),
        "fr": ("moyen",),
        "es": ("media", "medio"),
        "ar": ("متوسط",),
        "am": ("መካከለኛ",),
    },
    "3": {
        "en": ("hard", "3", "difficult"),
        "fr": ("difficile",),
        "es": ("difícil",),
        "ar": ("صعب",),
        "am": ("ከባድ",),
    },
}

# A language may be said by its code, or by its name in English or in itself.
_LANGUAGE_NAMES = {
    "en": ("english",),
    "fr": ("french", "français"),
    "es": ("spanish", "español"),
    "ar": ("arabic", "العربية", "عربي"),
    "am": ("amharic", "አማርኛ"),
    "pt": ("portuguese", "português"),
    "ru": ("russian", "русский"),
}
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}( [a-z0-9]{2,8})?")


def _backwards(names: Names) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, by_language in names.items():
        for words in ((meaning,), *by_language.values()):
            for word in words:
                found.setdefault(folded(word), meaning)
    return found


_COLUMNS = _backwards(COLUMN_NAMES)
_LANGUAGES = {folded(name): code for code, names in _LANGUAGE_NAMES.items() for name in names}
KINDS_BY_NAME = _backwards(KIND_NAMES)
TRUE_FALSE_BY_NAME = _backwards(TRUE_FALSE)
YES_NO_BY_NAME = _backwards(YES_NO)
DIFFICULTIES_BY_NAME = _backwards(DIFFICULTIES)


def column_of(header: str) -> tuple[str, str] | None:
    """(column, language) that a header names; the language is empty where it names none.

    None for what is no column of ours: a language beside a column that has none, too.
    """
    plain = folded(header[:200])
    if plain in _COLUMNS:
        return _COLUMNS[plain], ""
    words = plain.split()
    for size in (1, 2):
        column = _COLUMNS.get(" ".join(words[:-size]))
        language = _language_of(" ".join(words[-size:]))
        if column in BY_LANGUAGE and language:
            return column, language
    return None


def _language_of(plain: str) -> str:
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    return plain.replace(" ", "-") if _LANGUAGE_CODE.fullmatch(plain) else ""


def written(names: Names, meaning: str, language: str) -> str:
    """The word for a meaning in a language; in English where the language is none of the interface."""
    by_language = names[meaning]
    return by_language.get(language, by_language["en"])[0]


def header_of(column: str, content_language: str, language: str) -> str:
    """The header of a column in a language, as ``column_of`` reads it back."""
    name = written(COLUMN_NAMES, column, language)
    return f"{name} ({content_language})" if content_language else name
