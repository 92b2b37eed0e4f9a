"""My administration: whom I asked, what they say, and moving to another one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import joining, transferring
from .forms import AnswerForm, AskForm
from .models import JoinRequest, Transfer
from .standing import standing_of


@never_cache
@login_required
@require_safe
def membership(request):
    """How I stand; asking, answering, withdrawing."""
    return _page(request)


@never_cache
@login_required
@require_POST
def ask(request):
    """Ask an administration: to join, or, for who is of one, to move there."""
    form = AskForm(request.POST, without=request.user.administration_id)
    if not form.is_valid():
        return _page(request, ask_form=form)
    place, note = form.cleaned_data["administration"], form.cleaned_data["note"]
    try:
        asked = _ask(request.user, place, note)
    except (joining.MemberAlready, transferring.NoTransfer):
        messages.info(request, _("This was decided meanwhile. Here is how things stand."))
        return redirect("membership")
    to = asked.administration if isinstance(asked, JoinRequest) else asked.to_administration
    messages.success(request, _("%(administration)s: your request is on its way.") % {"administration": to})
    return redirect("membership")


def _ask(person, place, note: str) -> JoinRequest | Transfer:
    if person.administration_id is None:
        return joining.ask_to_join(person=person, administration=place, note=note)
    return transferring.ask_transfer(person=person, to=place, note=note)


@never_cache
@login_required
@require_POST
def answer(request):
    """Answer what the coordinator asked."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, answer_form=form)
    asked = JoinRequest.objects.filter(person=request.user, state=JoinRequest.State.ASKED).first()
    if asked is not None:
        joining.answer(request=asked, text=form.cleaned_data["answer"])
        messages.success(request, _("Your answer is on its way."))
    return redirect("membership")


@never_cache
@login_required
@require_POST
def withdraw(request):
    """Ask no longer. What was decided meanwhile stands, and the page says so."""
    for item in JoinRequest.objects.open().filter(person=request.user):
        joining.withdraw_request(request=item)
    for item in Transfer.objects.open().filter(person=request.user):
        transferring.withdraw_transfer(transfer=item)
    return redirect("membership")


def _page(request, *, ask_form: AskForm | None = None, answer_form: AnswerForm | None = None):
    standing = standing_of(request.user)
    is_refused = ask_form is not None or answer_form is not None
    context = {
        "standing": standing,
        "ask_form": ask_form or AskForm(without=request.user.administration_id),
        "answer_form": answer_form or AnswerForm(),
    }
    return render(request, "membership/standing.html", context, status=400 if is_refused else 200)
