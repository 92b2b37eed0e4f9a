"""The rules of eligibility as fields of a form: each rule is asked, wished for, or not there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from clikc.people.models import LANGUAGES
from enrolment.admissions import api as admissions

Code = admissions.EligibilityCode
ASKED, WISHED = "asked", "wished"
USES = [
    ("", _("not asked")),
    (ASKED, pgettext_lazy("a rule of a call", "asked")),
    (WISHED, _("a wish, which keeps nobody out")),
]
MOST_YEARS = 80

LABELS = {
    Code.SERVICE_UNDER: _("Less than so many years in the administration"),
    Code.SERVICE_AT_LEAST: _("At least so many years in the administration"),
    Code.AGE_UNDER: _("Younger than so many years"),
    Code.LANGUAGE: _("Works in one of these languages"),
    Code.NOT_BEFORE: _("Has not taken part in an earlier session of this programme"),
    Code.POST: _("Holds one of these posts"),
}
CHOICES = {Code.LANGUAGE: LANGUAGES, Code.POST: admissions.CANDIDATE_POSTS}
YEARS = (Code.SERVICE_UNDER, Code.SERVICE_AT_LEAST, Code.AGE_UNDER)


def rule_fields(rules) -> dict[str, forms.Field]:
    """Name of a field → the field, with what the rules are now."""
    now = {rule.code: rule for rule in rules}
    fields: dict[str, forms.Field] = {}
    for code, label in LABELS.items():
        rule = now.get(code)
        used = (WISHED if rule.is_wish else ASKED) if rule else ""
        fields[f"use_{code}"] = forms.ChoiceField(label=label, choices=USES, required=False, initial=used)
        if code in YEARS:
            fields[f"years_{code}"] = _years(rule)
        elif code in CHOICES:
            fields[f"values_{code}"] = _values(code, rule)
    return fields


def _years(rule) -> forms.Field:
    return forms.IntegerField(
        label=_("Years"),
        required=False,
        min_value=1,
        max_value=MOST_YEARS,
        initial=rule.years if rule else None,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )


def _values(code, rule) -> forms.Field:
    known = [*CHOICES[code]]
    # What an earlier call asked for stays, even where we have no name for it.
    known += [(value, value) for value in (rule.values if rule else ()) if value not in dict(known)]
    return forms.MultipleChoiceField(
        label=_("One of these is enough"),
        choices=known,
        required=False,
        initial=list(rule.values) if rule else [],
        widget=forms.CheckboxSelectMultiple,
    )


def read_rules(form: forms.Form) -> tuple:
    """The rules that a form says; an error at the field whose figure is missing."""
    rules = []
    for code in LABELS:
        use = form.cleaned_data.get(f"use_{code}")
        if not use:
            continue
        years = form.cleaned_data.get(f"years_{code}") or 0
        values = tuple(form.cleaned_data.get(f"values_{code}") or ())
        if code in YEARS and not years and f"years_{code}" not in form.errors:
            form.add_error(f"years_{code}", _("Say how many years."))
        if code in CHOICES and not values and f"values_{code}" not in form.errors:
            form.add_error(f"values_{code}", _("Choose at least one."))
        rules.append(admissions.EligibilityRule(code, years=years, values=values, is_wish=use == WISHED))
    return tuple(rules)
