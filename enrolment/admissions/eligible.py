"""Who of those nominated may be: the rules of a call judged by what is known, and why in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import (
    get_language_info,
    gettext as _,
    gettext_lazy,
    ngettext,
    pgettext,
    pgettext_lazy,
)

from .models import Call, Nomination
from .participating import participations_of, sessions_attended
from .rules.eligibility import (
    Code,
    Eligibility,
    Facts,
    Judgement,
    NoSuchRule,
    Rule,
    Verdict,
    judge_eligibility,
    rules_of,
)

if TYPE_CHECKING:
    from enrolment.programmes.models import ProgrammeSession

# Code → words of each post a candidate can hold.
CANDIDATE_POSTS = Nomination.Post.choices
VERDICTS = {
    Verdict.MET: pgettext_lazy("eligibility", "Eligible"),
    Verdict.OPEN: pgettext_lazy("eligibility", "Not known yet"),
    Verdict.BROKEN: pgettext_lazy("eligibility", "Not eligible"),
}


@dataclass(frozen=True)
class Reason:
    """What came of one rule, in the reader's language. ``asked``: what the rule asks for; ``found``: what is
    known of the candidate, or what is still to be said."""

    verdict: Verdict
    asked: str
    found: str
    is_wish: bool


def rules_in(call: Call) -> tuple[Rule, ...]:
    """The rules of a call."""
    return valid_rules(call.eligibility)


def valid_rules(data: object) -> tuple[Rule, ...]:
    """The rules among what is kept. What is no rule is passed over: it keeps nobody out."""
    found = {}
    for said in data if isinstance(data, list) else []:
        try:
            [rule] = rules_of([said])
        except NoSuchRule:
            continue
        found.setdefault(rule.code, rule)
    return tuple(found.values())


def facts_of(call: Call, nominations: Iterable[Nomination]) -> dict[UUID, Facts]:
    """Nomination id → what is known of the candidate. One query."""
    nominations = list(nominations)
    attended = attended_before(call, [item.person_id for item in nominations])
    return {
        item.pk: Facts(
            served_since=item.served_since,
            born_on=item.born_on,
            languages=tuple(item.languages) if isinstance(item.languages, list) else (),
            post=item.post,
            attended=attended.get(item.person_id, ()),
        )
        for item in nominations
    }


def attended_before(call: Call, person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Person id → names of the earlier sessions of this programme she was in. One query."""
    session = call.session
    return sessions_attended(
        programme_id=session.programme_id, person_ids=person_ids, before=session.starts_on
    )


def judge(call: Call, nominations: Iterable[Nomination]) -> dict[UUID, Eligibility]:
    """Nomination id → what the call's rules say of the candidate on the day the session starts. One query,
    where ``call`` was fetched with its session and programme."""
    rules = rules_in(call)
    return {
        pk: judge_eligibility(rules, facts, starts_on=call.session.starts_on)
        for pk, facts in facts_of(call, nominations).items()
    }


def judge_for(calls: Iterable[Call], person_id: int) -> dict[int, Eligibility]:
    """Call id → what its rules say of somebody of whom nothing was said yet but where she took part. One
    query, where ``calls`` have their sessions and programmes; none where no rule asks for that."""
    calls = list(calls)
    asking = {
        call.session.programme_id
        for call in calls
        if any(rule.code == Code.NOT_BEFORE for rule in rules_in(call))
    }
    attended = _attended_by(person_id, asking) if asking else []
    return {
        call.pk: judge_eligibility(
            rules_in(call),
            Facts(attended=_names_before(call, attended)),
            starts_on=call.session.starts_on,
        )
        for call in calls
    }


def _attended_by(person_id: int, programme_ids: Collection[int]) -> list[ProgrammeSession]:
    """The sessions of these programmes that somebody was in and did not leave, the earliest first."""
    found = participations_of(person_id).current().filter(session__programme__in=programme_ids)
    return [item.session for item in found.order_by("session__starts_on")]


def _names_before(call: Call, attended: Iterable[ProgrammeSession]) -> tuple[str, ...]:
    """Of those the earlier ones of the call's own programme."""
    ours = (item for item in attended if item.programme_id == call.session.programme_id)
    return tuple(item.name for item in ours if item.starts_on < call.session.starts_on)


def judge_people(call: Call, facts: Mapping[int, Mapping]) -> dict[int, Eligibility]:
    """Person id → what the call's rules say of people with facts that are not on record yet:
    ``served_since``, ``born_on``, ``post``, ``languages``. One query."""
    attended, rules = attended_before(call, facts), rules_in(call)
    return {
        pk: judge_eligibility(
            rules,
            Facts(
                said.get("served_since"),
                said.get("born_on"),
                tuple(said.get("languages") or ()),
                said.get("post") or "",
                attended.get(pk, ()),
            ),
            starts_on=call.session.starts_on,
        )
        for pk, said in facts.items()
    }


def reasons(found: Eligibility) -> list[Reason]:
    """Every rule in words, the broken ones first, then those that are open."""
    order = {Verdict.BROKEN: 0, Verdict.OPEN: 1, Verdict.MET: 2}
    judged = sorted(found.judgements, key=lambda item: (item.rule.is_wish, order[item.verdict]))
    return [Reason(item.verdict, asked(item.rule), _found(item), item.rule.is_wish) for item in judged]


def asked(rule: Rule) -> str:
    """What a rule asks for, as the public page of a call says it too."""
    return _ASKED[rule.code](rule)


def rules_in_words(call: Call) -> list[tuple[str, bool]]:
    """What a call asks of candidates: words, and whether it is only a wish."""
    return [(asked(rule), rule.is_wish) for rule in rules_in(call)]


def language_label(code: str) -> str:
    """The name of a language in the reader's."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _service_under(rule: Rule) -> str:
    return ngettext(
        "Less than %(years)d year in the administration when the session starts",
        "Less than %(years)d years in the administration when the session starts",
        rule.years,
    ) % {"years": rule.years}


def _service_at_least(rule: Rule) -> str:
    return ngettext(
        "At least %(years)d year in the administration when the session starts",
        "At least %(years)d years in the administration when the session starts",
        rule.years,
    ) % {"years": rule.years}


def _age_under(rule: Rule) -> str:
    return ngettext(
        "Younger than %(years)d year when the session starts",
        "Younger than %(years)d years when the session starts",
        rule.years,
    ) % {"years": rule.years}


def _language(rule: Rule) -> str:
    return _("Works in one of these languages: %(languages)s") % {
        "languages": _listed(language_label(code) for code in rule.values)
    }


def _post(rule: Rule) -> str:
    labels = dict(Nomination.Post.choices)
    return _("Holds one of these posts: %(posts)s") % {
        "posts": _listed(str(labels.get(value, value)) for value in rule.values)
    }


def _not_before(_rule: Rule) -> str:
    return _("Has not taken part in an earlier session of this programme")


_ASKED = {
    Code.SERVICE_UNDER: _service_under,
    Code.SERVICE_AT_LEAST: _service_at_least,
    Code.AGE_UNDER: _age_under,
    Code.LANGUAGE: _language,
    Code.POST: _post,
    Code.NOT_BEFORE: _not_before,
}
_TO_ASK = {
    Code.SERVICE_UNDER: gettext_lazy("since when she or he has been in the administration is to be said"),
    Code.SERVICE_AT_LEAST: gettext_lazy("since when she or he has been in the administration is to be said"),
    Code.AGE_UNDER: gettext_lazy("the date of birth is to be said"),
    Code.LANGUAGE: gettext_lazy("the working languages are to be said"),
    Code.POST: gettext_lazy("the post is to be said"),
    Code.NOT_BEFORE: gettext_lazy("nobody has looked yet"),
}


def _found(item: Judgement) -> str:
    if item.verdict == Verdict.OPEN:
        return str(_TO_ASK[item.rule.code])
    if item.rule.code == Code.NOT_BEFORE and item.names:
        return _("was in %(sessions)s") % {"sessions": _listed(item.names)}
    if item.years is not None:
        return ngettext("it will be %(years)d year", "it will be %(years)d years", item.years) % {
            "years": item.years
        }
    return ""


def _listed(words: Iterable[str]) -> str:
    return pgettext("between items of a list", ", ").join(words)
