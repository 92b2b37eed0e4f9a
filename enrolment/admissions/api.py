"""The door of admissions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .answering import (
    NoOffer,
    OfferExpired,
    accept_offer,
    decline_offer,
    fill_seats,
    is_over,
    may_answer,
)
from .applying import apply as apply_to_call, submit as submit_application
from .calling import (
    Asked,
    CallChanged,
    CallFacts,
    CallFault,
    CallIsPublished,
    calls,
    change_call,
    facts_of_call,
    make_call,
    sessions_without_call,
    suggested_facts,
)
from .cohorts import (
    Added,
    CohortIsClosed,
    add_to_cohort,
    change_cohort,
    close_cohort,
    leave_cohorts,
    remove_from_cohort,
    reopen_cohort,
)
from .dates import set_dates
from .documents import (
    LARGEST as LARGEST_DOCUMENT,
    FileRefused,
    document_answer,
    documents_of,
    give_document,
    missing_documents,
    remove_document,
)
from .eligible import (
    VERDICTS as ELIGIBILITY_WORDS,
    asked as rule_in_words,
    judge as judge_nominations,
    judge_people,
    judge_person,
    language_label,
    reasons as reasons_in_words,
    rules_in,
    rules_in_words,
)
from .enrolling import enrol_many
from .filling import Filled, fill_cohort, filling_of
from .leaving import NotInSession, NotLater, move_participant, withdraw_participant
from .leaving_letters import tell_of_change
from .models import Enrolment, EnrolmentChange, Nomination, State as NominationState
from .moving import lock_places_of, move_learner, would_move
from .nominated import (
    applications_waiting,
    calls_announced,
    changes_shown,
    counts_of_calls,
    nominated_in,
    nominations_seen_by,
    own_nominations,
    shown_state,
)
from .nominating import (
    endorse as endorse_nomination,
    endorse_many,
    nominate,
    nominations_left,
    return_ as return_nomination,
    rewrite as rewrite_nomination,
)
from .nominating_many import Fate, Proposed, facts_with, fates_of, nominate_many
from .participating import (
    participants_of,
    participations_in,
    participations_of,
    sessions_attended,
    take_part,
)
from .places import (
    change_run,
    counts_of,
    free_seats,
    leave_course_places,
    leave_places,
    own_place,
    participants_in,
    review_seats,
    runs_of_learner,
    set_run_closed,
    take_places,
    waiting_in,
    waiting_of,
)
from .previewing import CoursePreview, preview
from .publishing import (
    CallIsOpen,
    Publication,
    SelectionChanged,
    TooManySeated,
    preview as preview_publication,
    publish as publish_results,
)
from .ranking import rank_nominations
from .refusals import (
    AlreadyNominated,
    CallIsNotOpen,
    ChangedMeanwhile,
    DeadlinePassed,
    NoApplications,
    NominationRefused,
    NotOfAdministration,
    OwnNomination,
    TooManyNominations,
    WrongState,
)
from .rules.days import Due, due_as_of, shifted, today_in
from .rules.eligibility import Code as EligibilityCode, Rule as EligibilityRule
from .scoring import (
    NotScored,
    NotYours,
    Scored,
    ScoresAreIn,
    calls_to_score,
    candidates_for,
    in_own_order,
    may_score,
    own_points,
    score_candidate,
    scored_in,
    scores_seen,
    unscored,
    waits_for,
)
from .selecting import (
    Entrant,
    Overbooked,
    ReasonMissing,
    ResultsAreOut,
    Selection,
    counts_by_state,
    decide_by_hand,
    field_of,
    select,
    shortlist,
    unlist,
)
from .selection_words import kept_reasons, reasons_in_words as selection_in_words
from .session_modules import add_session_module, remove_session_module
from .settled import settled_in_cohort
from .signals import learner_enrolled, learner_left
from .welcoming import read_welcome, welcome
from .withdrawing import withdraw as withdraw_nomination

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.catalogue.models import Course

__all__ = [
    "CANDIDATE_POSTS",
    "ELIGIBILITY_WORDS",
    "LARGEST_DOCUMENT",
    "Added",
    "AlreadyNominated",
    "Asked",
    "CallChanged",
    "CallFacts",
    "CallFault",
    "CallIsNotOpen",
    "CallIsOpen",
    "CallIsPublished",
    "ChangedMeanwhile",
    "CohortIsClosed",
    "CourseIsClosed",
    "CoursePreview",
    "DeadlinePassed",
    "Due",
    "EligibilityCode",
    "EligibilityRule",
    "Entrant",
    "Fate",
    "FileRefused",
    "Filled",
    "NoApplications",
    "NoOffer",
    "NominationRefused",
    "NominationState",
    "NotInSession",
    "NotLater",
    "NotOfAdministration",
    "NotScored",
    "NotYours",
    "OfferExpired",
    "Overbooked",
    "OwnNomination",
    "Proposed",
    "Publication",
    "ReasonMissing",
    "ResultsAreOut",
    "Scored",
    "ScoresAreIn",
    "Selection",
    "SelectionChanged",
    "TooManyNominations",
    "TooManySeated",
    "WrongState",
    "accept_offer",
    "add_session_module",
    "add_to_cohort",
    "applications_waiting",
    "apply_to_call",
    "calls",
    "calls_announced",
    "calls_to_score",
    "candidates_for",
    "change_call",
    "change_cohort",
    "change_run",
    "changes_shown",
    "close_cohort",
    "counts_by_state",
    "counts_of",
    "counts_of_calls",
    "decide_by_hand",
    "decline_offer",
    "document_answer",
    "documents_of",
    "due_as_of",
    "endorse_many",
    "endorse_nomination",
    "enrol_many",
    "enrolment_of",
    "enrolments_in",
    "enrolments_of",
    "enrolments_seen_by",
    "facts_of_call",
    "facts_with",
    "fates_of",
    "field_of",
    "fill_cohort",
    "fill_seats",
    "filling_of",
    "free_seats",
    "give_document",
    "in_own_order",
    "incomplete_enrolments",
    "is_over",
    "join_course",
    "judge_nominations",
    "judge_people",
    "judge_person",
    "kept_reasons",
    "language_label",
    "leave_cohorts",
    "leave_course",
    "leave_places",
    "lock_enrolment",
    "lock_places_of",
    "make_call",
    "may_answer",
    "may_score",
    "missing_documents",
    "move_learner",
    "move_participant",
    "nominate",
    "nominate_many",
    "nominated_in",
    "nominations_left",
    "nominations_seen_by",
    "own_nominations",
    "own_place",
    "own_points",
    "participants_in",
    "participants_of",
    "participations_in",
    "participations_of",
    "preview",
    "preview_publication",
    "publish_results",
    "rank_nominations",
    "read_welcome",
    "reasons_in_words",
    "remove_document",
    "remove_from_cohort",
    "remove_session_module",
    "reopen_cohort",
    "return_nomination",
    "review_seats",
    "rewrite_nomination",
    "rule_in_words",
    "rules_in",
    "rules_in_words",
    "runs_of_learner",
    "score_candidate",
    "scored_in",
    "scores_seen",
    "select",
    "selection_in_words",
    "sessions_attended",
    "sessions_without_call",
    "set_dates",
    "set_run_closed",
    "settled_in_cohort",
    "shifted",
    "shortlist",
    "shown_state",
    "submit_application",
    "suggested_facts",
    "take_part",
    "take_places",
    "tell_of_change",
    "today_in",
    "unlist",
    "unscored",
    "waiting_in",
    "waiting_of",
    "waits_for",
    "welcome",
    "withdraw_nomination",
    "withdraw_participant",
    "would_move",
]

CANDIDATE_POSTS = Nomination.Post.choices


class CourseIsClosed(Exception):
    """The course cannot be joined without being asked."""


@transaction.atomic
def join_course(*, learner: User, course: Course) -> Enrolment:
    """Enrol ``learner`` in an open course; coming back revives the old record.

    Safe to call twice: who is in already stays in, and nothing is announced.
    Raises CourseIsClosed where officers may not join by themselves.
    """
    if not course.is_open:
        raise CourseIsClosed
    now = timezone.now()
    enrolment, is_new = Enrolment.objects.select_for_update(no_key=True).get_or_create(
        learner=learner, course=course, defaults={"enrolled_at": now}
    )
    if not is_new and enrolment.is_active:
        return _own(enrolment)
    kind = EnrolmentChange.Kind.JOINED if is_new else EnrolmentChange.Kind.RETURNED
    enrolment.is_active = True
    enrolment.save(update_fields=["is_active"])
    _own(enrolment)
    EnrolmentChange.objects.create(enrolment=enrolment, kind=kind, by=learner, at=now)
    learner_enrolled.send(Enrolment, enrolment=enrolment)
    return enrolment


def _own(enrolment: Enrolment) -> Enrolment:
    """From now on it is hers, whatever becomes of a cohort, and no cohort keeps it closed."""
    if not enrolment.is_own or enrolment.opens_on:
        enrolment.is_own, enrolment.opens_on = True, None
        enrolment.save(update_fields=["is_own", "opens_on"])
    return enrolment


@transaction.atomic
def leave_course(*, enrolment: Enrolment, by: User) -> Enrolment:
    """Make an enrolment inactive and give its seat to who waits. Progress, attempts and certificates stay.
    Safe to call twice."""
    # Runs are locked before enrolments.
    leave_course_places(learner_id=enrolment.learner_id, course_id=enrolment.course_id)
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if enrolment.is_active:
        enrolment.is_active = False
        enrolment.save(update_fields=["is_active"])
        EnrolmentChange.objects.create(
            enrolment=enrolment, kind=EnrolmentChange.Kind.LEFT, by=by, at=timezone.now()
        )
        learner_left.send(Enrolment, enrolment=enrolment)
    return enrolment


def lock_enrolment(enrolment_id: UUID) -> Enrolment:
    """The enrolment, locked until the end of the transaction. Locked last: after attempts and quizzes."""
    return Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)


def enrolments_seen_by(user, *, course_id: int) -> QuerySet[Enrolment]:
    """The enrolments in a course that ``user`` may see, with learner and administration."""
    found = Enrolment.objects.visible_to(user).filter(course=course_id)
    return found.select_related("learner__administration")


def enrolments_followed_by(user, administration_id: int) -> QuerySet[Enrolment]:
    """The enrolments, active or not, of an administration's people, as far as ``user`` may see them."""
    here = Enrolment.objects.visible_to(user).filter(learner__administration=administration_id)
    return here.filter(learner__merged_into=None)


def enrolment_of(*, learner, course_id: int) -> Enrolment | None:
    """The enrolment of a person in a course, active or not; None for nobody signed in."""
    if not learner.is_authenticated:
        return None
    return Enrolment.objects.of(learner).filter(course_id=course_id).first()


def incomplete_enrolments(*, course_id: int) -> list[UUID]:
    """Ids of the active enrolments in a course that is not completed yet."""
    waiting = Enrolment.objects.active().filter(course_id=course_id, completion__isnull=True)
    return list(waiting.values_list("pk", flat=True))


def enrolments_of(*, learner):
    """All enrolments of a person with their courses, newest first: a QuerySet."""
    return Enrolment.objects.of(learner).select_related("course")


def enrolments_in(*, course_ids, person_ids) -> dict[tuple[int, int], Enrolment]:
    """(Person id, course id) → enrolment, active or not. One query; for a page of people."""
    found = Enrolment.objects.filter(course__in=list(course_ids), learner__in=list(person_ids))
    return {(item.learner_id, item.course_id): item for item in found}
