from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from enrolment.programmes.bases import AwayForm


class OwnAwayForm(AwayForm):
    """``session``: the one whose other modules she tutors too, None where there are no others."""

    def __init__(self, *args, session=None, **kwargs):
        super().__init__(*args, **kwargs)
        if session is not None:
            label = format_lazy(_("In all modules of {session}"), session=session.name)
            self.fields["in_session"] = forms.BooleanField(label=label, required=False, initial=True)
