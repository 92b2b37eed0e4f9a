from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


class Outcome(models.TextChoices):
    """What became of a letter. ``uncertain``: handed over, and nobody knows whether it arrived."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not sent, because it was no longer true or allowed")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    FAILED = "failed", _("Could not be sent")


# What a person may have sent again.
IN_DOUBT = (Outcome.UNCERTAIN, Outcome.FAILED)


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LetterQuerySet":
        """The own letters; every one for administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.has_role(Role.ADMIN) else self.filter(person=user)

    def due(self, now) -> "LetterQuerySet":
        """Those that may leave and that no deliverer has, the longest due first."""
        waiting = self.filter(outcome=Outcome.WAITING, claimed_at=None, due_at__lte=now)
        return waiting.order_by("due_at", "pk")

    def claimed_before(self, moment) -> "LetterQuerySet":
        """Those a deliverer took and never said what became of them."""
        return self.filter(outcome=Outcome.WAITING, claimed_at__lt=moment)

    def in_doubt(self) -> "LetterQuerySet":
        return self.filter(outcome__in=IN_DOUBT)


class Letter(models.Model):
    """One e-mail, at most once. Never what it says: neither subject nor text is kept.

    ``key`` names what it tells of (``certificate-awarded:17``). ``address`` is only for who has no
    account, and is forgotten once the letter is sent or dropped; a person's own is looked up when it
    leaves. ``facts`` are ids. ``claimed_at``: when a deliverer took it. ``fault``: why it is not sent,
    a code of ``rules.Fault``.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="letters",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    created_at = models.DateTimeField(_("written down"), auto_now_add=True)
    due_at = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("taken"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, default=Outcome.WAITING)
    fault = models.CharField(_("fault"), max_length=32, blank=True)
    again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent again by"),
    )
    again_at = models.DateTimeField(_("sent again"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(outcome="waiting", claimed_at__isnull=True),
                name="post_letter_due",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(outcome="waiting", claimed_at__isnull=False),
                name="post_letter_claimed",
            ),
            models.Index(
                fields=["outcome"],
                condition=Q(outcome__in=["uncertain", "failed"]),
                name="post_letter_in_doubt",
            ),
            models.Index(fields=["kind", "outcome"], name="post_letter_of_kind"),
        ]

    def __str__(self):
        return self.key
