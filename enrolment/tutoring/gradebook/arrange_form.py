"""The form of a whole arrangement: a few fields for each module and column, named by their codes."""

from __future__ import annotations

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from clikc.people.validators import collapse_whitespace, printable_name
from enrolment.grading import api as grading

from .words import plain

MOST_PLACE = 32_000
# In an order nothing has to be typed twice to stand between two others.
STEP = 10


def _weight(**more):
    return forms.DecimalField(
        label=_("Weight"),
        min_value=0,
        max_value=grading.MOST_WEIGHT,
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "dir": "ltr", "step": "any"}),
        **more,
    )


def _number(label, *, most: int, **more):
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
        **more,
    )


def _title(label, **more):
    return forms.CharField(
        label=label,
        max_length=160,
        validators=[printable_name],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        **more,
    )


def _most(**more):
    return forms.DecimalField(
        label=_("Points at most"),
        min_value=Decimal("0.01"),
        max_value=grading.MOST_POINTS,
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "dir": "ltr", "step": "any"}),
        **more,
    )


class ArrangeForm(forms.Form):
    """``plan`` is what is there, ``modules`` the same with titles; ``quizzes`` (code, title) may be added."""

    new_title = _title(_("Title"), required=False)
    new_most = _most(required=False)
    new_weight = _weight(required=False)
    quiz_weight = _weight(required=False)
    module_title = _title(_("Title of a new module"), required=False)

    def __init__(self, data=None, *, plan, modules, quizzes, **kwargs):
        self.plan, self.modules = plan, modules
        self._initial_of_plan = {}
        super().__init__(data, **kwargs)
        places = [(module.key, module.title) for module in modules]
        self.fields["new_module"] = forms.ChoiceField(label=_("Module"), choices=places, required=False)
        self.fields["quiz"] = forms.ChoiceField(
            label=_("Quiz"), choices=[("", _("None")), *quizzes], required=False
        )
        self.fields["quiz_module"] = forms.ChoiceField(label=_("Module"), choices=places, required=False)
        for place, module in enumerate(plan.modules, start=1):
            self._add_module(module, place * STEP)
        for module in plan.modules:
            inside = [item for item in plan.items if item.module == module.key]
            for place, item in enumerate(inside, start=1):
                self._add_item(item, place * STEP, places)
        self.initial = self._initial_of_plan | {"new_weight": 1, "new_most": 10, "quiz_weight": 1}

    def _put(self, name: str, field: forms.Field, value) -> None:
        self.fields[name] = field
        self._initial_of_plan[name] = value

    def _add_module(self, module, place: int) -> None:
        key = module.key
        self._put(f"title.{key}", _title(_("Another title"), required=False), module.title)
        self._put(f"weight.{key}", _weight(), plain(module.weight))
        self._put(f"drop.{key}", _number(_("Lowest dropped"), most=grading.MOST_DROPPED), module.drop_lowest)
        self._put(f"place.{key}", _number(pgettext_lazy("a rank", "Place"), most=MOST_PLACE), place)

    def _add_item(self, item, place: int, places: list) -> None:
        code = item.code
        self._put(f"module-{code}", forms.ChoiceField(label=_("Module"), choices=places), item.module)
        self._put(f"weight-{code}", _weight(), plain(item.weight))
        self._put(f"place-{code}", _number(pgettext_lazy("a rank", "Place"), most=MOST_PLACE), place)
        if code.startswith("m"):
            self._put(f"title-{code}", _title(_("Title")), item.title)
            self._put(f"most-{code}", _most(), plain(item.most))
        if not code.startswith("a"):
            remove = forms.BooleanField(label=_("Take away"), required=False)
            self._put(f"remove-{code}", remove, False)

    def clean_new_title(self) -> str:
        return collapse_whitespace(self.cleaned_data["new_title"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_title"):
            for name in ("new_most", "new_weight"):
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, self.fields[name].error_messages["required"])
        if cleaned.get("quiz") and "quiz_weight" not in self.errors and cleaned.get("quiz_weight") is None:
            self.add_error("quiz_weight", self.fields["quiz_weight"].error_messages["required"])
        return cleaned

    @property
    def wanted(self) -> grading.Plan:
        """What the form asks for, as a plan."""
        given = self.cleaned_data
        modules = [
            grading.ModulePlan(
                key=module.key,
                title=collapse_whitespace(given[f"title.{module.key}"]),
                weight=given[f"weight.{module.key}"],
                drop_lowest=given[f"drop.{module.key}"],
                position=given[f"place.{module.key}"],
            )
            for module in self.plan.modules
        ]
        if title := collapse_whitespace(given["module_title"]):
            modules.append(grading.ModulePlan(self._new_key(), title, Decimal(1), 0, MOST_PLACE))
        items = tuple(self._item(item) for item in self.plan.items)
        return grading.Plan(tuple(modules), items, tuple(self._added()))

    def _new_key(self) -> str:
        """A key that no module has: made-up ones are numbered."""
        known = {module.key for module in self.plan.modules}
        return next(key for number in range(1, len(known) + 2) if (key := f"own-{number}") not in known)

    def _item(self, item) -> grading.ItemPlan:
        given, code = self.cleaned_data, item.code
        return grading.ItemPlan(
            code=code,
            module=given[f"module-{code}"],
            weight=given[f"weight-{code}"],
            position=given[f"place-{code}"],
            title=collapse_whitespace(given.get(f"title-{code}", "")),
            most=given.get(f"most-{code}", item.most),
            is_removed=given.get(f"remove-{code}", False),
        )

    def _added(self):
        given = self.cleaned_data
        if given["new_title"]:
            yield grading.ItemPlan(
                "",
                given["new_module"],
                given["new_weight"],
                MOST_PLACE,
                given["new_title"],
                given["new_most"],
            )
        if given["quiz"]:
            yield grading.ItemPlan(given["quiz"], given["quiz_module"], given["quiz_weight"], MOST_PLACE)

    def differences(self) -> list[dict]:
        """What was typed and is not what is there: whose (module, column), which field, theirs and mine."""
        titles = {module.key: module.title for module in self.modules}
        titles |= {column.code: column.title for module in self.modules for column in module.columns}
        found = []
        for name, theirs in self._initial_of_plan.items():
            mine = self.cleaned_data.get(name)
            if mine != theirs:
                _field, _sign, whose = re.split(r"([.-])", name, maxsplit=1)
                label = self.fields[name].label
                found.append({"whose": titles[whose], "label": label, "theirs": theirs, "mine": mine})
        return found
