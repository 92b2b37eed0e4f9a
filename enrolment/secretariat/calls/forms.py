"""What a programme manager types about a call."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from clikc.foundation.wall_clock import WallClockField
from clikc.foundation.zones import ClockFault, moment_of, on_the_wall
from clikc.people.collation import sort_key
from clikc.people.models import LANGUAGES, Region, RoleGrant, User
from clikc.people.roles import Role
from clikc.people.validators import plain_text
from enrolment.admissions import api as admissions

from .rules_fields import LABELS, read_rules, rule_fields

MOST_SEATS, MOST_FOUND, MOST_TICKED = 1000, 20, 200
FAULTS = {
    ClockFault.SKIPPED: _("Summer time begins that night: the clocks never show this time."),
    ClockFault.TWICE: _("Summer time ends that night: the clocks show this time twice. Choose another."),
}
NUMBERS = (
    "seats",
    "reserve",
    "per_administration",
    "per_region",
    "most_nominations",
    "least_score",
    "scores_needed",
    "answer_days",
)


def number(label, least=1, most=MOST_SEATS, help_text="", *, is_required=False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=is_required,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )


class CallForm(forms.Form):
    """A call, but its documents. Times are those on the clocks of the session."""

    opens_at = WallClockField(label=_("Opens"))
    closes_at = WallClockField(
        label=_("Closes"), help_text=_("To the second: nothing is taken from this minute on.")
    )
    answer_days = number(
        _("Days to answer an offer"),
        most=90,
        help_text=_("Until the end of the last day where the candidate is; then the seat is given on."),
        is_required=True,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        validators=[plain_text],
        help_text=_("Needed when the deadline of a call that is open already is moved."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    seats = number(_("Seats"), is_required=True)
    reserve = number(_("Places on the reserve list"), least=0, help_text=_("Empty: everybody who could be."))
    per_administration = number(_("Seats of an administration at most"))
    per_region = number(_("Seats of a region at most"), help_text=_("Where nothing else is said below."))
    most_nominations = number(_("Nominations of an administration at most"))
    takes_applications = forms.BooleanField(label=_("Officers may apply themselves"), required=False)
    scores_needed = number(_("Scores of each candidate"), least=0, most=5, is_required=True)
    least_score = forms.DecimalField(
        label=_("Least score"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "dir": "ltr", "step": "any"}),
    )
    find = forms.CharField(
        label=_("Find a tutor"),
        required=False,
        max_length=100,
        validators=[plain_text],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    trainers = forms.TypedMultipleChoiceField(
        label=_("Trainers"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, facts: admissions.CallFacts, zone: str, starts_on):
        super().__init__(data, initial=_initial(facts, zone))
        self.facts_now, self.zone, self.starts_on = facts, zone, starts_on
        self.regions = sorted(Region.objects.all(), key=lambda one: sort_key(one.name, get_language()))
        for region in self.regions:
            self.fields[f"region_{region.pk}"] = number(region.name, least=0)
            self.fields[f"region_{region.pk}"].initial = facts.quotas.get(region.pk)
        for code, name in LANGUAGES:
            self.fields[f"words_{code}"] = _words(code, name, facts.words.get(code, ""))
        self.fields |= rule_fields(facts.eligibility)
        self.fields["trainers"].choices = self._trainers()

    def section(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def dates(self):
        return self.section("opens_at", "closes_at", "answer_days")

    @property
    def places(self):
        return self.section("seats", "reserve", "per_administration", "per_region")

    @property
    def quotas(self):
        return self.section(*(f"region_{region.pk}" for region in self.regions))

    @property
    def nominating(self):
        return self.section("most_nominations", "takes_applications")

    @property
    def scoring(self):
        return self.section("scores_needed", "least_score")

    @property
    def wordings(self):
        return self.section(*(f"words_{code}" for code, _name in LANGUAGES))

    @property
    def rules(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Whether a rule is asked, and its figure."""
        found = []
        for code in LABELS:
            figure = next((name for name in (f"years_{code}", f"values_{code}") if name in self.fields), "")
            found.append((self[f"use_{code}"], self[figure] if figure else None))
        return found

    def clean(self):
        cleaned = super().clean()
        opens, closes = (self._moment(name) for name in ("opens_at", "closes_at"))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It closes before it opens."))
        self.cleaned_data["moments"] = (opens, closes)
        self.cleaned_data["eligibility"] = read_rules(self)
        trainers = cleaned.get("trainers") or []
        if trainers and len(trainers) < (cleaned.get("scores_needed") or 0):
            self.add_error("scores_needed", _("There are not so many trainers."))
        return self.cleaned_data

    def facts(self, documents: tuple) -> admissions.CallFacts:
        given = self.cleaned_data
        opens, closes = given["moments"]
        quotas = {region.pk: given[f"region_{region.pk}"] for region in self.regions}
        words = {code: given[f"words_{code}"].strip() for code, _name in LANGUAGES}
        return admissions.CallFacts(
            opens_at=opens,
            closes_at=closes,
            takes_applications=given["takes_applications"],
            eligibility=given["eligibility"],
            quotas={pk: seats for pk, seats in quotas.items() if seats is not None},
            words={code: said for code, said in words.items() if said},
            documents=documents,
            trainers=frozenset(given["trainers"]),
            **{name: given[name] for name in NUMBERS},
        )

    def _moment(self, name: str) -> datetime | None:
        """The moment of a time on the session's wall; one that was not touched keeps its seconds."""
        wall = self.cleaned_data.get(name)
        if wall is None:
            return None
        before = getattr(self.facts_now, name)
        if wall == on_the_wall(before, self.zone):
            return before
        moment = moment_of(wall, self.zone)
        if isinstance(moment, ClockFault):
            self.add_error(name, FAULTS[moment])
            return None
        return moment

    def _trainers(self) -> list[tuple[int, str]]:
        """Those that are named, those that were ticked, and those that are found."""
        ticked = self.data.getlist("trainers")[:MOST_TICKED] if self.is_bound else []
        asked = {int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 10}
        granted = RoleGrant.objects.current().filter(role=Role.TUTOR)
        able = User.objects.filter(pk__in=granted.values("user"), is_active=True)
        able = able.select_related("administration").order_by("search_name", "pk")
        # Whoever is named already stays, whatever her roles are by now.
        there = User.objects.filter(pk__in=self.facts_now.trainers).select_related("administration")
        asked -= self.facts_now.trainers
        named = [*there, *able.filter(pk__in=asked)]
        asked |= self.facts_now.trainers
        searched = self.data.get("find", "").replace("\x00", "").strip()[:100] if self.is_bound else ""
        found = able.named(searched).exclude(pk__in=asked)[:MOST_FOUND] if searched else []
        return [(person.pk, _label(person)) for person in [*named, *found]]


def _initial(facts: admissions.CallFacts, zone: str) -> dict:
    return {
        "opens_at": on_the_wall(facts.opens_at, zone),
        "closes_at": on_the_wall(facts.closes_at, zone),
        "takes_applications": facts.takes_applications,
        "trainers": sorted(facts.trainers),
        **{name: getattr(facts, name) for name in NUMBERS},
    }


def _words(code: str, name: str, said: str) -> forms.CharField:
    return forms.CharField(
        label=name,
        required=False,
        max_length=4000,
        initial=said,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"lang": code, "dir": "auto", "rows": 4}),
    )


def _label(person: User) -> str:
    place = person.administration
    return f"{person.get_full_name()} ({place})" if place else person.get_full_name()


class ByHandForm(forms.Form):
    """What is decided over the rule, and why."""

    by_hand = forms.ChoiceField(choices=[("seated", "seated"), ("out", "out"), ("", "")], required=False)
    reason = forms.CharField(max_length=300, required=False, validators=[plain_text])
    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class ReserveForm(forms.Form):
    """Why somebody who was not selected waits for a seat after all."""

    reason = forms.CharField(max_length=300, validators=[plain_text])
    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class AnswerForm(forms.Form):
    """What a candidate has answered to an offer; never taken for granted."""

    answer = forms.ChoiceField(choices=[("accept", "accept"), ("decline", "decline")])
    reason = forms.CharField(max_length=300, required=False, validators=[plain_text])


class ScoreForm(forms.Form):
    """What a trainer thinks of a candidate."""

    points = forms.DecimalField(
        label=_("Points of 100"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "dir": "ltr", "step": "any"}),
    )
    words = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=600,
        validators=[plain_text],
        help_text=_("For the Secretariat and the other trainers; no candidate reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
