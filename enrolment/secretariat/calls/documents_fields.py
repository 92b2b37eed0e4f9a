"""The documents that a call asks for, as fields of a form: those there are, and two new ones."""

from __future__ import annotations

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clikc.people.models import LANGUAGES
from clikc.people.validators import collapse_whitespace, plain_text
from enrolment.admissions import api as admissions

NEW, MOST = 2, 12
LONGEST_CODE = 40


class DocumentForm(forms.Form):
    """A document: its titles, and whether every nomination needs it. Without a title there is none."""

    code = forms.SlugField(required=False, max_length=LONGEST_CODE, widget=forms.HiddenInput)
    is_required = forms.BooleanField(label=_("Every nomination needs it"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said = self.initial.get("titles", {})
        for code, name in LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=name,
                required=False,
                max_length=160,
                validators=[plain_text],
                initial=said.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto", "autocomplete": "off"}),
            )
        self.order_fields([f"title_{code}" for code, _name in LANGUAGES])

    def clean(self):
        cleaned = super().clean()
        if any(cleaned.get(f"title_{code}") for code, _n in LANGUAGES) and not cleaned.get("title_en"):
            self.add_error(
                "title_en", _("The title in English is needed: it is read where a language has none.")
            )
        return cleaned

    @property
    def titles(self) -> dict[str, str]:
        found = {code: self.cleaned_data.get(f"title_{code}") or "" for code, _name in LANGUAGES}
        return {code: collapse_whitespace(title) for code, title in found.items() if title.strip()}

    @property
    def name(self) -> str:
        return self.initial.get("titles", {}).get("en", "")


DocumentForms = forms.formset_factory(
    DocumentForm, extra=NEW, max_num=MOST, absolute_max=MOST + NEW, validate_max=True
)


def documents_form(asked, data=None):
    initial = [
        {"code": item.code, "is_required": item.is_required, "titles": dict(item.titles)} for item in asked
    ]
    return DocumentForms(data, initial=initial, prefix="documents")


def read_documents(forms_) -> tuple:
    """Those with a title, in their order. A new one gets a code from its title."""
    found: dict[str, admissions.Asked] = {}
    for form in forms_:
        if not form.titles:
            continue
        code = form.initial.get("code") or _free_code(form.titles["en"], found)
        found[code] = admissions.Asked(code, form.titles, form.cleaned_data["is_required"])
    return tuple(found.values())


def _free_code(title: str, taken) -> str:
    stem = slugify(title)[: LONGEST_CODE - 3].strip("-") or "document"
    number = 1
    while (code := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return code
