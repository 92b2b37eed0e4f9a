"""The calls, the nominations of an administration in one, and a nomination with its history."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clikc.foundation.lists import head_of, page_of
from enrolment.admissions import api as admissions

from ..workspace import coordinator_page
from .finding import call_or_404, nomination_or_404
from .forms import NominationForm
from .showing import TONES, CallLine, State, call_lines, in_order, lines_of

PAST, PAGE = 20, 50
# Names of facts in the record of changes.
FACTS = {
    "rank": _("rank"),
    "origin": _("origin"),
    **{name: field.label for name, field in NominationForm.base_fields.items()},
}


@coordinator_page
@require_safe
def calls(request, administration):
    """Open calls, the next deadline first; then those that are over."""
    announced = admissions.calls_announced()
    open_calls = call_lines(announced.open().order_by("closes_at", "pk"), administration, request.user)
    closed = announced.exclude(pk__in=[line.call.pk for line in open_calls])
    past = page_of(request, closed.order_by("-closes_at", "-pk"), PAST)
    return _render(
        request,
        administration,
        "calls.html",
        open_calls=open_calls,
        past=past,
        past_calls=call_lines(past, administration, request.user),
    )


@coordinator_page
@require_safe
def call(request, administration, call_id):
    """Her candidates in their order, and the first of the applications that wait for her. As many queries for
    one as for a thousand."""
    item = call_or_404(call_id)
    found = admissions.nominations_seen_by(request.user, administration).filter(call=item)
    lines = in_order(lines_of(item, found))
    waiting = [line for line in lines if line.state == State.SUBMITTED]
    hers = [line for line in lines if line.state != State.SUBMITTED]
    # An application that was given back is in the hands of who wrote it.
    counts = admissions.counts_of_calls([item], administration).get(item.pk, {})
    return _render(
        request,
        administration,
        "call.html",
        call=item,
        summary=CallLine(item, **counts),
        # What was not endorsed before the deadline gets no shorter: it is shown whole.
        waiting=head_of(waiting, PAGE if item.is_open else len(waiting)),
        rows=page_of(request, hers, PAGE),
        standing=sum(not line.is_out for line in hers),
        drafts=sum(line.state == State.DRAFT and not line.is_out for line in hers),
        has_late=any(line.is_late for line in hers),
        rules=admissions.rules_in_words(item),
    )


@coordinator_page
@require_safe
def nomination(request, administration, pk):
    """All of one: facts, eligibility rule by rule, documents, what can be done, and what was done."""
    item = nomination_or_404(request, administration, pk)
    [line] = lines_of(item.call, [item])
    given = admissions.documents_of([item])[item.pk]
    changes = admissions.changes_shown(item)
    for change in changes:
        # A fact that no longer exists is still named, by its name in the record.
        change.told = [str(FACTS.get(name, _("document"))) for name in change.changed]
        change.tone = TONES.get(change.after, "plain")
    return _render(
        request,
        administration,
        "nomination.html",
        item=item,
        call=item.call,
        line=line,
        counting=_counting(request, item) if line.is_overtaken else None,
        changes=changes,
        languages=[admissions.language_label(code) for code in item.languages],
        documents=[(asked, given.get(asked.pk)) for asked in item.call.documents.all()],
    )


def _counting(request, item):
    """The nomination that counts in the place of a draft, or None where she may not see it."""
    found = admissions.nominated_in(item.call, [item.person_id], user=request.user).get(item.person_id)
    return found if found != item.pk else None


def _render(request, administration, template, **context):
    context |= {"administration": administration, "section": "nominations"}
    return render(request, f"coordination/nominations/{template}", context)
