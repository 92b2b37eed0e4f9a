"""The parts of a programme as forms: each gives the whole template back with its own part changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django import forms
from django.core.validators import validate_slug
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from enrolment.admissions.rules.eligibility import as_data, rules_of
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.templates import Template

from ..calls.rules_fields import read_rules, rule_fields
from .multilingual import LONGEST_TEXT, Multilingual, read_words, words_fields

NUMBERS = (forms.IntegerField, forms.DecimalField)


class SectionForm(Multilingual, forms.Form):
    """``seen`` names the programme as the page knew it."""

    part = ""
    texts: tuple[str, ...] = ()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, template: Template, data=None, *, seen: str = ""):
        super().__init__(data, initial={"seen": seen})
        self.template = template
        self.fields |= self.own_fields(template)

    def own_fields(self, template: Template) -> dict[str, forms.Field]:
        """The fields of this part; none of a part that only shows."""
        return {}

    def applied(self) -> Template:
        """The template as this form, which is valid, would have it."""
        return self.template

    def refuse(self, faults: Iterable[programmes.Refusal]) -> None:
        """Say each fault at its field, where this form has it."""
        for fault in faults:
            name = self.field_of(fault.where)
            is_here = name in self.fields and name not in self.errors
            self.add_error(name if is_here else None, fault.message)

    def field_of(self, where: tuple) -> str:
        return str(where[-1])


class FactsForm(SectionForm):
    part = "facts"
    texts = ("title", "summary")

    def own_fields(self, template):
        return {
            **words_fields("title", _("Title"), template.titles, needed=True),
            **words_fields("summary", _("Summary"), template.summaries, longest=LONGEST_TEXT, is_text=True),
            **column_fields(programmes.Programme, programmes.FACTS, template.facts),
        }

    def applied(self):
        titles, summaries = read_words(self, "title"), read_words(self, "summary")
        facts = {name: self.cleaned_data[name] for name in programmes.FACTS}
        return replace(self.template, titles=titles, summaries=summaries, facts=facts)

    def field_of(self, where):
        prefix = {"titles": "title_", "summaries": "summary_"}.get(where[0], "")
        return f"{prefix}{where[-1]}"


class NewForm(FactsForm):
    """A programme that is not there yet."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        validators=[validate_slug],
        help_text=_("As people call it, such as vcoa; it stands in addresses and never changes."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
    )
    field_order = ["code"]

    def clean_code(self):
        return self.cleaned_data["code"].lower()


class RegulationForm(SectionForm):
    part = "regulation"

    def own_fields(self, template):
        return column_fields(programmes.Programme, programmes.REGULATION, template.regulation)

    def applied(self):
        facts = {name: self.cleaned_data[name] for name in programmes.REGULATION}
        return replace(self.template, regulation=facts)


class SchemeForm(SectionForm):
    part = "scheme"

    def own_fields(self, template):
        return column_fields(programmes.ProgrammeScheme, programmes.FACTS_COLUMNS, template.scheme or {})

    def applied(self):
        facts = {name: self.cleaned_data[name] for name in programmes.FACTS_COLUMNS}
        return replace(self.template, scheme=facts)


class EligibilityForm(SectionForm):
    part = "eligibility"

    def own_fields(self, template):
        return rule_fields(rules_of(template.eligibility))

    def clean(self):
        cleaned = super().clean()
        self.rules = read_rules(self)
        return cleaned

    def applied(self):
        return replace(self.template, eligibility=tuple(as_data(self.rules)))


class LettersForm(SectionForm):
    part = "letters"
    texts = tuple(programmes.ProgrammeLetter.Kind.values)

    def own_fields(self, template):
        fields = {}
        for kind, label in programmes.ProgrammeLetter.Kind.choices:
            words = template.letters.get(kind, {})
            fields |= words_fields(kind, label, words, longest=LONGEST_TEXT, is_text=True)
        return fields

    def applied(self):
        letters = {kind: read_words(self, kind) for kind in self.texts}
        return replace(self.template, letters=letters)

    def field_of(self, where):
        return "_".join(map(str, where[1:]))


SECTIONS = {form.part: form for form in (FactsForm, RegulationForm, SchemeForm, EligibilityForm, LettersForm)}


def column_fields(model, names: Iterable[str], now) -> dict[str, forms.Field]:
    """Fields as the columns of a model have them, with what holds now."""
    fields = fields_for_model(model, fields=tuple(names))
    for name, field in fields.items():
        if name in now:
            field.initial = now[name]
        if isinstance(field, NUMBERS):
            field.widget.attrs |= {"dir": "ltr", "inputmode": "decimal"}
    return fields
