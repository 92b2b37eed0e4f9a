"""Who may read and write with whom: a participant of a run, her tutor now, and programme managers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from clikc.people import api as people
from clikc.people.roles import Role
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .models import Message, Thread, ThreadReader

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun

PARTICIPANT, TUTOR, MANAGER = "participant", "tutor", "manager"


@dataclass(frozen=True)
class Conversation:
    """A participant of a run and who advises her, as ``role`` may see it; ``thread`` None before the first
    message, ``tutor`` None while nobody is given to her."""

    run: CourseRun
    enrolment: Enrolment
    tutor: User | None
    thread: Thread | None
    role: str

    @property
    def messages(self) -> QuerySet[Message]:
        """What was written, the oldest first, with who wrote it. One query, none before the first."""
        if self.thread is None:
            return Message.objects.none()
        return self.thread.messages.select_related("by")


def manages(user) -> bool:
    """Whether this person reads along in every run."""
    return people.may(user, "cohort", "U", "*")


def conversation_of(user, *, run_id: int, enrolment_id: UUID) -> Conversation | None:
    """The conversation if it is this person's to read; None as for an unknown one, at the same cost: one
    query. Four at most."""
    if not user.is_authenticated or not user.is_active:
        return None
    enrolment = admissions.participants_in([run_id]).filter(_hers(user, run_id), pk=enrolment_id).first()
    if enrolment is None:
        return None
    run = programmes.runs_by_id([run_id])[run_id]
    held = enrolment.tutorships.filter(run=run_id, ended_at__isnull=True).select_related("tutor").first()
    tutor = held.tutor if held else None
    thread = Thread.objects.filter(run=run_id, enrolment=enrolment_id).first()
    return Conversation(run, enrolment, tutor, thread, _role_of(user, enrolment, tutor))


def _hers(user, run_id: int) -> Q:
    """Participants whose conversation in a run somebody may read."""
    if manages(user):
        return Q()
    mine = Q(learner=user)
    if user.has_role(Role.TUTOR):
        current = {"tutorships__tutor": user, "tutorships__run": run_id, "tutorships__ended_at__isnull": True}
        mine |= Q(**current)
    return mine


def _role_of(user, enrolment: Enrolment, tutor: User | None) -> str:
    if enrolment.learner_id == user.pk:
        return PARTICIPANT
    is_tutor = tutor is not None and tutor.pk == user.pk and user.has_role(Role.TUTOR)
    return TUTOR if is_tutor else MANAGER


def threads_of(user) -> QuerySet[Thread]:
    """The threads this person may read, with run and participant, the latest first: ``is_unread``, and
    ``waits``: its last message is the participant's."""
    read = ThreadReader.objects.filter(thread=OuterRef("pk"), person=user, read_at__gte=OuterRef("last_at"))
    latest = Message.objects.filter(thread=OuterRef("pk")).order_by("-at", "-pk")
    found = Thread.objects.visible_to(user).filter(last_at__isnull=False)
    found = found.select_related("run", "enrolment__learner__administration")
    found = found.annotate(is_unread=~Exists(read), last_by=Subquery(latest.values("by")[:1]))
    return found.order_by("-last_at", "pk")


def waiting(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Those of ``threads_of`` whose participant waits for an answer."""
    return threads.filter(last_by=F("enrolment__learner"))


def unread_of(user) -> int:
    """How many threads of her own, as participant or as tutor, somebody has not read. One query."""
    mine = threads_of(user)
    if manages(user):
        mine = mine.filter(enrolment__learner=user)
    return mine.filter(is_unread=True).count()


def partners_of(user) -> list[Conversation]:
    """With whom this person can begin to write: her tutor in each of her runs, and the participants she
    tutors, by run and name. Four queries."""
    run_ids = admissions.runs_of_learner(user)
    runs = programmes.runs_by_id(run_ids)
    own = admissions.participants_in(run_ids).filter(learner=user).prefetch_related("tutorships__tutor")
    found = [
        Conversation(runs[item.run_id], item, _tutor_in(item, item.run_id), None, PARTICIPANT) for item in own
    ]
    if user.has_role(Role.TUTOR):
        held = user.tutorships.filter(ended_at__isnull=True).select_related("run", "enrolment__learner")
        rows = held.order_by("run__name", "enrolment__learner__search_name", "pk")
        found += [Conversation(row.run, row.enrolment, user, None, TUTOR) for row in rows]
    return found


def _tutor_in(enrolment: Enrolment, run_id: int) -> User | None:
    held = (row for row in enrolment.tutorships.all() if row.run_id == run_id and row.ended_at is None)
    return next((row.tutor for row in held), None)


def reads_others(user) -> bool:
    """Whether conversations stand in her menu: those of a participant are reached from her work, so that no
    other page asks for them. No query beyond that for her roles."""
    return user.has_role(Role.TUTOR) or manages(user)
