"""Nominations: officers proposed for a session, what was thought of them, and what came of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from clikc.people.actors import actor
from clikc.people.roles import Role

from .calls import SCORE, Call, CallDocument


class State(models.TextChoices):
    """Where a nomination stands. ``rules/states.py`` says what can follow what."""

    DRAFT = "draft", pgettext_lazy("a nomination", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("a nomination", "Submitted, not endorsed yet")
    ENDORSED = "endorsed", pgettext_lazy("a nomination", "Endorsed")
    SHORTLISTED = "shortlisted", pgettext_lazy("a nomination", "Shortlisted")
    ACCEPTED = "accepted", pgettext_lazy("a nomination", "Accepted")
    RESERVE = "reserve", pgettext_lazy("a nomination", "On the reserve list")
    NOT_SELECTED = "not_selected", pgettext_lazy("a nomination", "Not selected")
    DECLINED = "declined", pgettext_lazy("a nomination", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a nomination", "Withdrawn")
    ENROLLED = "enrolled", pgettext_lazy("a nomination", "Enrolled")


# Who holds one of these holds a seat.
SEATED = (State.ACCEPTED, State.ENROLLED)
# What the Secretariat and the trainers choose among, and what came of it.
IN_THE_FIELD = (
    State.ENDORSED,
    State.SHORTLISTED,
    State.ACCEPTED,
    State.RESERVE,
    State.NOT_SELECTED,
    State.DECLINED,
    State.ENROLLED,
)


class NominationQuerySet(models.QuerySet):
    def with_overtaken(self) -> NominationQuerySet:
        """Each with ``is_overtaken``: whether it is a draft in whose place another nomination of the same
        person in the same call counts."""
        return self.annotate(is_overtaken=self._another_counts())

    def not_overtaken(self) -> NominationQuerySet:
        return self.exclude(self._another_counts())

    def _another_counts(self) -> Exists:
        same = self.model.objects.filter(call=OuterRef("call"), person=OuterRef("person"))
        return Exists(same.exclude(state=State.DRAFT).exclude(pk=OuterRef("pk")))

    def not_left_behind(self) -> NominationQuerySet:
        """Without drafts of an administration to which the candidate does not belong any more."""
        here = Q(person__administration=F("administration"))
        return self.filter(~Q(state=State.DRAFT) | here)

    def seated(self) -> NominationQuerySet:
        return self.filter(seat__isnull=False)

    def waiting(self) -> NominationQuerySet:
        """The reserve list, who moves up first first."""
        return self.filter(state=State.RESERVE).order_by("reserve_position")

    def visible_to(self, user) -> NominationQuerySet:
        """Own ones, but for drafts of a coordinator; those of her administration for its coordinator, before
        the results are told only of who still belongs to it; for a trainer of the call those in the field;
        all but drafts for programme managers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        drafts = Q(state=State.DRAFT)
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self.filter(~drafts | Q(person=user, origin=self.model.Origin.APPLIED))
        seen = Q(person=user) & ~(drafts & Q(origin=self.model.Origin.NOMINATED))
        # What an officer has not sent yet is nobody else's.
        not_sent = drafts & Q(origin=self.model.Origin.APPLIED)
        here = user.administrations_coordinated
        is_told = Q(call__published_at__isnull=False)
        seen |= (
            Q(administration__in=here) & ~not_sent & (is_told | Q(person__administration=F("administration")))
        )
        seen |= Q(call__trainers__trainer=user, state__in=IN_THE_FIELD)
        return self.filter(pk__in=self.model.objects.filter(seen).values("pk"))


class Nomination(models.Model):
    """An officer proposed for a session by her administration, or by herself and endorsed by it.

    Of one person there is one in a call, but for drafts: she and her administration each have one of their
    own, which the other does not read. Once one of them is sent or endorsed, the other's draft is overtaken.

    ``administration`` is that of the day it was made, and stays. ``rank``: 1 is whom the administration wants
    most; 0: it has not said. ``served_since``, ``born_on``, ``post`` and ``languages`` are the facts that
    rules of eligibility ask for, as given for this call; empty where they are not known.

    ``seat`` is the number of the seat she holds, from 1 on: that none is given twice is a constraint.
    ``by_hand``: what people decided over the rule of selection, and ``by_hand_reason`` why. An offer
    (``offered_at``) is to be answered by ``answer_until``.
    """

    class Origin(models.TextChoices):
        NOMINATED = "nominated", _("Nominated by the administration")
        APPLIED = "applied", _("Applied herself or himself")

    class ByHand(models.TextChoices):
        SEATED = "seated", _("Given a seat by hand")
        OUT = "out", _("Left out by hand")

    class Post(models.TextChoices):
        JUNIOR = "junior", _("Officer")
        MIDDLE = "middle", _("Middle management")
        SENIOR = "senior", _("Senior management")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="nominations",
        verbose_name=_("candidate"),
    )
    administration = models.ForeignKey(
        "people.Administration",
        on_delete=models.PROTECT,
        related_name="nominations",
        verbose_name=_("administration"),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.NOMINATED)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    served_since = models.DateField(_("in the administration since"), null=True, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    post = models.CharField(_("post"), max_length=8, choices=Post.choices, blank=True)
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    motivation = models.TextField(_("motivation"), max_length=2000, blank=True)
    endorsement = models.TextField(_("endorsement"), max_length=2000, blank=True)
    endorsed_by = actor()
    endorsed_at = models.DateTimeField(_("endorsed"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    by_hand = models.CharField(max_length=8, choices=ByHand.choices, blank=True)
    by_hand_reason = models.CharField(max_length=300, blank=True)
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    reserve_position = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    offered_at = models.DateTimeField(_("seat offered"), null=True, blank=True)
    answer_until = models.DateTimeField(_("answer until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # One more with every change: what was opened before somebody else's change is not written over it.
    version = models.PositiveIntegerField(default=1, editable=False)
    # True only of what ``with_overtaken`` fetches.
    is_overtaken = False

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["administration", "rank", "made_at"]
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=~Q(state=State.DRAFT),
                name="admissions_nominated_once",
            ),
            models.UniqueConstraint(
                fields=["call", "person", "origin", "administration"],
                condition=Q(state=State.DRAFT),
                name="admissions_drafted_once",
            ),
            models.UniqueConstraint(
                fields=["call", "seat"], condition=Q(seat__isnull=False), name="admissions_call_seat_once"
            ),
            models.UniqueConstraint(
                fields=["call", "reserve_position"],
                condition=Q(reserve_position__isnull=False),
                name="admissions_reserve_position_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True, state__in=[one for one in State if one not in SEATED])
                | Q(seat__gte=1, state__in=SEATED),
                name="admissions_seat_with_state",
            ),
            models.CheckConstraint(
                condition=Q(reserve_position__isnull=True) | Q(state=State.RESERVE),
                name="admissions_reserve_with_state",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="admissions_call_state")]

    def __str__(self):
        return f"{self.person_id} for call {self.call_id}"


class OfNominationQuerySet(models.QuerySet):
    def visible_to(self, user) -> OfNominationQuerySet:
        """What belongs to the nominations that ``user`` may see."""
        return self.filter(nomination__in=Nomination.objects.visible_to(user).values("pk"))


class NominationChange(models.Model):
    """Every step of a nomination: who, when, in which role, why. Append-only.

    ``before`` and ``after`` are states, the same where only facts were changed; ``changed``: name of a fact
    → [before, after].
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    before = models.CharField(max_length=12, choices=State.choices, blank=True)
    after = models.CharField(max_length=12, choices=State.choices)
    by = actor()
    role = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changed = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = OfNominationQuerySet.as_manager()

    class Meta:
        ordering = ["nomination", "number"]
        verbose_name = _("change of a nomination")
        verbose_name_plural = _("changes of nominations")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "number"], name="admissions_change_number_once"),
        ]

    def __str__(self):
        return f"{self.nomination_id} {self.number}: {self.after}"


def _place(document: NominationDocument, name: str) -> str:
    """A place that nobody can guess, with the ending that its content has."""
    ending = name.rsplit(".", 1)[-1]
    return f"nominations/{uuid.uuid4().hex}.{ending}"


class NominationDocument(models.Model):
    """A document of a nomination, checked by its content when it came; the newest of a kind counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(_("file"), upload_to=_place, max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=255)
    size = models.PositiveIntegerField(_("bytes"))
    by = actor()
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OfNominationQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-at"]
        verbose_name = _("document of a nomination")
        verbose_name_plural = _("documents of nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "document"],
                condition=Q(removed_at__isnull=True),
                name="admissions_document_given_once",
            ),
        ]

    def __str__(self):
        return f"{self.document_id} of {self.nomination_id}"


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user) -> ScoreQuerySet:
        """Own scores; for programme managers all. Another trainer's scores are shown through
        ``scoring.py``, when all of a candidate's are in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.filter(trainer=user)


class Score(models.Model):
    """What a trainer thinks of a candidate: points of 100, and why in her words, which no candidate reads."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="scores")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, validators=SCORE)
    words = models.CharField(_("why"), max_length=600, blank=True)
    at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["nomination", "pk"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "trainer"], name="admissions_score_once"),
        ]

    def __str__(self):
        return f"score of {self.nomination_id}"
