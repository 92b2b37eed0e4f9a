"""The forms of a tutor's terms, for every room that arranges tutors: in one run, in all runs of a session."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.models import LANGUAGES, RoleGrant, User
from clikc.people.roles import Role

USUAL_CAPACITY, MOST_CAPACITY = 6, 500


class AwayForm(forms.Form):
    """From when to when a tutor is away, both days included; both empty: the tutor is there."""

    away_from = forms.DateField(
        label=_("Away from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("away_from"), cleaned.get("away_until")
        if first and last and last < first:
            self.add_error("away_until", _("The end is before the beginning."))
        return cleaned


class TutorForm(AwayForm):
    """The terms of a tutor: ``TUTOR_COLUMNS``."""

    field_order = ["capacity", "languages"]

    capacity = forms.IntegerField(
        label=_("Participants at most"),
        min_value=0,
        max_value=MOST_CAPACITY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages she marks in, beside that of her account"),
        required=False,
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )


class NewTutorForm(TutorForm):
    """One more tutor; ``there``: ids of those who are."""

    tutor = forms.ModelChoiceField(label=_("Tutor"), queryset=User.objects.none())
    field_order = ["tutor", *TutorForm.field_order]

    def __init__(self, *args, there: Collection[int], **kwargs):
        super().__init__(*args, initial={"capacity": USUAL_CAPACITY}, **kwargs)
        granted = RoleGrant.objects.current().filter(role=Role.TUTOR)
        able = User.objects.filter(is_active=True, pk__in=granted.values("user"))
        self.fields["tutor"].queryset = able.exclude(pk__in=there).order_by("search_name", "pk")
