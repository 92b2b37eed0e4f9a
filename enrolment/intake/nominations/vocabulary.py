"""What people call the columns, posts and languages of a list of nominations, in five languages. Pure.

Beside what a list of officers knows (``intake/vocabulary.py``); in each list the first word is written, all
are understood.
"""

from __future__ import annotations

from ..vocabulary import COLUMN_NAMES as OFFICERS, LANGUAGE_NAMES as FIVE, Names, meaning

# In the order they are written.
COLUMNS = ("address", "name", "served_since", "born_on", "post", "languages", "motivation", "endorsement")

COLUMN_NAMES: Names = {
    "address": OFFICERS["address"],
    # Read by nobody: it is there for those who fill the list in.
    "name": OFFICERS["name"],
    "served_since": {
        "en": ("In the administration since", "in service since", "served since", "date of entry", "hired"),
        "fr": (
            "Dans l’administration depuis",
            "en service depuis",
            "date d’entrée",
            "date d’entrée en service",
        ),
        "es": ("En la administración desde", "en servicio desde", "fecha de ingreso"),
        "ar": ("في الإدارة منذ", "تاريخ الالتحاق", "تاريخ التعيين"),
        "am": ("በአስተዳደሩ ከ", "የቅጥር ቀን"),
    },
    "born_on": {
        "en": ("Date of birth", "born on", "birth date", "birthday"),
        "fr": ("Date de naissance", "né le", "née le"),
        "es": ("Fecha de nacimiento", "nacido el", "nacida el"),
        "ar": ("تاريخ الميلاد", "تاريخ الولادة"),
        "am": ("የትውልድ ቀን",),
    },
    "post": {
        "en": ("Post", "level", "grade", "position"),
        "fr": ("Fonction", "niveau", "grade"),
        "es": ("Cargo", "nivel", "categoría"),
        "ar": ("المنصب", "الوظيفة", "المستوى"),
        "am": ("የሥራ መደብ", "ደረጃ"),
    },
    "languages": {
        "en": ("Working languages", "languages", "language"),
        "fr": ("Langues de travail", "langues", "langue"),
        "es": ("Idiomas de trabajo", "idiomas", "idioma"),
        "ar": ("لغات العمل", "اللغات", "اللغة"),
        "am": ("የሥራ ቋንቋዎች", "ቋንቋዎች", "ቋንቋ"),
    },
    "motivation": {
        "en": ("Motivation", "reasons"),
        "fr": ("Motivation", "motivations"),
        "es": ("Motivación", "motivos"),
        "ar": ("الدافع", "الدوافع"),
        "am": ("ተነሳሽነት",),
    },
    "endorsement": {
        "en": ("Endorsement", "recommendation"),
        "fr": ("Avis de l’administration", "recommandation", "avis"),
        "es": ("Aval", "recomendación"),
        "ar": ("تزكية الإدارة", "التزكية", "التوصية"),
        "am": ("ድጋፍ", "የድጋፍ ቃል"),
    },
}

POST_NAMES: Names = {
    "junior": {
        "en": ("Officer", "junior", "staff"),
        "fr": ("Agent", "débutant"),
        "es": ("Funcionario", "funcionaria", "auxiliar"),
        "ar": ("موظف", "ضابط"),
        "am": ("ሠራተኛ", "መኮንን"),
    },
    "middle": {
        "en": ("Middle management", "middle", "middle manager"),
        "fr": ("Encadrement intermédiaire", "cadre intermédiaire", "intermédiaire"),
        "es": ("Mando intermedio", "mandos intermedios", "intermedio"),
        "ar": ("إدارة وسطى", "الإدارة الوسطى"),
        "am": ("መካከለኛ አመራር",),
    },
    "senior": {
        "en": ("Senior management", "senior", "senior manager"),
        "fr": ("Encadrement supérieur", "cadre supérieur", "supérieur"),
        "es": ("Alta dirección", "directivo", "directiva"),
        "ar": ("إدارة عليا", "الإدارة العليا"),
        "am": ("ከፍተኛ አመራር",),
    },
}

LANGUAGE_NAMES: Names = {
    **FIVE,
    "pt": {
        "en": ("Portuguese", "pt"),
        "fr": ("portugais",),
        "es": ("portugués",),
        "ar": ("البرتغالية",),
        "am": ("ፖርቱጋልኛ",),
    },
    "ru": {
        "en": ("Russian", "ru"),
        "fr": ("russe",),
        "es": ("ruso",),
        "ar": ("الروسية",),
        "am": ("ሩሲያኛ",),
    },
    "sw": {
        "en": ("Swahili", "kiswahili", "sw"),
        "fr": ("swahili",),
        "es": ("suajili",),
        "ar": ("السواحيلية",),
        "am": ("ስዋሂሊ",),
    },
    "zh-hans": {
        "en": ("Chinese", "zh", "zh-hans", "mandarin"),
        "fr": ("chinois",),
        "es": ("chino",),
        "ar": ("الصينية",),
        "am": ("ቻይንኛ",),
    },
}


def column_of(header: str) -> str | None:
    """The column a header names; marks of a required one and a hint in brackets apart."""
    return meaning(COLUMN_NAMES, header) or meaning(COLUMN_NAMES, header.partition("(")[0])


def is_known(cell: str) -> bool:
    return column_of(cell) is not None
