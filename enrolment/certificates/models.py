from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import codes


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
    """What was awarded, in the words of that day.

    ``wording`` is frozen at the award: language → the words of ``wording.WORDS``. Nothing that
    changes later (a course's title, a person's name, a translation) changes a certificate.
    """

    completion = models.OneToOneField(
        "completion.CourseCompletion",
        on_delete=models.PROTECT,
        related_name="certificate",
        verbose_name=_("course completion"),
    )
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

    def __str__(self):
        return self.grouped_code

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def grouped_code(self) -> str:
        """The code as people read it: ``7K2QM-…`` in groups of five."""
        return codes.grouped(self.code)

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
