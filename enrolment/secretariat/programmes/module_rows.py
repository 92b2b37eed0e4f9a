"""The modules of a programme as rows of one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import get_language, gettext_lazy as _

from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.templates import MOST_MODULES, Module, Template

from .multilingual import Multilingual, read_words, said_in, words_fields

MOST_WEEKS = 60


def number_field(label, least: int, most: int, **more) -> forms.IntegerField:
    """A whole number, written from left to right in every language."""
    widget = forms.NumberInput(attrs={"dir": "ltr", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)


def code_field(longest: int) -> forms.SlugField:
    widget = forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"})
    return forms.SlugField(label=_("Code"), max_length=longest, widget=widget)


def course_choices() -> list[tuple[str, str]]:
    """Every course by its code, in the reader's language. Two queries and those of the titles."""
    courses = list(catalogue.courses())
    titles = catalogue.titles_of([course.pk for course in courses], get_language())
    named = [
        (course.code, titles[course.pk].title if course.pk in titles else course.code) for course in courses
    ]
    return [("", _("No course: attended, or marked by hand")), *named]


class ModuleForm(Multilingual, forms.Form):
    """One module; ``choices``: the courses there are."""

    texts = ("title",)
    code = code_field(20)
    course = forms.ChoiceField(label=_("Course"), required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False, initial=True)
    weight = forms.DecimalField(
        label=_("Weight in the final mark"),
        min_value=0,
        max_digits=5,
        decimal_places=2,
        initial=1,
        widget=forms.NumberInput(attrs={"dir": "ltr", "inputmode": "decimal", "step": "any"}),
    )
    first_week = number_field(_("From week"), 1, MOST_WEEKS, initial=1)
    last_week = number_field(_("To week"), 1, MOST_WEEKS, initial=1)

    def __init__(self, *args, module: Module | None = None, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = choices
        self.fields |= words_fields("title", _("Title"), module.titles if module else {}, needed=True)
        for name in ("code", "course", "is_required", "weight", "first_week", "last_week"):
            if module is not None:
                self.fields[name].initial = getattr(module, name)

    @property
    def module(self) -> Module:
        """What a valid form says."""
        said = self.cleaned_data
        names = ("code", "course", "is_required", "weight", "first_week", "last_week")
        return Module(titles=read_words(self, "title"), **{name: said[name] for name in names})


class ModuleRows(forms.BaseFormSet):
    """All modules in their order, and an empty row behind them."""

    def __init__(self, *args, template: Template, **kwargs):
        self.template, self.choices = template, course_choices()
        super().__init__(*args, prefix="modules", initial=[{}] * len(template.modules), **kwargs)

    def get_form_kwargs(self, index):
        there = self.template.modules
        module = there[index] if index is not None and index < len(there) and not self.is_bound else None
        return super().get_form_kwargs(index) | {"module": module, "choices": self.choices}

    @property
    def kept(self) -> list[ModuleForm]:
        """The rows that stay, in the order that was asked for."""
        rows = [form for form in self.ordered_forms if form.has_changed()]
        return [form for form in rows if form not in self.deleted_forms]

    def applied(self) -> Template:
        return replace(self.template, modules=tuple(form.module for form in self.kept))

    def refuse(self, faults: Iterable[programmes.Refusal]) -> list[str]:
        """Say each fault at its row; those of elsewhere are given back."""
        rest = []
        for fault in faults:
            part, *where = fault.where
            if part != "modules" or not where:
                rest.append(self._elsewhere(part, where, fault.message))
                continue
            form, name = self.kept[where[0]], "_".join(map(str, where[1:])).replace("titles_", "title_")
            is_here = name in form.fields and name not in form.errors
            form.add_error(name if is_here else None, fault.message)
        return rest

    def _elsewhere(self, part: str, where: list, message: object) -> str:
        if part == "events" and where:
            return f"{said_in(self.template.events[where[0]].titles)}: {message}"
        return str(message)

    def without_errors(self) -> ModuleRows:
        """As it was typed, before anything is judged: to be given another row."""
        for form in self.forms:
            form._errors = ErrorDict()
        return self


Rows = forms.formset_factory(
    ModuleForm,
    formset=ModuleRows,
    extra=1,
    can_delete=True,
    can_order=True,
    max_num=MOST_MODULES,
    absolute_max=MOST_MODULES + 10,
    validate_max=True,
)
