"""The form of what is known of a candidate, for every room that asks: herself, or her coordinator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Self

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from clikc.people.forms import WordsField
from clikc.people.models import LANGUAGES

from .eligible import CANDIDATE_POSTS, language_label, rules_in
from .nominating import FACTS
from .rules.eligibility import FIRST_DAY, LAST_DAY, Code

if TYPE_CHECKING:
    from .models import Nomination

# Beside the languages of the platform and those a call asks for: languages that customs services work in.
OTHERS = ("pt", "ru", "sw", "zh-hans")


class CandidateWords(WordsField):
    """What somebody writes at length; line ends as the record has them."""

    def __init__(self, *, rows: int, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(max_length=2000, required=False, widget=widget, **kwargs)

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n").strip()


def day_field(label, *, latest: date | Callable[[], date] = LAST_DAY) -> forms.DateField:
    """A day of somebody's life."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(latest)],
    )


def post_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("Not said")), *CANDIDATE_POSTS])


def languages_field(label) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def seen_field() -> forms.IntegerField:
    """The version that was shown; empty where there is none yet."""
    return forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class CandidateForm(forms.Form):
    """The facts of a candidate that a call asks for; anything may be left open. A room that asks gives fields
    in its own words: ``languages`` and ``born_on`` always, others of ``FACTS`` as it asks."""

    seen = seen_field()

    def __init__(self, *args, call, known: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        asked = {rule.code: rule for rule in rules_in(call)}
        wanted = asked[Code.LANGUAGE].values if Code.LANGUAGE in asked else ()
        codes = dict.fromkeys([*dict(LANGUAGES), *wanted, *known, *OTHERS])
        self.fields["languages"].choices = [(code, language_label(code)) for code in codes]
        # What nobody asks for is not collected.
        if Code.AGE_UNDER not in asked:
            del self.fields["born_on"]

    @classmethod
    def of(cls, nomination: Nomination, data=None) -> Self:
        """The form with what is known of a candidate."""
        facts = {name: getattr(nomination, name) for name in FACTS}
        return cls(
            data,
            initial={**facts, "seen": nomination.version},
            call=nomination.call,
            known=tuple(nomination.languages),
        )

    @property
    def facts(self) -> dict:
        """What is to be written, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}
