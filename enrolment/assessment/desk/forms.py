"""What the people at the desk type."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people.models import User
from clikc.people.roles import Role
from courses.quizzes import api as quizzes

from ..models import Response
from ..permissions import may_reopen

SHARES = [("0", "0"), ("0.25", "¼"), ("0.5", "½"), ("0.75", "¾"), ("1", "1")]
LOCAL_TIME = "%Y-%m-%dT%H:%M"
LONGEST_DELAY = timedelta(days=2 * 366)


def show_again(form: forms.Form, **hidden: object) -> None:
    """Send a form back with what was typed, and with hidden fields that name what is shown now."""
    form.initial |= hidden
    if form.is_bound:
        form.data = form.data.copy()
        form.data.update({name: str(value) for name, value in hidden.items()})


class MarkForm(forms.Form):
    """Points of an answer as a share of one, chosen or typed, and a comment. ``fraction`` is cleaned."""

    share = forms.ChoiceField(label=_("Points"), choices=SHARES, widget=forms.RadioSelect, required=False)
    other = forms.CharField(
        label=_("Or another share"),
        help_text=_("Between 0 and 1, for example 0.6"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}),
    )
    comment = forms.CharField(
        label=_("Comment for the learner"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def clean_other(self) -> Decimal | None:
        typed = self.cleaned_data["other"]
        if not typed:
            return None
        number = quizzes.canonical_number(typed)
        if not number or not 0 <= Decimal(number) <= 1:
            raise forms.ValidationError(_("This is no number between 0 and 1."))
        return Decimal(number).quantize(Decimal("0.0001"))

    def clean(self):
        cleaned = super().clean()
        chosen, typed = cleaned.get("share"), cleaned.get("other")
        if self.has_error("other") or self.has_error("share"):
            return cleaned
        if chosen and typed is not None and Decimal(chosen) != typed:
            raise forms.ValidationError(_("Choose the points or type them, not both."))
        if not chosen and typed is None:
            raise forms.ValidationError(_("Say how many points the answer earns."))
        return cleaned | {"fraction": Decimal(chosen) if typed is None else typed}


class ChangeForm(MarkForm):
    """Another mark for an answer that has one. ``seen`` is the mark that is shown beside the form."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        help_text=_("It is kept, with your name. The learner reads it with the result."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def of(cls, response: Response, *, by: User, data=None) -> ChangeForm:
        """The form with the mark as it is; who may change any mark must say why."""
        shares = [value for value, _sign in SHARES if Decimal(value) == response.fraction]
        typed = "" if shares else f"{response.fraction.normalize():f}"
        last = response.hand_marks.last()
        initial = {"share": "".join(shares), "other": typed, "comment": response.comment}
        form = cls(data, initial=initial | {"seen": last.pk})
        form.fields["reason"].required = may_reopen(by)
        return form

    @property
    def given(self) -> dict:
        """What is asked for, as the verb takes it."""
        return {name: self.cleaned_data[name] for name in ("fraction", "comment", "reason", "seen")}


class MarkerForm(forms.Form):
    """A course, and a tutor to mark in it."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=None)
    tutor = forms.ModelChoiceField(label=_("Tutor"), queryset=None)

    def __init__(self, *args, courses, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["tutor"].queryset = (
            User.objects.visible_to(by)
            .filter(is_active=True, role_grants__role=Role.TUTOR, role_grants__ended_at__isnull=True)
            .order_by("printed_name", "email")
            .distinct()
        )


class ExtensionForm(forms.Form):
    """What a learner gets beyond the terms of a quiz; only what the quiz limits is asked for.

    Times are read in the zone that is active: that of the quiz. ``seen``: how many extensions she had
    when the form was made.
    """

    minutes = forms.IntegerField(
        label=_("Minutes more for each attempt"), min_value=0, max_value=1440, required=False
    )
    attempts = forms.IntegerField(label=_("Attempts more"), min_value=0, max_value=50, required=False)
    closes_at = forms.DateTimeField(
        label=_("Closes for this learner at"),
        input_formats=[LOCAL_TIME, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept, with your name. The learner does not see it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, quiz, **kwargs):
        super().__init__(*args, **kwargs)
        limits = {"minutes": quiz.time_limit, "attempts": quiz.attempts_allowed, "closes_at": quiz.closes_at}
        for name, limit in limits.items():
            if not limit:
                del self.fields[name]

    def clean_closes_at(self):
        wanted = self.cleaned_data["closes_at"]
        if wanted and wanted <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        if wanted and wanted > timezone.now() + LONGEST_DELAY:
            raise forms.ValidationError(_("This is more than two years away."))
        return wanted

    @property
    def granted(self) -> dict:
        """What is asked for, as the verb takes it."""
        return {
            "minutes": self.cleaned_data.get("minutes") or 0,
            "attempts": self.cleaned_data.get("attempts") or 0,
            "closes_at": self.cleaned_data.get("closes_at"),
        }


class RegradeForm(forms.Form):
    """The confirmation of a preview: which one, why, and whether anybody may lose points."""

    spares_losses = forms.BooleanField(
        label=_("Nobody loses points"),
        help_text=_("Whoever would have fewer points by the corrected key keeps what she has."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the record of this re-grading, with your name."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
