from django import forms
from django.utils.translation import gettext_lazy as _

from enrolment.surveys import api as surveys

AGREEMENTS = [
    (5, _("I agree fully")),
    (4, _("I agree")),
    (3, _("I am between the two")),
    (2, _("I do not agree")),
    (1, _("I do not agree at all")),
]


class FeedbackForm(forms.Form):
    """The statements of the survey, and a few words."""

    words = forms.CharField(
        label=_("What should stay, and what should change?"),
        help_text=_("You may leave this empty. Write nothing by which you could be known."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, words in surveys.statements().items():
            self.fields[code] = forms.TypedChoiceField(
                label=words, choices=AGREEMENTS, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*surveys.STATEMENTS, "words"])

    @property
    def agreements(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in surveys.STATEMENTS}
