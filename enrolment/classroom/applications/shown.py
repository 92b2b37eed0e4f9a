"""A nomination as the officer sees it whom it is about: how it stands, what she can do, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from clikc.people.roles import Role
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

State = admissions.NominationState
TONES = {
    State.SUBMITTED: "warn",
    State.ENDORSED: "accent",
    State.ACCEPTED: "good",
    State.RESERVE: "warn",
    State.ENROLLED: "good",
}
# What a state means for her, and what comes next.
MEANINGS = {
    State.DRAFT: _("Not sent yet: nobody else reads it before you send it."),
    State.SUBMITTED: _(
        "Sent to your administration: its national coordinator decides whether to endorse it."
    ),
    State.ENDORSED: _("Your administration has endorsed it. You are told the result once all are chosen."),
    State.ACCEPTED: _("A seat is offered to you."),
    State.RESERVE: _("You are on the reserve list: if a seat becomes free, it may be offered to you."),
    State.NOT_SELECTED: _("You were not selected this time."),
    State.DECLINED: _("The seat or the place on the reserve list was given up."),
    State.WITHDRAWN: _("It was withdrawn."),
    State.ENROLLED: _("You take part in the session."),
}
VERDICT_TONES = {"met": "good", "open": "warn", "broken": "bad"}
ROLES = {
    Role.NATIONAL_COORDINATOR: _("your national coordinator"),
    Role.PROGRAMME_MANAGER: _("the Secretariat"),
    Role.ADMIN: _("the Secretariat"),
}
FACTS = {
    "served_since": _("In the administration since"),
    "born_on": _("Date of birth"),
    "post": _("Post"),
    "languages": _("Working languages"),
    "motivation": _("Motivation"),
    "endorsement": _("Endorsement"),
}


class Application:
    """One nomination for its page. What is not asked for is not read."""

    def __init__(self, nomination):
        self.nomination = nomination
        self.call = nomination.call
        self.session = nomination.call.session
        self.state = admissions.shown_state(nomination)

    @property
    def words(self):
        return programmes.titled(self.session)

    @property
    def label(self) -> str:
        return State(self.state).label

    @property
    def meaning(self) -> str:
        return str(MEANINGS.get(self.state, ""))

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "plain")

    @property
    def is_applied(self) -> bool:
        return self.nomination.origin == "applied"

    @property
    def can_write(self) -> bool:
        """Whether its facts and documents can be changed: until it is endorsed or overtaken, and the call
        closes."""
        is_open = self.call.is_open and not self.is_overtaken
        return is_open and self.is_applied and self.state in (State.DRAFT, State.SUBMITTED)

    @property
    def is_overtaken(self) -> bool:
        """Whether it is a draft in whose place a nomination by her administration counts."""
        return self.nomination.is_overtaken

    @cached_property
    def counting(self):
        """What counts in the place of a draft. One query."""
        return admissions.own_nominations(self.nomination.person).filter(call=self.call).first()

    @property
    def can_send(self) -> bool:
        return self.can_write and self.state == State.DRAFT

    @property
    def can_withdraw(self) -> bool:
        """Before the result; afterwards an offer is declined."""
        return self.state in (State.DRAFT, State.SUBMITTED, State.ENDORSED)

    @property
    def has_offer(self) -> bool:
        return self.state == State.ACCEPTED and not admissions.is_over(self.nomination)

    @property
    def is_too_late(self) -> bool:
        """Whether an offer was not answered in time."""
        return self.state == State.ACCEPTED and not self.has_offer

    @property
    def can_decline(self) -> bool:
        return self.has_offer or self.state == State.RESERVE

    @cached_property
    def eligibility(self):
        """One query."""
        return admissions.judge_nominations(self.call, [self.nomination])[self.nomination.pk]

    @property
    def verdict(self) -> str:
        return str(admissions.ELIGIBILITY_WORDS[self.eligibility.verdict])

    @property
    def verdict_tone(self) -> str:
        return VERDICT_TONES[self.eligibility.verdict]

    @property
    def reasons(self) -> list:
        return admissions.reasons_in_words(self.eligibility)

    @cached_property
    def documents(self) -> list[Document]:
        """What is asked for, with what was given. Two queries."""
        given = admissions.documents_of([self.nomination])[self.nomination.pk]
        return [
            Document(item, programmes.titled(item), given.get(item.pk)) for item in self.call.documents.all()
        ]

    @property
    def missing(self) -> list[Document]:
        return [item for item in self.documents if item.asked.is_required and item.kept is None]

    @property
    def languages(self) -> list[str]:
        return [admissions.language_label(code) for code in self.nomination.languages]

    @cached_property
    def changes(self) -> list[Deed]:
        """The latest first. One query."""
        return [_deed(self.nomination, change) for change in admissions.changes_shown(self.nomination)]


@dataclass(frozen=True)
class Document:
    """``kept`` None: it was not given (yet)."""

    asked: object
    words: object
    kept: object = None


@dataclass(frozen=True)
class Deed:
    """What was done, by whom in words, which facts were changed."""

    change: object
    what: str
    by: str
    tone: str
    facts: tuple[str, ...] = ()


def _deed(nomination, change) -> Deed:
    is_step = change.before != change.after
    what = State(change.after).label if is_step else gettext("Changed")
    tone = TONES.get(change.after, "plain") if is_step else "plain"
    told = tuple(str(FACTS[name]) for name in change.changed if name in FACTS)
    files = (gettext("Documents"),) if any(name.startswith("document:") for name in change.changed) else ()
    return Deed(change, str(what), _by(nomination, change), tone, told + files)


def _by(nomination, change) -> str:
    """A role, never a name: who acted for her administration or the Secretariat is told by neither."""
    if change.by_id is None:
        return gettext("the platform")
    if change.by_id == nomination.person_id:
        return gettext("you")
    return str(ROLES.get(change.role, _("your administration")))


def open_calls_for(user) -> list:
    """The calls that take applications now, those that close first first; none for somebody without an
    administration. One query."""
    if user.administration_id is None:
        return []
    found = admissions.calls_announced().filter(
        opens_at__lte=timezone.now(), closes_at__gt=timezone.now(), takes_applications=True
    )
    return [call for call in found.order_by("closes_at") if call.session.closed_at is None]


@dataclass(frozen=True)
class Eligible:
    """What the rules of a call say of somebody before she has said anything: ``reasons`` are all of them,
    ``against`` those that keep her out."""

    verdict: str
    reasons: tuple

    @property
    def label(self) -> str:
        return str(admissions.ELIGIBILITY_WORDS[self.verdict])

    @property
    def tone(self) -> str:
        return VERDICT_TONES[self.verdict]

    @property
    def is_out(self) -> bool:
        return self.verdict == "broken"

    @property
    def against(self) -> list:
        return [item for item in self.reasons if item.verdict == "broken" and not item.is_wish]


def eligible_for(user, calls) -> dict[int, Eligible]:
    """Call id → how she stands with it. One query."""
    judged = admissions.judge_for(calls, user.pk)
    return {
        pk: Eligible(found.verdict, tuple(admissions.reasons_in_words(found))) for pk, found in judged.items()
    }


@dataclass(frozen=True)
class OpenCall:
    call: object
    words: object
    standing: Eligible


@dataclass(frozen=True)
class OwnApplications:
    """What she has applied for or was nominated for, and the open calls where neither is so."""

    mine: tuple[Application, ...]
    calls: tuple[OpenCall, ...]

    @property
    def offers(self) -> list[Application]:
        return [item for item in self.mine if item.has_offer]

    @property
    def waiting(self) -> list[Application]:
        """What has no result yet, of calls that are open or being decided."""
        kept = (State.DRAFT, State.SUBMITTED, State.ENDORSED, State.RESERVE)
        going = [item for item in self.mine if item.session.closed_at is None and not item.is_overtaken]
        return [item for item in going if item.state in kept]


def own_applications(user) -> OwnApplications:
    """Three queries."""
    mine = tuple(Application(item) for item in admissions.own_nominations(user))
    taken = {item.call.pk for item in mine}
    calls = [call for call in open_calls_for(user) if call.pk not in taken]
    standing = eligible_for(user, calls)
    shown = (OpenCall(call, programmes.titled(call.session), standing[call.pk]) for call in calls)
    return OwnApplications(mine, tuple(shown))
