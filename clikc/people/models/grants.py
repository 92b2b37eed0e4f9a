import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..roles import Role
from .places import Administration
from .user import User


class RoleGrantQuerySet(models.QuerySet):
    def current(self) -> "RoleGrantQuerySet":
        """Grants that hold today: begun, not ended, not run out. Days are days in UTC."""
        today = datetime.datetime.now(datetime.UTC).date()
        begun = models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=today)
        running = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today)
        return self.standing().filter(begun, running)

    def standing(self) -> "RoleGrantQuerySet":
        """Grants that nobody ended, whether they have begun or not."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user) -> "RoleGrantQuerySet":
        """Everybody's for administrators, else one's own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.has_role(Role.ADMIN) else self.filter(user=user)


class RoleGrant(models.Model):
    """A role given to a person, from when to when, by whom and why. Never deleted, only ended."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="role_grants", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    administration = models.ForeignKey(
        Administration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="role_grants",
        verbose_name=_("administration"),
        help_text=_("For national coordinators: the administration they act for."),
    )
    is_deputy = models.BooleanField(
        _("deputy"), default=False, help_text=_("For national coordinators: stands in for the coordinator.")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    locale_code = models.CharField(_("language"), max_length=8, blank=True, help_text=_("For translators."))
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at"]
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            # Two constraints, because SQLite takes one NULL for different from another.
            models.UniqueConstraint(
                fields=["user", "role", "administration", "locale_code", "is_deputy"],
                condition=models.Q(ended_at__isnull=True, administration__isnull=False),
                name="people_role_held_once_for_administration",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "locale_code"],
                condition=models.Q(ended_at__isnull=True, administration__isnull=True),
                name="people_role_held_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="national_coordinator") | models.Q(administration__isnull=False),
                name="people_coordinator_has_administration",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"

    @property
    def is_current(self) -> bool:
        """Whether nobody ended it; when it begins and runs out is another matter."""
        return self.ended_at is None
