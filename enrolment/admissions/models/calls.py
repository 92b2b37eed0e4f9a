"""Calls for nominations: who may be proposed for a session, until when, and how many there can be."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor

SCORE = (MinValueValidator(0), MaxValueValidator(100))
MOST_SEATS = 1000


def some(label: str, **more) -> models.PositiveSmallIntegerField:
    """A number of seats or people; None: no limit."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)], **more
    )


class CallQuerySet(models.QuerySet):
    def announced(self) -> CallQuerySet:
        """Those that everybody may know of, open or over."""
        return self.filter(session__announced_at__isnull=False, opens_at__lte=timezone.now())

    def open(self) -> CallQuerySet:
        """Those that take nominations now."""
        return self.announced().filter(closes_at__gt=timezone.now())


class Call(models.Model):
    """The call for nominations of a session. It holds nothing of people.

    It takes nominations from ``opens_at`` until the second of ``closes_at``, both meant in the zone of the
    session. ``eligibility``: rules of ``rules/eligibility.py`` as data, each an object with ``code``,
    ``years``, ``values`` and ``is_wish``. ``published_at``: since then the results stand and are told.
    ``version`` counts its changes, those of the selection included: a page that was opened before somebody
    else's change says so.
    """

    session = models.OneToOneField(
        "programmes.ProgrammeSession",
        on_delete=models.PROTECT,
        related_name="call",
        verbose_name=_("session"),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer an offer"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Who has not answered by then gives her seat to the reserve list."),
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    reserve = some(_("places on the reserve list"), help_text=_("Empty: everybody who could be."))
    per_administration = some(_("seats of an administration at most"))
    per_region = some(_("seats of a region at most"))
    most_nominations = some(_("nominations of an administration at most"))
    least_score = models.DecimalField(
        _("least score"), max_digits=5, decimal_places=2, null=True, blank=True, validators=SCORE
    )
    scores_needed = models.PositiveSmallIntegerField(
        _("scores of each candidate"),
        default=2,
        validators=[MaxValueValidator(5)],
        help_text=_("So many trainers score each candidate; none sees another's score until all are in."),
    )
    takes_applications = models.BooleanField(
        _("officers may apply themselves"),
        default=True,
        help_text=_("Their national coordinator endorses what they sent."),
    )
    eligibility = models.JSONField(_("eligibility"), default=list, blank=True)
    words = models.TextField(_("words of the call"), max_length=4000, blank=True)
    published_at = models.DateTimeField(_("results published"), null=True, blank=True)
    published_by = actor()
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_at", "-pk"]
        verbose_name = _("call for nominations")
        verbose_name_plural = _("calls for nominations")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="admissions_call_in_order"
            ),
        ]

    def __str__(self):
        return f"call for session {self.session_id}"

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        return self.closes_at <= timezone.now()


class CallQuota(models.Model):
    """Seats of one region at most, where they differ from what the call says of every region."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="quotas")
    region = models.ForeignKey(
        "people.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MaxValueValidator(MOST_SEATS)])

    class Meta:
        ordering = ["region"]
        verbose_name = _("quota of a region")
        verbose_name_plural = _("quotas of regions")
        constraints = [
            models.UniqueConstraint(fields=["call", "region"], name="admissions_quota_once"),
        ]

    def __str__(self):
        return f"{self.region_id}: {self.seats}"


class CallDocument(models.Model):
    """A document that each nomination is asked for."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    is_required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("document asked for")
        verbose_name_plural = _("documents asked for")
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="admissions_document_once"),
        ]

    def __str__(self):
        return self.title


class CallTrainer(models.Model):
    """Who scores the candidates of a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="trainers")
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trains_calls"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("trainer of a call")
        verbose_name_plural = _("trainers of a call")
        constraints = [
            models.UniqueConstraint(fields=["call", "trainer"], name="admissions_trainer_once"),
        ]

    def __str__(self):
        return f"{self.trainer_id} for call {self.call_id}"


class CallChange(models.Model):
    """What was changed in a call or decided in its selection as a whole: who, when, in which role, why.
    Append-only. ``changed``: name of a fact → [before, after]."""

    class Kind(models.TextChoices):
        MADE = "made", _("Made")
        CHANGED = "changed", _("Changed")
        PUBLISHED = "published", _("Results published")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.PositiveIntegerField()
    by = actor()
    role = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changed = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("change of a call")
        verbose_name_plural = _("changes of calls")
        constraints = [
            models.UniqueConstraint(fields=["call", "version"], name="admissions_call_version_once"),
        ]

    def __str__(self):
        return f"{self.call_id} {self.kind} {self.version}"
