"""A state machine of one work: handed in, saved, finished, opened again, handed over, marked twice,
moderated, released, changed, handed in anew, by people who may and who may not, in any order. Whatever
happens, it stands in a valid state, every word is kept, and what was refused changed nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from clikc.post.models import Letter
from enrolment.assessment import api as assessment
from enrolment.assessment.models import Submission
from enrolment.grading import api
from enrolment.grading.models import GradeEntry, Marking, MarkingEdit
from enrolment.programmes.models import RunTutor
from tests.factories import people
from tests.factories.tutoring import make_tutored_run

REFUSALS = (api.MarkingRefused, api.TutorRefused, api.GradeRefused, assessment.WorkRefused)
roles = st.sampled_from(["first", "second", "moderation"])
tutors = st.integers(0, 3)
levels = st.sampled_from(["full", "partly", "missing"])
actors = st.sampled_from(["own", "tutor 0", "tutor 1", "tutor 2", "tutor 3", "manager", "boss", "learner"])

some_of = st.sampled_from(["boss", "boss", "own", "manager", "tutor 1", "learner"])
# What may happen, how often, and what is drawn for it.
STEPS = {"hand_in": 3, "say": 2, "go_on": 6, "tries": 2, "manage": 1, "release": 6, "change": 1}
DRAWN = {
    "hand_in": {},
    "say": {"role": roles, "actor": actors, "is_late": st.booleans()},
    "go_on": {"level": levels, "is_finished": st.sampled_from([True, True, True, False])},
    "tries": {
        "verb": st.sampled_from(["finish", "reopen", "hand over"]),
        "role": roles,
        "actor": actors,
        "to": tutors,
    },
    "manage": {
        "what": st.sampled_from(["tutor", "nobody", "leave", "allocate", "moderate"]),
        "place": tutors,
    },
    "release": {"actor": some_of},
    "change": {"actor": some_of, "points": st.one_of(st.none(), st.integers(-1, 21))},
}
# A machine that gets nowhere finds nothing.
REACHED: set[str] = set()


class Work(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.made = None
        self.words = 0
        self.said: dict = {}
        self.edits = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize(
        sample=st.sampled_from([0, 100]),
        tolerance=st.sampled_from([0, 30, 100]),
        tutors_release=st.booleans(),
        resubmissions=st.integers(0, 2),
        has_moderator=st.booleans(),
    )
    def a_run(self, sample, tolerance, tutors_release, resubmissions, has_moderator):
        """Three tutors who may, one who is of the participant's administration."""
        self.made = make_tutored_run(
            participants=1,
            tutors=3,
            administrations=("KE",),
            sample_percent=sample,
            tolerance_percent=tolerance,
            tutors_release=tutors_release,
            resubmissions=resubmissions,
            moderator=people.tutor(administration="BJ") if has_moderator else None,
        )
        colleague = people.tutor(administration="KE")
        RunTutor.objects.create(run=self.made.run, tutor=colleague)
        [self.enrolment], [self.work] = self.made.enrolments, self.made.work
        self.people = {f"tutor {place}": tutor for place, tutor in enumerate([*self.made.tutors, colleague])}
        self.people |= {"manager": people.manager(administration="UG"), "boss": people.admin()}
        self.people["learner"] = self.enrolment.learner
        self.hand_in()

    def by(self, actor: str, marking: Marking | None = None):
        return marking.tutor if actor == "own" and marking and marking.tutor else self.people.get(actor)

    def newest(self, role: str = "first") -> Marking | None:
        found = Marking.objects.current().filter(role=role).select_related("tutor")
        return found.order_by("-attempt").first()

    def tried(self, verb, **facts):
        """Do it; a refusal changes nothing."""
        before = self.everything()
        try:
            with transaction.atomic():
                done = verb(**facts)
        except REFUSALS:
            assert self.everything() == before
            return None
        return done

    def everything(self) -> tuple:
        return (
            list(
                Marking.objects.order_by("pk").values_list(
                    "pk", "version", "tutor", "finished_at", "ended_at"
                )
            ),
            GradeEntry.objects.count(),
            MarkingEdit.objects.count(),
            Letter.objects.count(),
            list(Submission.objects.values_list("handed_in_at", "locked_at", "resubmit_until")),
        )

    # --- what people do ---------------------------------------------------------------------------

    @rule(
        what=st.sampled_from([place for place, times in STEPS.items() for _time in range(times)]),
        data=st.data(),
    )
    def something_happens(self, what, data):
        """One rule, because Hypothesis leaves out rules at random, and few examples would be released."""
        drawn = {name: data.draw(strategy, label=name) for name, strategy in DRAWN[what].items()}
        getattr(self, what)(**drawn)

    def hand_in(self):
        self.words += 1
        person = self.enrolment.learner
        self.tried(
            assessment.save_draft,
            run_assignment_id=self.work.pk,
            person=person,
            html=f"<p>Draft no. {self.words}</p>",
            sequence=self.words,
        )
        self.tried(assessment.hand_in, run_assignment_id=self.work.pk, person=person, language="en")

    def say(self, role, actor, is_late):
        marking = self.newest(role)
        by = self.by(actor, marking)
        if marking is None or by is None:
            return
        self.words += 1
        value = {"text": f"Word no. {self.words}"}
        try:
            saved = self.tried(
                api.save_piece,
                marking_id=marking.pk,
                by=by,
                piece="feedback",
                value=value,
                base=0 if is_late else marking.version,
            )
        except api.PieceConflict as conflict:
            both = conflict.mine, conflict.theirs
            saved = None
        else:
            both = value, {"text": self.said.get(marking.pk)}
        assert both == (value, {"text": self.said.get(marking.pk)})
        if saved:
            self.said[marking.pk] = value["text"]

    def go_on(self, level, is_finished):
        """What came last is marked, and mostly finished; a moderation that is nobody's by a manager."""
        waiting = Marking.objects.unfinished().select_related("tutor").order_by("made_at", "attempt").last()
        if waiting is None:
            return
        by = waiting.tutor or self.people["boss"]
        for criterion in waiting.rubric.criteria.all():
            value = {"level": criterion.levels.get(code=level).pk, "points": None, "comment": level}
            piece = f"criterion:{criterion.pk}"
            waiting.refresh_from_db()
            facts = {"marking_id": waiting.pk, "by": by, "piece": piece, "value": value}
            self.tried(api.save_piece, **facts, base=waiting.version)
        waiting.refresh_from_db()
        if is_finished:
            self.tried(api.finish_marking, marking_id=waiting.pk, by=by, base=waiting.version)

    def tries(self, verb, role, actor, to):
        marking = self.newest(role)
        by = self.by(actor, marking)
        if marking is None or by is None:
            return
        if verb == "finish":
            self.tried(api.finish_marking, marking_id=marking.pk, by=by, base=marking.version)
        elif verb == "reopen":
            self.tried(api.reopen_marking, marking_id=marking.pk, by=by)
        else:
            self.tried(api.hand_over, marking_id=marking.pk, to=self.people[f"tutor {to}"], by=by)

    def manage(self, what, place):
        tutor, boss, run = self.people[f"tutor {place}"], self.people["boss"], self.made.run
        if what in ("tutor", "nobody"):
            given = tutor if what == "tutor" else None
            self.tried(api.set_tutor, run=run, enrolment_id=self.enrolment.pk, tutor=given, by=boss)
        elif what == "leave":
            api.end_run_tutor(run=run, tutor=tutor, by=None)
            assert not api.queue_of(tutor).exists()
            RunTutor.objects.create(run=run, tutor=tutor)
        elif what == "moderate":
            for by in (tutor, self.enrolment.learner, boss):
                self.tried(api.moderate, submission_id=self.newest().submission_id, by=by)
        api.allocate_tutors(run=run, by=boss)

    def release(self, actor):
        first = self.newest()
        by = self.by(actor, first)
        if by is None:
            return
        before = self.everything()
        why = api.why_not_release(submission_id=first.submission_id, by=by)
        done = api.release_grades(submission_ids=[first.submission_id], by=by)
        assert done.refused.get(first.submission_id, "") == why
        if why:
            assert self.everything() == before

    def change(self, actor, points):
        entry = GradeEntry.objects.order_by("number").last()
        if entry and (by := self.by(actor)):
            verb, given = api.take_back, {}
            if points is not None:
                verb, given = api.override_grade, {"points": Decimal(points)}
            self.tried(
                verb,
                run=self.made.run,
                column=f"a{self.work.pk}",
                enrolment_id=entry.enrolment_id,
                reason=f"Reason no. {self.words}",
                by=by,
                seen=entry.number,
                **given,
            )

    # --- what holds whatever they do --------------------------------------------------------------

    @invariant()
    def nobody_marks_it_who_may_not(self):
        if self.made is None:
            return
        for attempt in self.attempts().values():
            marks = [item.tutor_id for item in attempt.values() if item.tutor_id]
            assert len(marks) == len(set(marks))
            assert self.people["tutor 3"].pk not in marks
            assert self.enrolment.learner_id not in marks

    def attempts(self) -> dict[int, dict[str, Marking]]:
        found: dict = {}
        for marking in Marking.objects.current().order_by("pk"):
            there = found.setdefault(marking.attempt, {})
            assert marking.role not in there
            there[marking.role] = marking
        return found

    @invariant()
    def what_is_finished_has_its_points(self):
        for marking in Marking.objects.current():
            assert (marking.finished_at is None) == (marking.points is None)
            assert marking.finished_at is None or api.sum_of(marking).points == marking.points

    @invariant()
    def others_mark_it_only_for_a_reason(self):
        for markings in self.attempts().values():
            assert "first" in markings
            second, moderation = markings.get("second"), markings.get("moderation")
            assert second is None or (second.reasons and markings["first"].begun_at)
            if moderation and moderation.begun_at is None and moderation.reasons != ["asked"]:
                assert second.is_finished
                assert markings["first"].is_finished

    @invariant()
    def what_is_released_was_agreed_and_is_released_once(self):
        attempts = self.attempts()
        for number, entry in enumerate(GradeEntry.objects.order_by("number"), start=1):
            assert entry.number == number
            assert entry.points is None or 0 <= entry.points <= entry.item.most
            # What a manager decided is of no attempt.
            if entry.kind == GradeEntry.Kind.MARKED:
                assert all(item.is_finished for item in attempts[entry.attempt].values())
        marked = list(GradeEntry.objects.filter(kind="marked").values_list("attempt", flat=True))
        assert len(marked) == len(set(marked))
        told = Letter.objects.filter(kind__in=["grade-released", "grade-changed"])
        assert told.count() == GradeEntry.objects.count()

    @invariant()
    def no_word_is_lost(self):
        kept = MarkingEdit.objects.count()
        assert kept >= self.edits
        self.edits = kept
        for pk, text in self.said.items():
            assert Marking.objects.get(pk=pk).feedback == text
        said = {edit.value["text"] for edit in MarkingEdit.objects.filter(piece="feedback")}
        assert set(self.said.values()) <= said

    @invariant()
    def it_stands_somewhere(self):
        """A manager may release it exactly where it is ready."""
        first = self.newest() if self.made else None
        if first is None:
            return
        pk = first.submission_id
        state = api.standings_of([pk])[pk].state
        REACHED.add(state)
        why = api.why_not_release(submission_id=pk, by=self.people["boss"])
        assert (why == "") == (state in (api.State.READY, api.State.RELEASED))
        assert (state == api.State.WAITING) == (first.begun_at is None)
        assert first.begun_at is None or Submission.objects.get(pk=pk).locked_at is not None


@pytest.mark.django_db
def test_whatever_happens_it_ends_in_a_valid_state():
    wanted = {api.State.SECOND, api.State.READY, api.State.RELEASED}
    # By chance a round may come by none of one; never four rounds.
    for _round in range(4):
        run_state_machine_as_test(
            Work,
            settings=settings(
                max_examples=15,
                stateful_step_count=14,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if wanted <= REACHED:
            break
    assert wanted <= REACHED
