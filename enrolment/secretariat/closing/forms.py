from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.forms import WordsField
from enrolment.certificates.rules import Award

AWARDS = [
    (Award.NONE.value, _("No certificate")),
    (Award.PASS.value, _("Pass")),
    (Award.HONOURS.value, _("Pass with honours")),
]


def _line(label: object) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1", "min": 0, "max": 100, "inputmode": "decimal"}),
    )


class LinesForm(forms.Form):
    """Other lines for the final mark, to see what would be. Empty: that of the regulation."""

    to_pass = _line(_("Final mark to pass"))
    honours = _line(_("Final mark for honours"))

    def __init__(self, *args, has_honours: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_honours:
            del self.fields["honours"]


class OverruleForm(forms.Form):
    award = forms.ChoiceField(label=_("Award"), choices=AWARDS)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the decision. Needed where it is another award than the rule says."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args, has_honours: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_honours:
            self.fields["award"].choices = [item for item in AWARDS if item[0] != Award.HONOURS.value]


class RevokeForm(forms.Form):
    reason = WordsField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept on record, and told to whose certificate it was."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
