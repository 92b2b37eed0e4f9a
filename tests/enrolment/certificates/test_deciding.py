"""From the regulation to the certificates: frozen, proposed, overruled, confirmed by another, awarded."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from clikc.jobs.models import Job
from clikc.people.models import AuditEntry
from clikc.post.api import deliver_due
from clikc.post.models import Letter
from enrolment.admissions.api import AwardStands, move_participant, take_part, withdraw_participant
from enrolment.certificates import api, awarding
from enrolment.certificates.models import AwardDecision, Certificate
from enrolment.certificates.rules import count_awards, with_lines
from enrolment.programmes.api import SessionIsClosed
from tests.factories import people
from tests.factories.academies import make_dated
from tests.factories.closing import decide, make_marked_session, mark_module
from tests.factories.jobs import make_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Fails; passes; on the honours line; no mark."""
    return make_marked_session([55, 70, 85, None])


@pytest.fixture
def managers():
    return people.manager(), people.manager()


def awards_of(session) -> list[str]:
    found = api.decisions_of(session).order_by("participation__joined_at")
    return [item.award for item in found]


def test_no_mark_is_waited_for_where_attendance_decides(session, managers):
    lines = {"pass_final": None, "pass_module": None, "has_honours": False, "pass_attendance": 90}
    type(session).objects.filter(pk=session.pk).update(**lines)
    session.refresh_from_db()
    assert api.open_grades(api.records_of(session), api.regulation_of(session)) == 0
    assert api.freeze_regulation(session_id=session.pk, by=managers[0]).frozen_at is not None


def test_awards_are_decided_by_two(session, managers):
    one, other = managers
    with pytest.raises(api.ClosingRefused) as refused:
        api.freeze_regulation(session_id=session.pk, by=one)
    assert (refused.value.code, refused.value.number) == ("open_grades", 2)
    with pytest.raises(api.ClosingRefused, match="not_frozen"):
        api.propose_decisions(session_id=session.pk, by=one)
    api.freeze_regulation(session_id=session.pk, by=one, reason="She left the service")
    assert session.changes.first().reason == "She left the service"

    assert len(api.propose_decisions(session_id=session.pk, by=one)) == 4
    assert awards_of(session) == ["none", "pass", "honours", "none"]
    assert api.propose_decisions(session_id=session.pk, by=other) == []

    first = api.decisions_of(session).get(final=55)
    with pytest.raises(api.ClosingRefused, match="no_reason"):
        api.overrule_decision(decision_id=first.pk, award="pass", reason="  ", by=one)
    api.overrule_decision(decision_id=first.pk, award="pass", reason="Ill at the oral", by=other)
    assert awards_of(session) == ["pass", "pass", "honours", "none"]

    # Each confirms what the other proposed, and nobody her own.
    digest = api.digest_of(api.decisions_of(session))
    assert len(api.confirm_decisions(session_id=session.pk, by=other, digest=digest)) == 3
    with pytest.raises(api.SamePerson):
        api.confirm_decisions(session_id=session.pk, by=other)
    with pytest.raises(api.ClosingRefused, match="changed"):
        api.confirm_decisions(session_id=session.pk, by=one, digest=digest)
    assert len(api.confirm_decisions(session_id=session.pk, by=one)) == 1
    assert api.confirm_decisions(session_id=session.pk, by=one) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardDecision.objects.filter(pk=first.pk).update(confirmed_by=other)

    # What is confirmed stands, whatever the marks become.
    mark_module(first.participation, "m1", 10)
    api.propose_decisions(session_id=session.pk, by=one)
    assert api.take_back_proposal(session_id=session.pk, by=one) == 0
    for act in (
        lambda: api.overrule_decision(decision_id=first.pk, award="none", reason="No", by=one),
        lambda: api.thaw_regulation(session_id=session.pk, by=one),
    ):
        with pytest.raises(api.ClosingRefused, match="confirmed"):
            act()
    assert awards_of(session)[0] == "pass"
    deeds = Counter(AuditEntry.objects.filter(what__startswith="award_").values_list("what", flat=True))
    assert deeds == {"award_proposed": 4, "award_overruled": 1, "award_confirmed": 4}


def test_a_proposal_is_taken_back_and_follows_the_line(session, managers):
    one, _other = managers
    api.freeze_regulation(session_id=session.pk, by=one, reason="Now")
    api.propose_decisions(session_id=session.pk, by=one)
    assert api.take_back_proposal(session_id=session.pk, by=one) == 4
    api.thaw_regulation(session_id=session.pk, by=one)
    session.refresh_from_db()
    assert session.frozen_at is None
    achievements, regulation = api.achievements_of(session).values(), api.regulation_of(session)
    assert count_awards(achievements, regulation) == {"none": 2, "pass": 1, "honours": 1}
    higher = with_lines(regulation, to_pass=Decimal(50), honours=Decimal("85.1"))
    assert count_awards(achievements, higher) == {"none": 1, "pass": 3, "honours": 0}
    session.honours_final = Decimal("85.1")
    session.save()
    api.freeze_regulation(session_id=session.pk, by=one, reason="Now")
    api.propose_decisions(session_id=session.pk, by=one)
    assert awards_of(session) == ["none", "pass", "pass", "none"]
    # A mark that comes in late is in the next proposal.
    mark_module(session.participations.order_by("joined_at")[3], "m1", 90)
    mark_module(session.participations.order_by("joined_at")[3], "m2", 90)
    assert len(api.propose_decisions(session_id=session.pk, by=one)) == 1
    assert awards_of(session) == ["none", "pass", "pass", "honours"]


def test_who_has_left_gets_no_award_and_who_has_one_does_not_leave(session, managers):
    one, other = managers
    failed, passed, best, _none = session.participations.order_by("joined_at")
    later = make_dated(session.programme, starts_on=date(2117, 3, 6))
    api.freeze_regulation(session_id=session.pk, by=one, reason="Now")
    api.propose_decisions(session_id=session.pk, by=one)
    looked_at = api.digest_of(api.decisions_of(session))
    withdraw_participant(participation=best, by=one)
    for digest, code in ((looked_at, "changed"), (None, "left")):
        with pytest.raises(api.ClosingRefused, match=code):
            api.confirm_decisions(session_id=session.pk, by=other, digest=digest)
    api.propose_decisions(session_id=session.pk, by=one)
    hers = api.decisions_of(session).get(participation=best)
    with pytest.raises(api.ClosingRefused, match="left"):
        api.overrule_decision(decision_id=hers.pk, award="pass", reason="Nearly done", by=other)
    api.confirm_decisions(session_id=session.pk, by=other)
    for act in (
        lambda: withdraw_participant(participation=passed, by=one),
        lambda: move_participant(participation=failed, to=later, by=one),
        lambda: take_part(session=session, people=[best.learner], by=one),
    ):
        with pytest.raises(AwardStands):
            act()
    certificates = [api.award_session_certificate(decision_id=item.pk) for item in api.decisions_of(session)]
    [certificate] = filter(None, certificates)
    # What is withdrawn is told to whose it was, with the reason.
    for _twice in range(2):
        api.revoke_certificate(certificate=certificate, reason="Another's work", by=other)
    deliver_due()
    [letter] = [message for message in mail.outbox if "withdrawn" in message.subject]
    assert (letter.to, letter.reply_to) == ([passed.learner.email], [other.email])
    assert "Another's work" in letter.body
    assert certificate.grouped_code in letter.body


class Killed(Exception):
    pass


def test_certificates_and_letters_go_out_once_whatever_is_killed(session, managers, monkeypatch):
    one, other = managers
    failed, passed, best, gone = session.participations.order_by("joined_at")
    withdraw_participant(participation=gone, by=one)
    api.freeze_regulation(session_id=session.pk, by=one)
    api.propose_decisions(session_id=session.pk, by=one)
    with pytest.raises(api.ClosingRefused, match="nothing"):
        api.start_awards(session_id=session.pk, by=one)
    with pytest.raises(api.ClosingRefused, match="undecided"):
        api.close_session(session_id=session.pk, by=one)
    api.confirm_decisions(session_id=session.pk, by=other)
    with pytest.raises(api.ClosingRefused, match="unissued"):
        api.close_session(session_id=session.pk, by=one)

    job = api.start_awards(session_id=session.pk, by=one)
    assert api.start_awards(session_id=session.pk, by=other) == job
    steps = iter([None, Killed])

    class Running:
        payload, owner, is_stopping = job.payload, one, False

        def advance(self, _done, _total):
            if step := next(steps, None):
                raise step

    with pytest.raises(Killed):
        awarding.run_awards(Running())
    assert Certificate.objects.count() < 2
    assert awarding.run_awards(Running()) == {"certificates": 2, "told": 4}
    assert awarding.run_awards(Running()) == {"certificates": 2, "told": 4}
    assert Counter(Certificate.objects.values_list("award", flat=True)) == {"pass": 1, "honours": 1}
    assert Job.objects.filter(kind=awarding.JOB).count() == 1

    deliver_due()
    deliver_due()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {item.learner.email for item in (failed, passed, best)}
    assert len(mail.outbox) == 3
    assert session.title in letters[best.learner.email].body
    lost = letters[failed.learner.email]
    assert "- The final mark is below what is asked to pass." in lost.body
    assert "55%" not in lost.body
    certificate = Certificate.objects.get(learner=best.learner)
    assert certificate.changes.filter(kind="told").exists()
    assert certificate.minutes == 60 * 60
    words = certificate.words("en")
    assert words["award"] == "Passed with honours"
    assert words["study_time"].startswith(f"Session {session.number} · 6 March 2017 – ")

    api.close_session(session_id=session.pk, by=one)
    api.close_session(session_id=session.pk, by=one)
    with pytest.raises(SessionIsClosed):
        api.propose_decisions(session_id=session.pk, by=one)
    assert session.changes.first().kind == "closed"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_certificate_and_one_letter():
    session = make_marked_session([90])
    decide(session)
    decision, start = AwardDecision.objects.get(), threading.Barrier(4)

    def award():
        try:
            start.wait()
            return api.award_session_certificate(decision_id=decision.pk).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = [task.result() for task in [pool.submit(award) for _each in range(4)]]
    assert made == [Certificate.objects.get().pk] * 4
    assert Letter.objects.filter(key=f"session-result:{decision.pk}").count() == 1


def test_the_job_says_what_came_of_it(session, managers):
    job = make_job(owner=managers[0], state="done")
    job.result, job.payload = {"certificates": 2}, {"session": session.pk}
    assert awarding.outcome(job)[1] == "good"
    assert str(session.pk) in awarding.page_of(job)
