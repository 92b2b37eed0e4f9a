from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..validators import printable_name


class Region(models.Model):
    """One of the six regions of the WCO."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return self.name


class Administration(models.Model):
    """A customs administration, a Member of the WCO."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("ISO 3166-1, two letters"))
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="administrations", verbose_name=_("region")
    )
    suggested_language = models.CharField(_("suggested language"), max_length=8, default="en")
    member_since = models.DateField(_("member since"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")

    def __str__(self):
        return self.name


class UnitQuerySet(models.QuerySet):
    def current(self) -> "UnitQuerySet":
        return self.filter(is_active=True)

    def visible_to(self, user) -> "UnitQuerySet":
        """The units of the administrations ``user`` coordinates, and of the own one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        own = {user.administration_id, *user.administrations_coordinated} - {None}
        return self.filter(administration__in=own)


class Unit(models.Model):
    """A part of an administration, as its coordinator names it: a border post, a department, an intake."""

    administration = models.ForeignKey(
        Administration, on_delete=models.CASCADE, related_name="units", verbose_name=_("administration")
    )
    name = models.CharField(_("name"), max_length=120, validators=[printable_name])
    is_active = models.BooleanField(_("in use"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint("administration", Lower("name"), name="people_unit_name_once"),
        ]

    def __str__(self):
        return self.name
