"""What a coordinator types about her people."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from clikc.people.api import is_name_locked
from clikc.people.forms import EMAIL, NameField
from clikc.people.models import LANGUAGES, Gender, Unit, User
from clikc.people.validators import collapse_whitespace, printable_name
from enrolment.membership import api as membership
from enrolment.programmes import api as programmes

REASON = {"rows": 2, "dir": "auto"}


class UnitChoice(forms.ModelChoiceField):
    """A unit of an administration that is in use; or the one somebody is in, whatever became of it."""

    def __init__(self, *, administration, now: Unit | None = None, **kwargs):
        there = administration.units.filter(is_active=True)
        if now is not None:
            there = there | administration.units.filter(pk=now.pk)
        kwargs = {"label": _("Unit"), "required": False, "empty_label": _("No unit")} | kwargs
        super().__init__(queryset=there, **kwargs)


class InviteForm(forms.Form):
    """One officer who is to be a member."""

    name = NameField(help_text=_("As it should stand on certificates, in the officer's own script."))
    address = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs=EMAIL)
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("The letter of invitation is written in it.")
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=[("", _("Not given")), *Gender.choices],
        required=False,
        help_text=_("For statistics of your administration. Leave it open where you do not know."),
    )
    # Compared as texts: no database is asked for a number it cannot hold.
    cohorts = forms.MultipleChoiceField(
        label=_("Cohorts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["name", "address", "language", "unit", "gender", "cohorts"]

    def __init__(self, *args, administration, by: User, **kwargs):
        kwargs["initial"] = {"language": get_language()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["address"].widget.attrs["autocomplete"] = "off"
        self.fields["unit"] = UnitChoice(administration=administration)
        there = programmes.cohorts_seen_by(by, administration_id=administration.pk).open()
        self._cohorts = {str(cohort.pk): cohort for cohort in there}
        self.fields["cohorts"].choices = list(self._cohorts.items())
        if not self._cohorts:
            del self.fields["cohorts"]
        self.order_fields(self.field_order)

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].lower()
        if membership.is_nobodys(address):
            raise forms.ValidationError(_("This is not an e-mail address."))
        return address

    @property
    def chosen_cohorts(self) -> list:
        """The cohorts she is to be in."""
        return [self._cohorts[key] for key in self.cleaned_data.get("cohorts", ())]

    @property
    def newcomer(self) -> membership.Newcomer:
        """The officer as the verb takes her."""
        given = self.cleaned_data
        return membership.Newcomer(
            address=given["address"],
            name=given["name"],
            language=given["language"],
            unit_id=given["unit"].pk if given["unit"] else None,
            gender=given["gender"],
        )


class MemberForm(forms.Form):
    """What may be put right about a member."""

    printed_name = NameField(help_text=_("As it should stand on certificates, in the officer's own script."))
    preferred_language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args, person: User, administration, **kwargs):
        now = {
            "printed_name": person.printed_name,
            "preferred_language": person.preferred_language,
            "unit": person.unit_id,
        }
        super().__init__(*args, initial=now, **kwargs)
        self.fields["unit"] = UnitChoice(administration=administration, now=person.unit)
        self.fields["printed_name"].widget.attrs["autocomplete"] = "off"
        if is_name_locked(person):
            self.fields["printed_name"].disabled = True
            self.fields["printed_name"].help_text = _(
                "Certificates bear this name, so it can no longer be changed."
            )


class UnitForm(forms.Form):
    """The name of a unit."""

    name = forms.CharField(
        label=_("Name of the unit"),
        max_length=120,
        validators=[printable_name],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return collapse_whitespace(self.cleaned_data["name"])


class MergeForm(forms.Form):
    """Another unit to put everybody into."""

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"] = UnitChoice(
            administration=unit.administration, label=_("Put everybody into"), required=True, empty_label=None
        )
        self.fields["into"].queryset = self.fields["into"].queryset.exclude(pk=unit.pk)


class PutIntoUnitForm(forms.Form):
    """Which unit a selection is put into."""

    def __init__(self, *args, administration, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitChoice(administration=administration)


class CohortForm(forms.Form):
    """Which open cohort a selection is added to."""

    cohort = forms.ModelChoiceField(label=_("Cohort"), queryset=None, empty_label=None)

    def __init__(self, *args, administration, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        there = programmes.cohorts_seen_by(by, administration_id=administration.pk)
        self.fields["cohort"].queryset = there.open()


class ReasonForm(forms.Form):
    """Why accounts are closed. ``number`` is how many the page named."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It is kept in the record, with your name. The person concerned can read it."),
        widget=forms.Textarea(attrs=REASON),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
