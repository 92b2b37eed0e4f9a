"""Texts that stand on a record in several languages, as fields of a form."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from enrolment.programmes import api as programmes
from enrolment.programmes.rules.templates import Words

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
LONGEST_TITLE, LONGEST_TEXT = 160, 2000


def words_fields(
    name: str,
    label,
    words: Words,
    *,
    longest: int = LONGEST_TITLE,
    is_text: bool = False,
    needed: bool = False,
) -> dict[str, forms.Field]:
    """``<name>_<language>`` → a field; the English one is called ``label``, the others by their language."""
    return {
        f"{name}_{language}": _field(label, language, words.get(language, ""), longest, is_text, needed)
        for language in LANGUAGES
    }


def said_in(words: Words) -> str:
    """The words in the reader's language, or else in English."""
    return words.get(get_language() or "") or words.get("en", "")


def read_words(form: forms.Form, name: str) -> dict[str, str]:
    found = {language: form.cleaned_data.get(f"{name}_{language}") for language in LANGUAGES}
    return {language: said for language, said in found.items() if said}


class Multilingual:
    """Of a form: its texts, so that a page can fold the other languages away."""

    texts: tuple[str, ...] = ()

    def refuse(self, faults: Iterable[programmes.Refusal]) -> None:
        """Say each fault of the one event, or module, that this form is of at its field."""
        for fault in faults:
            name = "_".join(map(str, fault.where[2:])).replace("titles_", "title_")
            is_here = name in self.fields and name not in self.errors
            self.add_error(name if is_here else None, fault.message)

    def text(self, name: str) -> dict[str, object]:
        """``first``: the field in English; ``others``: those in the other languages; ``written``: in how
        many of these something stands."""
        first, *others = (self[f"{name}_{language}"] for language in LANGUAGES)
        return {
            "first": first,
            "others": others,
            "written": sum(bool(field.value()) for field in others),
            "is_wrong": any(field.errors for field in others),
        }

    @property
    def all_texts(self) -> list[dict[str, object]]:
        return [self.text(name) for name in self.texts]

    @property
    def plain(self) -> list:
        """Every field that is shown and is no text in several languages."""
        names = {f"{name}_{language}" for name in self.texts for language in LANGUAGES}
        return [field for field in self.visible_fields() if field.name not in names]


def _field(label, language: str, said: str, longest: int, is_text: bool, needed: bool) -> forms.CharField:
    attrs = {"lang": language, "dir": "rtl" if get_language_info(language)["bidi"] else "ltr"}
    widget = forms.Textarea(attrs=attrs | {"rows": 4}) if is_text else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label if language == "en" else get_language_info(language)["name_translated"],
        required=needed and language == "en",
        max_length=longest,
        initial=said,
        widget=widget,
    )
