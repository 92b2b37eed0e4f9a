"""Programmes as templates: made, rewritten, no longer offered.

Whatever is changed, the whole is looked at, since what hangs together stands in several parts. Sessions that
were made are copies: nothing here reaches them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people

from .asking import read_rules
from .models import Programme, ProgrammeEvent, ProgrammeLetter, ProgrammeModule, ProgrammeScheme
from .rules.templates import Template, Words, digest_of
from .template_checks import faults_in
from .template_faults import Refusal, TemplateRefused
from .template_values import (
    activities_of,
    complete,
    courses_of,
    event_columns,
    module_columns,
    template_of,
    write_words,
)

if TYPE_CHECKING:
    from clikc.people.models import User

PROGRAMME_MADE, PROGRAMME_CHANGED = "programme_made", "programme_changed"
PROGRAMME_ENDED, PROGRAMME_OFFERED = "programme_ended", "programme_offered"
DEEDS = {
    PROGRAMME_MADE: _("The programme “%(programme)s” was made."),
    PROGRAMME_CHANGED: _("The programme “%(programme)s” was changed: %(changed)s."),
    PROGRAMME_ENDED: _("The programme “%(programme)s” is no longer offered."),
    PROGRAMME_OFFERED: _("The programme “%(programme)s” is offered again."),
}


class TemplateChanged(Exception):
    """Somebody else changed the programme since the page was made. ``now`` is how it stands."""

    def __init__(self, now: Template):
        super().__init__()
        self.now = now


@dataclass(frozen=True)
class Saved:
    """``changed``: names of the parts that are other now; all of them where it was made."""

    programme: Programme
    is_new: bool
    changed: tuple[str, ...]


@transaction.atomic
def save_programme(*, code: str, template: Template, by: User | None, seen: str | None = None) -> Saved:
    """Make a programme, or make it what ``template`` says. Its sessions stay what they are. Safe to call
    twice: what is so already is not written again.

    ``seen`` names the programme as a page knew it: "" for one that is not there yet, None for whatever is.
    Raises TemplateRefused with all that is wrong, TemplateChanged.
    """
    template = complete(template)
    if faults := faults_in(template, code):
        raise TemplateRefused(faults)
    named = {"title": template.titles["en"], "made_by": by}
    found = Programme.objects.select_for_update(no_key=True)
    programme, is_new = found.get_or_create(code=code, defaults=named)
    if seen == "" and not is_new:
        raise TemplateRefused([Refusal(("code",), _("There is a programme of this code already."))])
    now = template_of(programme)
    if seen and (is_new or digest_of(now) != seen):
        raise TemplateChanged(now)
    changed = _parts_changed(now, template)
    _write(programme, template, changed)
    _record(programme, is_new, changed, by)
    return Saved(programme, is_new, changed)


@transaction.atomic
def set_programme_ended(*, programme: Programme, is_ended: bool, by: User | None) -> Programme:
    """Offer a programme no longer, or again. Sessions that are made go on. Safe to call twice."""
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if (programme.ended_at is not None) != is_ended:
        programme.ended_at = timezone.now() if is_ended else None
        programme.save(update_fields=["ended_at"])
        what = PROGRAMME_ENDED if is_ended else PROGRAMME_OFFERED
        people.record(what=what, by=by, facts={"programme": programme.code.upper()})
    return programme


def _parts_changed(now: Template, then: Template) -> tuple[str, ...]:
    then = replace(then, eligibility=tuple(read_rules(then.eligibility)))
    return tuple(
        name
        for name in Template.__dataclass_fields__
        if digest_of(replace(now, **{name: getattr(then, name)})) != digest_of(now)
    )


def _write(programme: Programme, template: Template, changed: tuple[str, ...]) -> None:
    if {"titles", "summaries", "facts", "regulation", "eligibility"} & set(changed):
        write_words(programme, "title", template.titles)
        write_words(programme, "summary", template.summaries)
        for name, value in {**template.facts, **template.regulation}.items():
            setattr(programme, name, value)
        programme.eligibility = read_rules(template.eligibility)
        programme.save()
    if {"modules", "events"} & set(changed):
        _write_parts(programme, template)
    if "scheme" in changed:
        _write_scheme(programme, template.scheme)
    if "letters" in changed:
        _write_letters(programme, template.letters)


def _write_parts(programme: Programme, template: Template) -> None:
    """Modules and events anew: only a programme's own point at one another."""
    programme.events.all().delete()
    programme.modules.all().delete()
    courses, modules = courses_of(template.modules), []
    for position, item in enumerate(template.modules):
        made = ProgrammeModule(programme=programme, position=position, **module_columns(item, courses))
        write_words(made, "title", item.titles)
        modules.append(made)
    by_code = {made.code: made for made in ProgrammeModule.objects.bulk_create(modules)}
    activities, events = activities_of(template.modules), []
    for position, item in enumerate(template.events):
        module = by_code.get(item.module)
        activity = activities.get((module.course.code if module and module.course else "", item.activity))
        facts = event_columns(item) | {"module": module, "activity": activity, "position": position}
        made = ProgrammeEvent(programme=programme, **facts)
        write_words(made, "title", item.titles)
        events.append(made)
    ProgrammeEvent.objects.bulk_create(events, batch_size=200)


def _write_scheme(programme: Programme, scheme: Mapping | None) -> None:
    if scheme is None:
        ProgrammeScheme.objects.filter(programme=programme).delete()
    else:
        ProgrammeScheme.objects.update_or_create(programme=programme, defaults=dict(scheme))


def _write_letters(programme: Programme, letters: Mapping[str, Words]) -> None:
    programme.letters.all().delete()
    for kind, words in letters.items():
        made = ProgrammeLetter(programme=programme, kind=kind)
        write_words(made, "words", words)
        made.save()


def _record(programme: Programme, is_new: bool, changed: tuple[str, ...], by: User | None) -> None:
    named = {"programme": programme.code.upper()}
    if is_new:
        people.record(what=PROGRAMME_MADE, by=by, facts=named)
    elif changed:
        people.record(what=PROGRAMME_CHANGED, by=by, facts=named | {"changed": ", ".join(changed)})
