"""What the list of questions can be narrowed to, on the page and in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from courses.catalogue.api import Course, Subject

from ..models import Choice, Difficulty, Question, QuestionBank, QuestionKind, QuestionStatus, Quiz
from ..placing import asked_in
from .texts import LANGUAGES, language_choices

LONGEST_TAGS = 300


class QuestionFilterSet(WagtailFilterSet):
    """Facts of the question, its course, what is not translated yet, and who asks it."""

    bank = django_filters.ModelChoiceFilter(queryset=QuestionBank.objects.all(), label=_("Question bank"))
    course = django_filters.ModelChoiceFilter(
        field_name="bank__course", queryset=Course.objects.order_by("code"), label=_("Course")
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=QuestionKind.choices, label=_("Kind"), widget=forms.CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        choices=QuestionStatus.choices, label=_("Status"), widget=forms.CheckboxSelectMultiple
    )
    difficulty = django_filters.MultipleChoiceFilter(
        choices=Difficulty.choices, label=_("Difficulty"), widget=forms.CheckboxSelectMultiple
    )
    subject = django_filters.ModelChoiceFilter(
        field_name="subjects", queryset=Subject.objects.order_by("code"), label=_("Subject")
    )
    tags = django_filters.CharFilter(
        method="with_tags", label=_("With all of these tags, separated by commas"), max_length=LONGEST_TAGS
    )
    missing = django_filters.ChoiceFilter(
        method="without_words_in", choices=language_choices, label=_("Missing translation in")
    )
    quiz = django_filters.ModelChoiceFilter(
        method="asked_by",
        queryset=Quiz.objects.select_related("activity").order_by("activity__course", "activity__position"),
        label=_("Used in quiz"),
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def with_tags(self, questions: QuerySet, _name, text: str) -> QuerySet:
        return questions.tagged_with_all([tag.strip() for tag in text.split(",") if tag.strip()])

    def without_words_in(self, questions: QuerySet, _name, language: str) -> QuerySet:
        return questions.filter(not_written_in(language))

    def asked_by(self, questions: QuerySet, _name, quiz: Quiz) -> QuerySet:
        return questions.filter(pk__in=asked_in(quiz))


def not_written_in(language: str) -> Q:
    """Questions whose text, a choice, or the explanation that other languages have, is not in this one."""
    choices = Choice.objects.filter(_empty("text", language), question=OuterRef("pk"))
    has_own_words = Q(kind=QuestionKind.TRUEFALSE)
    is_explained = Q()
    for other in LANGUAGES:
        is_explained |= ~_empty("explanation", other)
    return (
        _empty("text", language)
        | (~has_own_words & Exists(choices))
        | (_empty("explanation", language) & is_explained)
    )


def _empty(field: str, language: str) -> Q:
    name = f"{field}_{language}"
    return Q(**{name: ""}) | Q(**{f"{name}__isnull": True})


def narrowed(questions: QuerySet, request: HttpRequest) -> QuerySet:
    """The questions that the address of a list asks for; none where its filter cannot be read."""
    filters = QuestionFilterSet(data=request.GET, request=request)
    if not filters.is_valid():
        return questions.none()
    return filters.filter_queryset(questions).found_by(request.GET.get("q", ""))


def with_ids(questions: QuerySet, ids: Iterable[str]) -> QuerySet:
    """Those of the questions that an address names; what is no id names nobody."""
    return questions.filter(pk__in=filter(_is_id, ids))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
