"""The spine: what follows from what. The only listener between rooms, on one screen.

signed_up           → the administration she chose is asked
appointment_changed → who is appointed, or no longer, is told
invitation_accepted → she is welcomed in her cohorts
members_left        → they leave its cohorts; their courses stay with them
account_absorbed    → what the other account was given, and did, is hers
activity_completed  → is the course complete?
course_shortened    → are those complete now who miss nothing any more?
quiz_rescheduled, run_quiz_moved → open attempts get the time they gained
session_dated       → the courses of who is in the session open on its days
attempt_settled     → the quiz is done if what counts of its attempts passes; its result is a grade
result_known        → the learner is told
work_handed_in      → whoever marks it first has it to mark
grade_recorded      → an assignment that is passed is done
course_completed    → a certificate is awarded
certificate_awarded → the learner is told
certificate_revoked → the learner is told, and why
an award is confirmed → its participant neither leaves the session any more nor comes back
a certificate bears a name → its holder can no longer change the name
"""

from clikc.people import api as people
from clikc.people.signals import appointment_changed, signed_up
from courses.catalogue.signals import course_shortened
from courses.quizzes.signals import quiz_rescheduled
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.assessment.signals import attempt_settled, result_known, work_handed_in
from enrolment.certificates import api as certificates
from enrolment.certificates.signals import certificate_awarded, certificate_revoked
from enrolment.completion import api as completion, tasks as completion_tasks
from enrolment.completion.signals import course_completed
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.grading.signals import grade_recorded
from enrolment.membership import api as membership
from enrolment.membership.signals import account_absorbed, invitation_accepted, members_left
from enrolment.programmes import api as programmes
from enrolment.programmes.signals import run_quiz_moved, session_dated
from enrolment.progress import api as progress
from enrolment.progress.signals import activity_completed


def listen() -> None:
    """Connect every step; called once, when the apps are ready."""
    signed_up.connect(on_signed_up, dispatch_uid="journey.signed_up")
    invitation_accepted.connect(on_invitation_accepted, dispatch_uid="journey.invitation_accepted")
    appointment_changed.connect(on_appointment_changed, dispatch_uid="journey.appointment_changed")
    members_left.connect(on_members_left, dispatch_uid="journey.members_left")
    account_absorbed.connect(on_account_absorbed, dispatch_uid="journey.account_absorbed")
    activity_completed.connect(on_activity_completed, dispatch_uid="journey.activity_completed")
    course_shortened.connect(on_course_shortened, dispatch_uid="journey.course_shortened")
    quiz_rescheduled.connect(on_quiz_rescheduled, dispatch_uid="journey.quiz_rescheduled")
    run_quiz_moved.connect(on_quiz_rescheduled, dispatch_uid="journey.run_quiz_moved")
    session_dated.connect(on_session_dated, dispatch_uid="journey.session_dated")
    attempt_settled.connect(on_attempt_settled, dispatch_uid="journey.attempt_settled")
    result_known.connect(on_result_known, dispatch_uid="journey.result_known")
    work_handed_in.connect(on_work_handed_in, dispatch_uid="journey.work_handed_in")
    grade_recorded.connect(on_grade_recorded, dispatch_uid="journey.grade_recorded")
    course_completed.connect(on_course_completed, dispatch_uid="journey.course_completed")
    certificate_awarded.connect(on_certificate_awarded, dispatch_uid="journey.certificate_awarded")
    certificate_revoked.connect(on_certificate_revoked, dispatch_uid="journey.certificate_revoked")
    admissions.register_awards(certificates.confirmed_among)
    people.register_name_lock(certificates.bears_name_of)
    membership.register_plans(programmes.plans_of)
    membership.register_contents(would_move)


def on_signed_up(*, user, administration, **_kwargs):
    if administration is not None:
        membership.ask_to_join(person=user, administration=administration)


def on_invitation_accepted(*, person, **_kwargs):
    admissions.welcome(person_ids=[person.pk])


def on_appointment_changed(*, grant, what, **_kwargs):
    membership.tell_appointment(grant=grant, what=what)


def on_members_left(*, people, administration_id, by, **_kwargs):
    admissions.leave_cohorts(people=people, administration_id=administration_id, by=by)


def on_account_absorbed(*, kept, dropped, by, **_kwargs):
    admissions.lock_places_of(dropped)
    grading.move_marker(kept=kept, dropped=dropped)
    assessment.lock_attempts_of(people=[kept, dropped])
    assessment.lock_work_of(people=[kept, dropped])
    for into, other in admissions.move_learner(kept=kept, dropped=dropped, by=by):
        unite(into, other)
    certificates.move_certificates(kept=kept, dropped=dropped)
    following.move_reminders(kept=kept, dropped=dropped)


def unite(into, other) -> None:
    """Two records of one course, by the ids of their enrolments, become the first."""
    quizzes = assessment.unite_attempts(into=into, other=other)
    left = assessment.unite_work(into=into, other=other)
    grading.unite_grades(into=into, other=other, left=[work.left for work in left])
    completion.unite_completion(into=into, other=other)
    progress.unite_progress(into=into, other=other)
    for quiz in quizzes:
        if assessment.has_passed(enrolment_id=into, quiz=quiz):
            progress.complete_activity(enrolment_id=into, activity_id=quiz.activity_id)
    completion.review_completion(enrolment_id=into)


def would_move(*, kept, dropped) -> dict:
    """What ``on_account_absorbed`` would move, for the preview."""
    return {
        **admissions.would_move(kept=kept, dropped=dropped),
        **progress.would_move(dropped=dropped),
        **assessment.would_move(kept=kept, dropped=dropped),
        **assessment.would_move_work(dropped=dropped),
        **grading.would_move_grades(dropped=dropped),
        **certificates.would_move(kept=kept, dropped=dropped),
    }


def on_activity_completed(*, enrolment_id, activity_id, at, **_kwargs):
    completion.review_completion(enrolment_id=enrolment_id)


def on_course_shortened(*, course_id, **_kwargs):
    completion_tasks.review_course.enqueue(course_id)


def on_quiz_rescheduled(*, quiz, **_kwargs):
    assessment.move_deadlines(quiz=quiz)


def on_session_dated(*, session, **_kwargs):
    admissions.follow_session(session=session)


def on_attempt_settled(*, attempt, **_kwargs):
    if assessment.has_passed(enrolment_id=attempt.enrolment_id, quiz=attempt.quiz):
        progress.complete_activity(enrolment_id=attempt.enrolment_id, activity_id=attempt.quiz.activity_id)
    grading.enter_quiz_results(enrolment_id=attempt.enrolment_id, quiz=attempt.quiz)


def on_result_known(*, attempt, **_kwargs):
    assessment.tell_learner(attempt=attempt)


def on_work_handed_in(*, hand_in, **_kwargs):
    grading.receive_work(hand_in_id=hand_in.pk)


def on_grade_recorded(*, entry, **_kwargs):
    if activity := grading.activity_done_by(entry):
        progress.complete_activity(enrolment_id=entry.enrolment_id, activity_id=activity)


def on_course_completed(*, completion, **_kwargs):
    certificates.award_certificate(completion=completion)


def on_certificate_awarded(*, certificate, **_kwargs):
    certificates.tell_learner(certificate=certificate)


def on_certificate_revoked(*, certificate, **_kwargs):
    certificates.tell_revoked(certificate=certificate)
