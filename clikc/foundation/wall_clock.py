"""A field for a time on the wall of a zone that the form says."""

from __future__ import annotations

from datetime import datetime

from django import forms

LOCAL_TIME = "%Y-%m-%dT%H:%M"


class WallClockField(forms.DateTimeField):
    """A date and a time without a zone, of this century or the next: which moment they are, the zone of
    the form says (``zones.py::moment_of``)."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format=LOCAL_TIME)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        # A browser sends day and time with a T between them; Django's own field would take what is typed
        # for a time of the present zone.
        if not isinstance(value, datetime):
            value = super(forms.DateTimeField, self).to_python(str(value).replace("T", " "))
        if not 2000 <= value.year < 2200:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return value
