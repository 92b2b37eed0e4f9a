"""What a programme manager types about a tutored run."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from clikc.foundation.wall_clock import WallClockField
from clikc.foundation.zones import ClockFault, moment_of, on_the_wall
from clikc.people.choices import time_zone_choices
from clikc.people.models import RoleGrant, User
from clikc.people.roles import Role
from enrolment.programmes import api as programmes

FAULTS = {
    ClockFault.SKIPPED: _("Summer time begins that night: the clocks never show this time."),
    ClockFault.TWICE: _("Summer time ends that night: the clocks show this time twice. Choose another."),
}


def read_moment(form: forms.Form, name: str, zone: str) -> datetime | None:
    """The moment that a field's time on the wall means in a zone; an error at the field where none does."""
    wall = form.cleaned_data.get(name)
    if wall is None:
        return None
    moment = moment_of(wall, zone)
    if isinstance(moment, ClockFault):
        form.add_error(name, FAULTS[moment])
        return None
    return moment


class ZoneForm(forms.Form):
    time_zone = forms.ChoiceField(
        label=_("Time zone of the run"),
        help_text=_("Due times are meant on its clocks. Participants also see them on their own."),
    )

    def __init__(self, *args, run, **kwargs):
        super().__init__(*args, initial={"time_zone": run.time_zone}, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(get_language(), run.time_zone)


class DueForm(forms.Form):
    """When one assignment is due. ``moments``: opens and due, once it is valid."""

    opens = WallClockField(label=_("Opens"), required=False)
    due = WallClockField(
        label=_("Due"), required=False, help_text=_("Empty: it is not handed in in this run.")
    )

    def __init__(self, *args, work=None, zone: str, **kwargs):
        self.work, self.zone = work, zone
        shown = {
            "opens": work and on_the_wall(work.opens_at, zone),
            "due": work and on_the_wall(work.due_at, zone),
        }
        super().__init__(*args, initial=shown, **kwargs)

    def clean(self):
        cleaned = super().clean()
        opens, due = (read_moment(self, name, self.zone) for name in ("opens", "due"))
        if opens and not due and not self.errors:
            self.add_error("due", _("Say when it is due."))
        if opens and due and opens >= due:
            self.add_error("due", _("It is due before it opens."))
        if self.work and not cleaned.get("due") and not self.errors:
            self.add_error("due", _("It is part of the run already: give it another time instead."))
        return cleaned | {"moments": (opens, due)}


class SchemeForm(forms.ModelForm):
    """How work is taken and graded."""

    class Meta:
        model = programmes.GradingScheme
        fields = programmes.SCHEME_COLUMNS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        granted = RoleGrant.objects.current().filter(role__in=[Role.PROGRAMME_MANAGER, Role.TUTOR])
        able = User.objects.filter(is_active=True, pk__in=granted.values("user"))
        self.fields["moderator"].queryset = able.order_by("search_name", "pk")
        for field in self.fields.values():
            if isinstance(field, forms.DecimalField | forms.IntegerField):
                field.widget.attrs |= {"dir": "ltr", "inputmode": "decimal"}

    def clean(self):
        cleaned = super().clean()
        passed, honours = cleaned.get("pass_percent"), cleaned.get("honours_percent")
        if passed is not None and honours is not None and honours < passed:
            self.add_error("honours_percent", _("Honours need at least what passing needs."))
        return cleaned


class GivenTutorForm(forms.Form):
    """Which tutor a participant has."""

    tutor = forms.TypedChoiceField(label=_("Tutor"), coerce=int, required=False, empty_value=None)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args, run, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(item.tutor_id, item.tutor.get_full_name()) for item in programmes.run_tutors_of(run)]
        self.fields["tutor"].choices = [("", _("Nobody")), *named]


class MoreTimeForm(forms.Form):
    """A later due time of one assignment for one participant, on the clocks of the run."""

    work = forms.TypedChoiceField(label=_("Assignment"), coerce=int)
    due = WallClockField(label=_("Due"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    def __init__(self, *args, run, choices, **kwargs):
        self.run = run
        super().__init__(*args, **kwargs)
        self.fields["work"].choices = choices

    def clean(self):
        cleaned = super().clean()
        moment = read_moment(self, "due", self.run.time_zone)
        if moment and moment <= timezone.now():
            self.add_error("due", _("This time has passed already."))
        return cleaned | {"due_at": moment}


class TeamForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the team"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
