"""What is wrong with a template, in the reader's language, at the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext_lazy as _

from clikc.people.validators import plain_text

from .rules.templates import Fault, Where, Words, Wrong

LONGEST_TITLE, LONGEST_TEXT = 160, 2000

SAID = {
    Wrong.TOO_MANY: _("There are %(given)s, and %(limit)s at most."),
    Wrong.CODE_TWICE: _("The code “%(given)s” is there twice."),
    Wrong.WEEKS_TURNED: _("It ends in week %(given)s, before it begins in week %(limit)s."),
    Wrong.WEEK_OUTSIDE: _("Week %(given)s is outside the programme, which has %(limit)s weeks."),
    Wrong.DAY_OUTSIDE: _("%(given)s is too far: %(limit)s at most."),
    Wrong.COURSE_TWICE: _("The course “%(given)s” is another module's already."),
    Wrong.NO_SUCH_MODULE: _("There is no module “%(given)s”."),
    Wrong.NEEDS_MODULE: _("Say which module this is of."),
    Wrong.NO_SUCH_EVENT: _("There is no event “%(given)s” for it to follow."),
    Wrong.CIRCLE: _("The event “%(given)s” follows itself by a detour."),
    Wrong.NO_WEIGHT: _("No required module has a weight: there would be no final mark."),
    Wrong.HONOURS_TOO_EASY: _("Honours (%(given)s) ask for less than passing (%(limit)s)."),
    Wrong.TOO_FEW_OPTIONAL: _("Honours ask for %(given)s optional modules, and there are %(limit)s."),
}
NO_COURSE = _("There is no course “%(given)s”. Load it first.")
NO_ACTIVITY = _("The course of this module has no test or assignment “%(given)s”.")
NO_RULE = _("This is no rule of eligibility.")
NO_LETTER = _("There is no letter “%(given)s”.")
NEEDED = _("Give it a title in English: it stands wherever another language is missing.")
TOO_MUCH = _("At most %(most)s.")
# What whole numbers hold, whichever database there is.
RANGES = BaseDatabaseOperations.integer_field_ranges
TOO_LONG = _("It has %(given)s characters; at most %(limit)s fit.")


@dataclass(frozen=True)
class Refusal:
    """``where``: parts and places of the template, from the outside in."""

    where: Where
    message: object

    def __str__(self):
        return f"{'.'.join(map(str, self.where))}: {self.message}"


class TemplateRefused(Exception):
    """A template that does not hold together; nothing was written."""

    def __init__(self, faults: Iterable[Refusal]):
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


def as_refusals(faults: Iterable[Fault]) -> list[Refusal]:
    return [
        Refusal(fault.where, SAID[fault.what] % {"given": fault.given, "limit": fault.limit})
        for fault in faults
    ]


def refused_words(where: Where, words: Words, *, longest: int, is_needed: bool = False) -> Iterator[Refusal]:
    """What is wrong with a text that stands on a record in several languages."""
    if is_needed and not words.get("en"):
        yield Refusal((*where, "en"), NEEDED)
    for language, said in words.items():
        if language not in settings.MODELTRANSLATION_LANGUAGES:
            yield Refusal((*where, language), _("No text stands in this language."))
        elif len(said) > longest:
            yield Refusal((*where, language), TOO_LONG % {"given": len(said), "limit": longest})
        else:
            yield from _hidden((*where, language), said)


def refused_columns(where: Where, record, names: Iterable[str]) -> Iterator[Refusal]:
    """What the columns of a record say against its values."""
    too_large = dict(_too_large(record, names))
    yield from _each(where, too_large)
    others = {item.name for item in record._meta.concrete_fields} - set(names)
    try:
        record.clean_fields(exclude=others | set(too_large))
    except ValidationError as refused:
        yield from _each(where, refused.message_dict)


def _too_large(record, names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Whole numbers that a column does not hold everywhere, said in the same words everywhere: SQLite would
    keep them, PostgreSQL would not."""
    for name in names:
        field, value = record._meta.get_field(name), getattr(record, name)
        _least, most = RANGES.get(field.get_internal_type(), (None, None))
        if most is not None and isinstance(value, int) and value > most:
            limits = [item.limit_value for item in field.validators if isinstance(item, MaxValueValidator)]
            yield name, [TOO_MUCH % {"most": min([most, *limits])}]


def _each(where: Where, found: Mapping[str, list[str]]) -> Iterator[Refusal]:
    for name, messages in found.items():
        for message in messages:
            yield Refusal((*where, name), message)


def _hidden(where: Where, said: str) -> Iterator[Refusal]:
    try:
        plain_text(said)
    except ValidationError as refused:
        yield Refusal(where, refused.messages[0])
