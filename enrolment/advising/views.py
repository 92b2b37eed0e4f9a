"""Conversations: all of mine, and one of them."""

from __future__ import annotations

import uuid

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people.names import name_words
from clikc.people.staff import staff_page

from .beginnings import beginning_of
from .conversations import conversation_of, manages, partners_of, threads_of, waiting
from .writing import LONGEST, MessageRefused, mark_read, write_message

PAGE = 25
LARGEST_ID = 2**31 - 1


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "maxlength": LONGEST}),
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)


def _everybody(_user) -> bool:
    """Conversations belong to participants as well; whoever reads others' is behind her second factor."""
    return True


@staff_page(_everybody)
@require_safe
def threads(request):
    """What was written to this person, the latest first, and whom she can write to."""
    query, only_waiting = searched(request), request.GET.get("show") == "waiting"
    found = threads_of(request.user)
    for word in name_words(query):
        found = found.filter(enrolment__learner__search_name__contains=word)
    rows = page_of(request, waiting(found) if only_waiting else found, PAGE)
    partners = partners_of(request.user)
    written = set(threads_of(request.user).values_list("run", "enrolment"))
    context = {
        "rows": rows,
        "q": query,
        "only_waiting": only_waiting,
        "is_staff": manages(request.user) or any(item.role == "tutor" for item in partners),
        "others": [item for item in partners if (item.run.pk, item.enrolment.pk) not in written],
    }
    return render(request, "advising/threads.html", context)


@staff_page(_everybody)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request, run_id, enrolment_id):
    """A conversation; POST adds a message. ``?about=``: with a text ready to be changed."""
    conversation = None
    if run_id <= LARGEST_ID:
        conversation = conversation_of(request.user, run_id=run_id, enrolment_id=enrolment_id)
    if conversation is None:
        raise Http404
    beginning = beginning_of(request.GET.get("about", ""), conversation, request.user)
    form = _form(request, beginning)
    if request.method == "POST" and form.is_valid():
        try:
            write_message(conversation=conversation, by=request.user, **form.cleaned_data)
        except MessageRefused as refusal:
            if refusal.args[0] == "not_hers":
                raise Http404 from refusal
            form.add_error("text", _("Write something first."))
        else:
            return redirect(f"{request.path}#write")
    messages = list(conversation.messages)
    context = {
        "conversation": conversation,
        "form": form,
        "thread_messages": messages,
        "beginning": beginning,
    }
    return render(request, "advising/thread.html", context, status=422 if form.errors else 200)


def _form(request, beginning) -> MessageForm:
    ready = {"text": beginning.text} if beginning else {}
    form = MessageForm(request.POST or None, initial={"token": uuid.uuid4().hex, **ready})
    if beginning:
        form.fields["text"].widget.attrs |= {"lang": beginning.language, "rows": 14}
    return form


@staff_page(_everybody)
@require_http_methods(["POST"])
def read(request, run_id, enrolment_id):
    """Note that everything is read."""
    conversation = None
    if run_id <= LARGEST_ID:
        conversation = conversation_of(request.user, run_id=run_id, enrolment_id=enrolment_id)
    if conversation is None or conversation.thread is None:
        raise Http404
    mark_read(thread=conversation.thread, person=request.user)
    return redirect("threads")
