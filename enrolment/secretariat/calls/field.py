"""The field of a call: everybody who is nominated, eligibility judged; the same as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_bidi, gettext, gettext_lazy as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.foundation.sheets import SheetOut, write_xlsx
from clikc.people.collation import sort_key
from enrolment.admissions import api as admissions

from .asked import OUTSIDE, SHOWN, Asked, chosen
from .door import call_page
from .showing import Line

if TYPE_CHECKING:
    from enrolment.admissions.models import Call

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = [
    ("name", _("Candidate")),
    ("administration", _("Administration")),
    ("rank", _("Rank")),
    ("", _("Eligibility")),
    ("score", _("Score")),
    ("state", _("State")),
]


@call_page
@require_safe
def field(request, call):
    """As many queries for a thousand nominations as for one."""
    asked, lines = Asked.of(request.GET), _lines(call)
    rows = page_of(request, chosen(lines, asked), PAGE)
    context = {
        "call": call,
        "asked": asked,
        "rows": rows,
        "heads": [_head(key, label, asked) for key, label in HEADS],
        "number": sum(line.nomination.state not in OUTSIDE for line in lines),
        "waiting": sum(line.nomination.state == "submitted" for line in lines),
        "scored": sum(line.entrant.scored.is_done for line in lines if line.nomination.state not in OUTSIDE),
        "regions": _choices(line.nomination.administration.region for line in lines),
        "administrations": _choices(line.nomination.administration for line in lines),
        "states": [state for state in SHOWN if any(line.nomination.state == state for line in lines)],
        "query": asked.query(),
        "can_list": call.published_at is None and any(map(_can_be_listed, chosen(lines, asked))),
    }
    return render(request, "secretariat/calls/field.html", context)


@call_page
@require_POST
def shortlist(request, call):
    """Put on the shortlist who is ticked, or everybody whom the page with the same query shows and who may
    be: asked once more with their number, then done, if it is still that."""
    lines = [line for line in chosen(_lines(call), Asked.of(request.GET)) if _can_be_listed(line)]
    if request.POST.get("who") != "all":
        ticked = set(request.POST.getlist("row"))
        lines = [line for line in lines if str(line.nomination.pk) in ticked]
    back = reverse("call", args=[call.pk]) + Asked.of(request.GET).query()
    if not lines:
        messages.info(request, _("Nobody who could be put on the shortlist is among those you chose."))
        return redirect(back)
    if request.POST.get("sure") != str(len(lines)):
        context = {"call": call, "lines": lines, "back": back, "query": Asked.of(request.GET).query()}
        context["is_all"] = request.POST.get("who") == "all"
        return render(request, "secretariat/calls/shortlist.html", context)
    return _shortlist(request, call, [line.nomination.pk for line in lines], back)


def _shortlist(request, call, ids, back: str):
    try:
        number = admissions.shortlist_many(call_id=call.pk, nomination_ids=ids, by=request.user)
    except admissions.ResultsAreOut:
        messages.error(request, _("The results are told: the selection stands."))
    else:
        said = ngettext(
            "%(number)d candidate is put on the shortlist.",
            "%(number)d candidates are put on the shortlist.",
            number,
        )
        messages.success(request, said % {"number": number})
    return redirect(back)


def _can_be_listed(line: Line) -> bool:
    """Who is endorsed and by the rules of the call not known to be out."""
    return line.nomination.state == "endorsed" and line.entrant.eligibility.verdict != "broken"


@call_page
@require_POST
def export(request, call):
    """What the page with the same query shows, as a file; scores only of those whose are all in."""
    lines = chosen(_lines(call), Asked.of(request.GET))
    stream = io.BytesIO()
    heads, widths = [str(label) for label, _value, _width in COLUMNS], [width for *_rest, width in COLUMNS]
    rows = ([value(line) for _label, value, _width in COLUMNS] for line in lines)
    sheet = SheetOut(gettext("Candidates"), heads, rows, widths, fixed=1)
    write_xlsx(stream, sheets=[sheet], right_to_left=get_language_bidi())
    answer = HttpResponse(stream.getvalue(), content_type=XLSX)
    stem = slugify(f"{call.session.name} {gettext('Candidates')}", allow_unicode=True)
    name = f"{stem}-{timezone.localdate().isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _lines(call: Call) -> list[Line]:
    return [Line(one) for one in admissions.field_of(call, SHOWN).values()]


def _head(key: str, label, asked: Asked) -> dict:
    order = ""
    if key and asked.sort.removeprefix("-") == key:
        order = "descending" if asked.sort.startswith("-") else "ascending"
    # The best score first; all else from the first on.
    is_down = order != "descending" if key == "score" else order == "ascending"
    query = asked.query(sort=f"-{key}" if is_down else key) if key else ""
    return {"label": label, "query": query, "order": order}


def _choices(places) -> list[tuple[str, str]]:
    there = {place.code: place for place in places}
    named = ((code, str(place)) for code, place in there.items())
    return sorted(named, key=lambda pair: sort_key(pair[1], get_language()))


def _said(reason) -> str:
    return f"{reason.asked} ({reason.found})" if reason.found else reason.asked


COLUMNS = [
    (_("Candidate"), lambda line: line.name, 28),
    (_("Administration"), lambda line: str(line.nomination.administration), 24),
    (_("Region"), lambda line: str(line.nomination.administration.region), 24),
    (_("Gender"), lambda line: line.nomination.person.get_gender_display(), 12),
    (_("Rank"), lambda line: line.nomination.rank or None, 8),
    (_("In the administration since"), lambda line: line.nomination.served_since, 16),
    (_("Post"), lambda line: line.nomination.get_post_display(), 20),
    (_("Eligibility"), lambda line: line.verdict, 16),
    (
        _("What is not met"),
        lambda line: "; ".join(_said(reason) for reason in line.unmet),
        48,
    ),
    (_("Scores in"), lambda line: line.entrant.scored.given, 10),
    (_("Score"), lambda line: line.entrant.scored.mean, 10),
    (_("State"), lambda line: line.nomination.get_state_display(), 20),
    (_("Seat"), lambda line: line.nomination.seat, 8),
    (_("Place on the reserve list"), lambda line: line.nomination.reserve_position, 12),
    (_("Decided by hand"), lambda line: line.nomination.get_by_hand_display(), 20),
    (_("Why by hand"), lambda line: line.nomination.by_hand_reason, 40),
]
