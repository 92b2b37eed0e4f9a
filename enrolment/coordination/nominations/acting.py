"""What is done with nominations: ranked, endorsed, given back, withdrawn; each after a page that asks."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clikc.foundation.lists import head_of
from enrolment.admissions import api as admissions

from ..workspace import coordinator_page
from .finding import call_or_404, nomination_or_404
from .forms import EndorseForm, ReasonForm
from .showing import State, in_order, lines_of

AT_ONCE = 100
ASKED = require_http_methods(["GET", "HEAD", "POST"])
_TOLD = gettext_lazy("The officer reads it in a letter.")


@coordinator_page
@require_POST
def rank(request, administration, call_id):
    """One place up or down: ``up`` or ``down`` is the id of the nomination. Back to the page it stood on."""
    call = call_or_404(call_id)
    found = admissions.nominations_seen_by(request.user, administration).filter(call=call)
    order = [str(line.nomination.pk) for line in in_order(lines_of(call, found)) if line.is_ranked]
    for way, step in (("up", -1), ("down", 1)):
        if (moved := request.POST.get(way)) in order:
            place = order.index(moved)
            other = min(max(place + step, 0), len(order) - 1)
            order[place], order[other] = order[other], order[place]
    try:
        ids = [UUID(pk) for pk in order]
        admissions.rank_nominations(call=call, administration=administration, ordered=ids, by=request.user)
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
    address = redirect("coordination_call", code=administration.code, call_id=call.pk)
    page = request.GET.get("page", "1")
    is_later = page.isascii() and page.isdigit() and page != "1"
    address["Location"] += f"?page={page[:9]}#ranked" if is_later else "#ranked"
    return address


@coordinator_page
@ASKED
def endorse_drafts(request, administration, call_id):
    """All drafts of the administration's own at once, at most a hundred at a time; the page names them
    first."""
    call = call_or_404(call_id)
    found = admissions.nominations_seen_by(request.user, administration)
    drafts = found.filter(call=call, state=State.DRAFT, is_overtaken=False).exclude(person=request.user)
    if request.method != "POST":
        # Who is not ticked from the beginning stands in nobody's way.
        lines = in_order(lines_of(call, drafts))
        lines.sort(key=lambda line: line.eligibility.verdict == "broken")
        first = head_of(lines, AT_ONCE)
        return _render(request, administration, "endorse_drafts.html", call=call, lines=first)
    chosen = set(request.POST.getlist("nomination"))
    ids = [pk for pk in drafts.values_list("pk", flat=True) if str(pk) in chosen]
    try:
        done = admissions.endorse_many(
            call=call, administration=administration, nomination_ids=ids, by=request.user
        )
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
    else:
        said = ngettext(
            "%(number)d nomination is endorsed.", "%(number)d nominations are endorsed.", len(done)
        )
        messages.success(request, said % {"number": len(done)})
    return redirect("coordination_call", code=administration.code, call_id=call.pk)


@coordinator_page
@ASKED
def endorse(request, administration, pk):
    item = nomination_or_404(request, administration, pk)
    initial = {"endorsement": item.endorsement, "seen": item.version}
    form = EndorseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            admissions.endorse_nomination(
                nomination_id=item.pk,
                by=request.user,
                endorsement=facts["endorsement"],
                seen=facts["seen"],
            )
        except admissions.NominationRefused as refused:
            return _refused(request, administration, item, refused)
        messages.success(request, _("Endorsed. The candidate is told by a letter."))
        return _to_page(administration, item)
    return _asking(request, administration, item, "endorse.html", form)


@coordinator_page
@ASKED
def give_back(request, administration, pk):
    """An application to who sent it, or an own nomination from the field back to the drafts."""
    item = nomination_or_404(request, administration, pk)
    form = ReasonForm(request.POST or None, initial={"seen": item.version}, help_text=_TOLD)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            admissions.return_nomination(
                nomination_id=item.pk, by=request.user, reason=facts["reason"], seen=facts["seen"]
            )
        except admissions.NominationRefused as refused:
            return _refused(request, administration, item, refused)
        messages.success(request, _("Done."))
        if item.origin == "applied":
            # It is hers alone again until she sends it.
            return redirect("coordination_call", code=administration.code, call_id=item.call_id)
        return _to_page(administration, item)
    return _asking(request, administration, item, "return.html", form)


@coordinator_page
@ASKED
def withdraw(request, administration, pk):
    """For good, and for a reason; a draft that nobody else has seen is deleted."""
    item = nomination_or_404(request, administration, pk)
    is_deleted = admissions.withdrawal_leaves_nothing(item)
    form = ReasonForm(request.POST or None, initial={"seen": item.version}, help_text=_TOLD)
    if is_deleted:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            gone = admissions.withdraw_nomination(
                nomination_id=item.pk, by=request.user, reason=facts.get("reason", ""), seen=facts["seen"]
            )
        except admissions.NominationRefused as refused:
            return _refused(request, administration, item, refused)
        messages.success(request, _("The nomination is withdrawn.") if gone else _("The draft is deleted."))
        return redirect("coordination_call", code=administration.code, call_id=item.call_id)
    return _asking(request, administration, item, "withdraw.html", form, is_deleted=is_deleted)


def _asking(request, administration, item, template, form, **more):
    [line] = lines_of(item.call, [item])
    more |= {"call": item.call, "item": item, "line": line, "form": form}
    return _render(request, administration, template, **more)


def _refused(request, administration, item, refused):
    messages.warning(request, refused.words)
    return _to_page(administration, item)


def _to_page(administration, item):
    return redirect("coordination_nomination", code=administration.code, pk=item.pk)


def _render(request, administration, template, **context):
    context |= {"administration": administration, "section": "nominations"}
    return render(request, f"coordination/nominations/{template}", context)
