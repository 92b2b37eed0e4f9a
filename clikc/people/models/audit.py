from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..roles import Role
from .places import Administration


class AuditEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AuditEntryQuerySet":
        """What concerns ``user``; what happened in an administration she coordinates, but for people who
        have left it; everything for programme managers and administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = models.Q(person=user)
        if here := user.administrations_coordinated:
            still_here = models.Q(person=None) | models.Q(person__administration__in=here)
            mine |= models.Q(administration__in=here) & still_here
        return self.filter(mine)


class AuditEntry(models.Model):
    """Who did what to whom, in which role. Append-only.

    ``what`` is the code of a deed (``audit.DEEDS``), ``facts`` what its sentence names: numbers, dates,
    titles of courses and cohorts, a reason; never answers, addresses or secrets.
    """

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    role = models.CharField(_("role"), max_length=32, blank=True)
    what = models.CharField(_("what"), max_length=48)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="audit_entries",
        verbose_name=_("person"),
    )
    administration = models.ForeignKey(
        Administration,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("administration"),
    )
    facts = models.JSONField(default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("entry of the record")
        verbose_name_plural = _("entries of the record")
        indexes = [
            models.Index(fields=["person", "-at"], name="people_audit_of_person"),
            models.Index(fields=["administration", "-at"], name="people_audit_of_place"),
        ]

    def __str__(self):
        return f"{self.what} {self.at:%Y-%m-%d}"
