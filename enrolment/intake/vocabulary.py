"""What people call columns, languages and genders in a list of officers, in five languages. Pure.

In each list the first word is the one that is written; all are understood, in any of the languages
and whatever their case, accents, spaces and punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from clikc.foundation.letters import fold

LANGUAGES = ("en", "fr", "es", "ar", "am")
# In the order they are written; the names in parts are read and never asked for.
COLUMNS = ("address", "name", "language", "unit", "gender")
PARTS = ("given", "family")
# Written behind the rows of a corrected file, and passed over when it comes back.
WRONG = "wrong"

Names = Mapping[str, Mapping[str, tuple[str, ...]]]

COLUMN_NAMES: Names = {
    "address": {
        "en": (
            "E-mail address",
            "e-mail",
            "mail",
            "mail address",
            "email of officer",
            "official e-mail",
            "work e-mail",
            "professional e-mail",
            "electronic address",
        ),
        "fr": (
            "Adresse électronique",
            "courriel",
            "adresse courriel",
            "adresse e-mail",
            "adresse mail",
            "adresse de courriel",
            "mél",
            "mèl",
            "courrier électronique",
            "courriel professionnel",
            "adresse de messagerie",
            "e-mail professionnel",
        ),
        "es": (
            "Correo electrónico",
            "correo",
            "correo-e",
            "dirección de correo",
            "dirección de correo electrónico",
            "dirección electrónica",
            "correo institucional",
            "correo electrónico institucional",
        ),
        "ar": (
            "البريد الإلكتروني",
            "بريد إلكتروني",
            "البريد",
            "عنوان البريد الإلكتروني",
            "الإيميل",
            "إيميل",
            "ايميل",
            "البريد الالكتروني الرسمي",
        ),
        "am": ("ኢሜይል", "ኢሜል", "ኢ-ሜይል", "ኢሜይል አድራሻ", "የኢሜይል አድራሻ", "የኢሜል አድራሻ", "ኢሜል አድራሻ"),
    },
    "name": {
        "en": ("Name", "full name", "name of officer", "officer", "officer name", "name and surname"),
        "fr": (
            "Nom complet",
            "nom",
            "nom et prénom",
            "nom et prénoms",
            "prénom et nom",
            "noms et prénoms",
            "agent",
        ),
        "es": (
            "Nombre completo",
            "nombre",
            "nombre y apellido",
            "nombre y apellidos",
            "nombres y apellidos",
            "apellidos y nombre",
            "apellidos y nombres",
            "funcionario",
        ),
        "ar": (
            "الاسم الكامل",
            "الاسم",
            "اسم",
            "الاسم واللقب",
            "اسم الموظف",
            "اسم الضابط",
            "الاسم الثلاثي",
            "الاسم الرباعي",
        ),
        "am": ("ሙሉ ስም", "ስም", "የሠራተኛው ስም", "የሰራተኛ ስም", "ስም ከነአባት"),
    },
    "given": {
        "en": ("Given name", "first name", "given names", "forename", "first names"),
        "fr": ("Prénom", "prénoms", "prénom(s)"),
        "es": ("Nombre de pila", "nombres", "primer nombre"),
        "ar": ("الاسم الأول", "الاسم الشخصي"),
        "am": ("የመጀመሪያ ስም", "የራስ ስም", "መጠሪያ ስም"),
    },
    "family": {
        "en": ("Family name", "last name", "surname", "family names"),
        "fr": ("Nom de famille", "patronyme"),
        "es": ("Apellidos", "apellido", "apellido(s)"),
        "ar": ("اسم العائلة", "اللقب", "الكنية", "العائلة"),
        "am": ("የአባት ስም", "የቤተሰብ ስም", "የአባት እና የአያት ስም"),
    },
    "language": {
        "en": ("Language", "preferred language", "language of study"),
        "fr": ("Langue", "langue préférée", "langue de préférence", "langue d’étude"),
        "es": ("Idioma", "lengua", "idioma preferido", "idioma de preferencia"),
        "ar": ("اللغة", "لغة", "اللغة المفضلة", "لغة الدراسة"),
        "am": ("ቋንቋ", "የሚመርጡት ቋንቋ", "ተመራጭ ቋንቋ"),
    },
    "unit": {
        "en": (
            "Unit",
            "department",
            "office",
            "section",
            "division",
            "duty station",
            "border post",
            "station",
            "branch",
        ),
        "fr": (
            "Unité",
            "service",
            "bureau",
            "département",
            "division",
            "direction",
            "poste",
            "bureau de douane",
            "lieu d’affectation",
            "affectation",
            "brigade",
        ),
        "es": (
            "Unidad",
            "departamento",
            "oficina",
            "sección",
            "división",
            "dirección",
            "dependencia",
            "aduana",
            "puesto",
            "destino",
        ),
        "ar": ("الوحدة", "وحدة", "القسم", "الإدارة", "الدائرة", "المكتب", "المركز", "المنفذ", "جهة العمل"),
        "am": ("ክፍል", "የሥራ ክፍል", "የስራ ክፍል", "ዘርፍ", "ጽሕፈት ቤት", "ጣቢያ", "ቅርንጫፍ", "መምሪያ"),
    },
    "gender": {
        "en": ("Gender", "sex"),
        "fr": ("Genre", "sexe"),
        "es": ("Género", "sexo"),
        "ar": ("الجنس", "النوع", "النوع الاجتماعي"),
        "am": ("ጾታ", "ፆታ"),
    },
    WRONG: {
        "en": ("What to mend",),
        "fr": ("À corriger",),
        "es": ("Qué corregir",),
        "ar": ("ما يجب تصحيحه",),
        "am": ("የሚታረመው",),
    },
}

LANGUAGE_NAMES: Names = {
    "en": {
        "en": ("English", "eng", "en"),
        "fr": ("anglais", "ang"),
        "es": ("inglés", "ing"),
        "ar": ("الإنجليزية", "إنجليزي", "الإنكليزية", "انجليزية", "إنكليزي"),
        "am": ("እንግሊዝኛ", "እንግሊዘኛ"),
    },
    "fr": {
        "en": ("French", "fre", "fra", "fr"),
        "fr": ("français", "française"),
        "es": ("francés", "fra"),
        "ar": ("الفرنسية", "فرنسي", "فرنسية"),
        "am": ("ፈረንሳይኛ", "ፈረንሳይ"),
    },
    "es": {
        "en": ("Spanish", "spa", "es", "sp"),
        "fr": ("espagnol", "esp"),
        "es": ("español", "castellano"),
        "ar": ("الإسبانية", "إسباني", "الأسبانية", "اسبانية"),
        "am": ("ስፓኒሽኛ", "ስፓኒሽ", "እስፓንኛ"),
    },
    "ar": {
        "en": ("Arabic", "ara", "ar"),
        "fr": ("arabe",),
        "es": ("árabe",),
        "ar": ("العربية", "عربي", "عربية"),
        "am": ("ዓረብኛ", "አረብኛ", "ዐረብኛ"),
    },
    "am": {
        "en": ("Amharic", "amh", "am"),
        "fr": ("amharique",),
        "es": ("amárico", "amhárico"),
        "ar": ("الأمهرية", "أمهري", "أمهرية"),
        "am": ("አማርኛ",),
    },
}

GENDER_NAMES: Names = {
    "woman": {
        "en": ("woman", "female", "f", "w", "ms", "mrs"),
        "fr": ("femme", "féminin", "mme"),
        "es": ("mujer", "femenino", "sra"),
        "ar": ("امرأة", "أنثى", "أنثي", "انثى"),
        "am": ("ሴት", "ሴ"),
    },
    "man": {
        "en": ("man", "male", "m", "mr"),
        "fr": ("homme", "masculin", "h"),
        "es": ("hombre", "masculino", "varón", "sr"),
        "ar": ("رجل", "ذكر"),
        "am": ("ወንድ", "ወ"),
    },
    "other": {
        "en": ("other", "x", "diverse", "non-binary"),
        "fr": ("autre", "non binaire"),
        "es": ("otro", "otra", "no binario"),
        "ar": ("آخر", "غير ذلك"),
        "am": ("ሌላ",),
    },
}

LONGEST_WORD = 100
_TATWEEL = "\u0640"


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A word without what does not count: case, accents, spelling variants, spaces, punctuation."""
    return "".join(sign for sign in fold(text) if sign.isalnum() and sign != _TATWEEL)


# By the identity of a table of names: each is a constant of its module.
_meanings: dict[int, dict[str, str]] = {}


def _meanings_in(names: Names) -> dict[str, str]:
    if id(names) not in _meanings:
        _meanings[id(names)] = {
            folded(word): code for code, by in names.items() for words in by.values() for word in words
        }
    return _meanings[id(names)]


def meaning(names: Names, text: str) -> str | None:
    """What a word means among ``names``, a constant of its module; None where it is none of them."""
    if len(text) > LONGEST_WORD:
        return None
    return _meanings_in(names).get(folded(text))


def column_of(header: str) -> str | None:
    """The column a header names; marks of a required one (``E-mail *``) and a hint in brackets apart."""
    return meaning(COLUMN_NAMES, header) or meaning(COLUMN_NAMES, header.partition("(")[0])


def is_known(cell: str) -> bool:
    return column_of(cell) is not None


def language_of(text: str) -> str | None:
    """``fr-FR`` and ``FR_fr`` are French too."""
    plain = text.strip().replace("_", "-")
    return meaning(LANGUAGE_NAMES, text) or meaning(LANGUAGE_NAMES, plain.partition("-")[0])


def gender_of(text: str) -> str | None:
    return meaning(GENDER_NAMES, text)


def written(names: Names, code: str, language: str) -> str:
    """The word that stands in files of ``language`` for ``code``."""
    return names[code].get(language, names[code]["en"])[0]
