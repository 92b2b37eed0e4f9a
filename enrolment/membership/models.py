import uuid

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor
from clikc.people.roles import Role


def _person(name: str, **more):
    """A person somebody did something to: the record stays as long as the person."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name=name, **more)


def _sees_everybody(user) -> bool:
    return user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER)


class JoinRequestQuerySet(models.QuerySet):
    def open(self) -> "JoinRequestQuerySet":
        return self.filter(state__in=JoinRequest.OPEN)

    def confirmed(self) -> "JoinRequestQuerySet":
        """Those of people who have shown that their address is theirs."""
        return self.filter(
            Exists(EmailAddress.objects.filter(user=OuterRef("person"), verified=True)),
            person__is_active=True,
        )

    def to_decide(self) -> "JoinRequestQuerySet":
        """Those an administration has to decide on. Before the address is confirmed, nobody is shown it."""
        return self.open().confirmed().filter(person__administration__isnull=True)

    def visible_to(self, user) -> "JoinRequestQuerySet":
        """One's own; those made to the administrations ``user`` coordinates, unless they were withdrawn or
        the person is another administration's by now."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if _sees_everybody(user):
            return self
        here = user.administrations_coordinated
        free_or_here = Q(person__administration__isnull=True) | Q(person__administration__in=here)
        made_here = self.confirmed().filter(administration__in=here).exclude(state="withdrawn")
        return self.filter(Q(person=user) | Q(pk__in=made_here.filter(free_or_here).values("pk")))


class JoinRequest(models.Model):
    """An officer who registered says which administration she works for; its coordinator decides.

    Until then she is of no administration, and nobody but its coordinators sees that she asked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ASKED = "asked", _("Question asked")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.WAITING, State.ASKED)

    person = _person("join_requests")
    administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="join_requests"
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    note = models.CharField(_("note"), max_length=500, blank=True)
    question = models.CharField(_("question"), max_length=500, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    # How often somebody decided, asked or answered: each letter about it has the number in its key.
    turn = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("registered"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = actor()
    # When its coordinators were last reminded of it.
    reminded_at = models.DateTimeField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("waiting", "asked")),
                name="membership_one_open_request",
            ),
        ]
        indexes = [models.Index(fields=["administration", "state", "made_at"], name="membership_queue")]

    def __str__(self):
        return f"{self.person_id} · {self.administration_id} · {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def visible_to(self, user) -> "InvitationQuerySet":
        """Those of the administrations ``user`` coordinates."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if _sees_everybody(user):
            return self
        return self.filter(administration__in=user.administrations_coordinated)


class Invitation(models.Model):
    """An officer whom the coordinator brought in, until she has signed in for the first time.

    ``person`` is the account made for her. Where the address has an account already that is none of this
    administration's business, ``person`` is an account without a way in, whose ``contact`` is the address:
    to the coordinator both are the same. When its owner accepts, she asks for a transfer with her own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = _person("invitations")
    administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="invitations"
    )
    invited_at = models.DateTimeField(_("invited"))
    invited_by = actor()
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    # How many letters went out for it: each has the number in its key.
    letters = models.PositiveSmallIntegerField(default=0)
    last_letter_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="membership_one_open_invitation",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None


class TransferQuerySet(models.QuerySet):
    def open(self) -> "TransferQuerySet":
        return self.filter(state__in=Transfer.OPEN)

    def visible_to(self, user) -> "TransferQuerySet":
        """One's own; those of the officers of an administration ``user`` coordinates; those that come to it,
        from the release to the answer: before and after, the person is another administration's alone."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN):
            return self
        here = user.administrations_coordinated
        hers = Q(from_administration__in=here) | Q(to_administration__in=here)
        coming = Q(to_administration__in=here, state="released")
        return self.filter(Q(person=user) | hers & Q(person__administration__in=here) | coming)


class Transfer(models.Model):
    """An officer moves to another administration: she asks, the one releases her, the other accepts."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        RELEASED = "released", _("Released")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not released")
        DECLINED = "declined", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.ASKED, State.RELEASED)

    person = _person("transfers")
    from_administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="transfers_out"
    )
    to_administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="transfers_in"
    )
    # The invitation that she accepted with an account of another administration.
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="transfers"
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    released_at = models.DateTimeField(_("released"), null=True)
    released_by = actor()
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = actor()

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("asked", "released")),
                name="membership_one_open_transfer",
            ),
            models.CheckConstraint(
                condition=~Q(from_administration=models.F("to_administration")),
                name="membership_transfer_moves",
            ),
        ]

    def __str__(self):
        return f"{self.person_id} · {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MergeQuerySet":
        """Those of people whom ``user`` may list."""
        from django.contrib.auth import get_user_model

        return self.filter(kept__in=get_user_model().objects.visible_to(user).values("pk"))


class Merge(models.Model):
    """Two accounts of one person made one: what was moved. The dropped account stays, closed."""

    kept = _person("merges")
    dropped = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="merge_that_closed_it"
    )
    by = actor()
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self):
        return f"{self.dropped_id} into {self.kept_id}"


class NotDuplicateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NotDuplicateQuerySet":
        """Those of administrations ``user`` coordinates. By the columns of the two, not by "is among the
        people she may list" twice: with thousands of those PostgreSQL compares everybody with everybody."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if _sees_everybody(user):
            return self
        here = user.administrations_coordinated
        return self.filter(one__administration__in=here, other__administration__in=here)


class NotDuplicate(models.Model):
    """Two people who look like one and are two: somebody has looked. ``one`` has the smaller id."""

    one = _person("+")
    other = _person("+")
    by = actor()
    at = models.DateTimeField()

    objects = NotDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("two people")
        verbose_name_plural = _("two people")
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="membership_two_people_once")]

    def __str__(self):
        return f"{self.one_id} is not {self.other_id}"
