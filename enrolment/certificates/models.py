from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateQuerySet(models.QuerySet):
    def valid(self) -> "CertificateQuerySet":
        return self.filter(revoked_at__isnull=True)

    def visible_to(self, user) -> "CertificateQuerySet":
        """The own certificates, and those of people ``user`` may list."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(learner__in=type(user).objects.visible_to(user).values("pk"))


class Certificate(models.Model):
    """What was awarded, in the words of that day.

    ``wording`` is frozen at the award: language → {"title", "statement", …}. Nothing that changes
    later (a course's title, a template) changes a certificate.
    """

    completion = models.OneToOneField(
        "completion.CourseCompletion", on_delete=models.PROTECT, related_name="certificate"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    printed_name = models.CharField(_("printed name"), max_length=120)
    wording = models.JSONField()
    minutes = models.PositiveIntegerField(_("duration in minutes"))
    issued_on = models.DateField(_("issued"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self):
        return self.code

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None


class CertificateChange(models.Model):
    """Issued, revoked: who, when, why. Append-only."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a certificate")
