import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor
from clikc.people.roles import Role


class ReminderRoundQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReminderRoundQuerySet":
        """Those of the administrations ``user`` coordinates."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.filter(administration__in=user.administrations_coordinated)


class ReminderRound(models.Model):
    """Reminders that a coordinator has chosen to send: looked at first, then sent, once.

    ``chosen`` holds the ids of the enrolments, as text; who gets a letter is decided when it is sent.
    ``line`` is what she adds in her own words.
    """

    LONGEST_LINE = 500

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="reminder_rounds"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chosen = models.JSONField(default=list)
    line = models.CharField(_("your own line"), max_length=LONGEST_LINE, blank=True)
    made_at = models.DateTimeField(_("chosen"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = ReminderRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("round of reminders")
        verbose_name_plural = _("rounds of reminders")

    def __str__(self):
        return str(self.pk)


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReminderQuerySet":
        """One's own, and those to people whom ``user`` may list."""
        from django.contrib.auth import get_user_model

        if not user.is_authenticated:
            return self.none()
        return self.filter(person__in=get_user_model().objects.visible_to(user).values("pk"))


class Reminder(models.Model):
    """An officer was reminded of her courses: ``enrolments`` holds their ids, as text."""

    round = models.ForeignKey(ReminderRound, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    enrolments = models.JSONField(default=list)
    at = models.DateTimeField(_("reminded"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        indexes = [models.Index(fields=["person", "-at"], name="following_last_reminder")]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="following_once_in_a_round")]

    def __str__(self):
        return f"{self.person_id} in {self.round_id}"


class SessionMessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SessionMessageQuerySet":
        """All for those who keep sessions; for everybody else what was sent to her."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.filter(receivers__participation__learner=user).distinct()


class SessionMessage(models.Model):
    """What a programme manager wrote to participants of a session, in her own words and ``language``.

    ``id`` is made with the form, so that one sent twice is there once. ``chosen``: what was filtered by, as
    codes and ids. Never changed.
    """

    LONGEST_SUBJECT, LONGEST = 120, 4000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "programmes.ProgrammeSession", on_delete=models.PROTECT, related_name="messages"
    )
    by = actor()
    role = models.CharField(max_length=32, blank=True)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    words = models.TextField(_("message"), max_length=LONGEST)
    language = models.CharField(_("language of the message"), max_length=8)
    chosen = models.JSONField(default=dict)
    at = models.DateTimeField(_("sent"))

    objects = SessionMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = _("message to participants of a session")
        verbose_name_plural = _("messages to participants of a session")
        indexes = [models.Index(fields=["session", "-at"], name="following_said_in_session")]

    def __str__(self):
        return str(self.pk)


class SessionMessageReceiverQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SessionMessageReceiverQuerySet":
        """One's own, and those that are people whom ``user`` may list."""
        from django.contrib.auth import get_user_model

        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(participation__learner__in=people.values("pk"))


class SessionMessageReceiver(models.Model):
    """Who was written to."""

    message = models.ForeignKey(SessionMessage, on_delete=models.CASCADE, related_name="receivers")
    participation = models.ForeignKey(
        "admissions.Participation", on_delete=models.CASCADE, related_name="messages"
    )

    objects = SessionMessageReceiverQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("receiver of a message")
        verbose_name_plural = _("receivers of a message")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "participation"], name="following_message_once_to_each"
            ),
        ]

    def __str__(self):
        return f"{self.participation_id} of {self.message_id}"
