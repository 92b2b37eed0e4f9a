"""What is typed about one grade: points, and the reason for what is decided."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.foundation.templatetags.components import points as as_number
from clikc.people.forms import WordsField
from enrolment.grading import api as grading

LARGEST = 2**31 - 1


class PointsField(forms.CharField):
    """Points from 0 to the most, as people type them."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr", "size": 7})

    def __init__(self, *, most: Decimal, **kwargs):
        kwargs.setdefault("label", _("Points"))
        super().__init__(max_length=20, **kwargs)
        self.most = most

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        points = grading.typed_points(text, self.most)
        if points is None:
            most = as_number(self.most)
            message = _("Type a number from 0 to %(most)s, with two decimals at most.")
            raise forms.ValidationError(message % {"most": most})
        return points


class GradeForm(forms.Form):
    """One of the verbs of a grade. ``seen`` is the number of the entry the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args, step: str, most: Decimal, **kwargs):
        super().__init__(*args, prefix=step, **kwargs)
        self.step = step
        if step in ("record", "override"):
            self.fields["points"] = PointsField(most=most)
        self.fields["reason"] = WordsField(
            label=_("Comment") if step == "record" else _("Why"),
            help_text=_("The participant reads this."),
            max_length=grading.LONGEST_REASON,
            required=step != "record",
        )

    def shown_again(self, seen: int) -> GradeForm:
        """With what was typed, for who has now seen what is there."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(seen)
        return self
