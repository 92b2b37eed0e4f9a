"""Letters after two accounts were merged: with which address the person signs in from now on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _

from clikc.foundation.addresses import public
from clikc.post import api as post

from .models import Merge

if TYPE_CHECKING:
    from clikc.people.models import User

KIND = "accounts-merged"


def tell_merged(merge: Merge, address: str) -> None:
    """To the account that stays; and to ``address``, that of the closed one, if somebody used it."""
    facts = {"merge": merge.pk}
    letters = [post.NewLetter(f"{KIND}:{merge.pk}:kept", KIND, facts, person_id=merge.kept_id)]
    if address:
        letters.append(post.NewLetter(f"{KIND}:{merge.pk}:dropped", KIND, facts, address=address))
    post.post_many(letters)


def write_merged(facts: Mapping, reader: User | None) -> post.Draft | None:
    """The other address is named in part: should two people have been taken for one, neither learns much."""
    merge = Merge.objects.filter(pk=facts["merge"]).select_related("kept", "dropped").first()
    if merge is None or not merge.kept.is_active:
        return None
    context = {"is_kept": reader is not None, "page": public(reverse("account_login"))}
    if reader is not None:
        return post.Draft(_("Your two accounts are one now"), "membership/mail/merged", context)
    language = merge.dropped.preferred_language
    context["address"] = in_part(merge.kept.address)
    with translation.override(language):
        subject = gettext("Your two accounts are one now")
    return post.Draft(subject, "membership/mail/merged", context, language=language)


def in_part(address: str) -> str:
    """``amina@customs.example`` → ``a…@customs.example``."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
