from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor
from clikc.people.roles import Role

from . import codes


class AwardClass(models.TextChoices):
    """The classes of success as ``rules.py::Award`` has them, in words."""

    NONE = "none", _("No certificate")
    PASS = "pass", _("Pass")
    HONOURS = "honours", _("Pass with honours")


class AwardDecisionQuerySet(models.QuerySet):
    def confirmed(self) -> "AwardDecisionQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def visible_to(self, user) -> "AwardDecisionQuerySet":
        """Own ones once they are confirmed, those of one's administration's people then too; all for who
        decides."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = Q(participation__learner=user)
        mine |= Q(participation__administration__in=user.administrations_coordinated)
        return self.confirmed().filter(mine)


class AwardDecision(models.Model):
    """With what a participant leaves a session: as the rule proposes, or as people decided with a reason.

    ``by_rule`` and ``reasons`` are what ``rules.py::classify_award`` said of ``final`` and the rest when it
    was proposed: each reason an object with ``award``, ``code``, ``is_met``, ``given``, ``needed``, ``names``
    (figures as texts). Whoever confirms is another person than who proposed; from then on it stands.
    """

    participation = models.OneToOneField(
        "admissions.Participation",
        on_delete=models.PROTECT,
        related_name="award_decision",
        verbose_name=_("participant"),
    )
    award = models.CharField(_("award"), max_length=8, choices=AwardClass.choices)
    by_rule = models.CharField(_("award by rule"), max_length=8, choices=AwardClass.choices)
    final = models.DecimalField(_("final mark"), max_digits=5, decimal_places=2, null=True, blank=True)
    reasons = models.JSONField(default=list)
    overruled_because = models.CharField(_("why not as the rule says"), max_length=300, blank=True)
    proposed_by = actor()
    proposed_at = models.DateTimeField(_("proposed"))
    confirmed_by = actor()
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = AwardDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["participation"]
        verbose_name = _("decision on an award")
        verbose_name_plural = _("decisions on awards")
        constraints = [
            models.CheckConstraint(
                condition=Q(award=F("by_rule")) | ~Q(overruled_because=""),
                name="certificates_overruled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(confirmed_by=F("proposed_by")),
                name="certificates_confirmed_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.award} for {self.participation_id}"


class CertificateQuerySet(models.QuerySet):
    def valid(self) -> "CertificateQuerySet":
        return self.filter(revoked_at__isnull=True)

    def of(self, learner) -> "CertificateQuerySet":
        return self.filter(learner=learner)

    def visible_to(self, user) -> "CertificateQuerySet":
        """The own certificates, and those of people ``user`` may list."""
        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(learner__in=people.values("pk"))


class Certificate(models.Model):
    """What was awarded, in the words of that day: for a course that was completed, or for a session by the
    decision on it.

    ``wording`` is frozen at the award: language → the words of ``wording.WORDS``. Nothing that
    changes later (a course's title, a person's name, a translation) changes a certificate.
    """

    completion = models.OneToOneField(
        "completion.CourseCompletion",
        on_delete=models.PROTECT,
        related_name="certificate",
        verbose_name=_("course completion"),
        null=True,
        blank=True,
    )
    decision = models.OneToOneField(
        "AwardDecision",
        on_delete=models.PROTECT,
        related_name="certificate",
        verbose_name=_("decision on the award"),
        null=True,
        blank=True,
    )
    award = models.CharField(_("award"), max_length=8, choices=AwardClass.choices, default=AwardClass.PASS)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("learner"),
    )
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    printed_name = models.CharField(_("printed name"), max_length=120)
    wording = models.JSONField(_("wording"))
    minutes = models.PositiveIntegerField(_("duration in minutes"))
    issued_on = models.DateField(_("issued"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(completion__isnull=False, decision__isnull=True)
                | Q(completion__isnull=True, decision__isnull=False),
                name="certificates_for_course_or_session",
            ),
        ]

    def __str__(self):
        return self.grouped_code

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def grouped_code(self) -> str:
        """The code as people read it: ``7K2QM-…`` in groups of five."""
        return codes.grouped(self.code)

    @property
    def subject_code(self) -> str:
        """Of what it is, in letters for a file: ``risk``, ``vcoa-5``."""
        if self.completion_id is not None:
            return self.completion.enrolment.course.code
        return self.decision.participation.session.name.lower().replace(" ", "-")

    def words(self, language: str) -> dict[str, str]:
        """The frozen words for a reader of ``language``; the source language's where there are none."""
        return self.wording.get(language) or self.wording[settings.LANGUAGE_CODE]


class CertificateChangeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CertificateChangeQuerySet":
        """What happened to the certificates that ``user`` may see."""
        return self.filter(certificate__in=Certificate.objects.visible_to(user))


class CertificateChange(models.Model):
    """Issued, told, withdrawn: who, when, why. Append-only, each at most once."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        TOLD = "told", _("Learner told")
        REVOKED = "revoked", _("Withdrawn")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("what happened"), max_length=16, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))

    objects = CertificateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a certificate")
        verbose_name_plural = _("changes of certificates")
        constraints = [
            models.UniqueConstraint(fields=["certificate", "kind"], name="certificates_change_once"),
        ]

    def __str__(self):
        return f"{self.certificate_id} {self.kind}"
