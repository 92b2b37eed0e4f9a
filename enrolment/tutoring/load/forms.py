from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class AwayForm(forms.Form):
    """From when to when a tutor is away, both days included; both empty: she is there."""

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

    def __init__(self, *args, session=None, **kwargs):
        """``session``: the one whose other modules she tutors too, None where there are no others."""
        super().__init__(*args, **kwargs)
        if session is not None:
            label = format_lazy(_("In all modules of {session}"), session=session.name)
            self.fields["in_session"] = forms.BooleanField(label=label, required=False, initial=True)

    def clean(self):
        first, last = self.cleaned_data.get("away_from"), self.cleaned_data.get("away_until")
        if first and last and last < first:
            self.add_error("away_until", _("This day is before the first one."))
        return self.cleaned_data
