import zoneinfo

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .roles import NEEDS_SECOND_FACTOR, OPENS_BACK_OFFICE, Role
from .validators import collapse_whitespace, printable_name

LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"), ("am", "አማርኛ")]


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


class UserQuerySet(models.QuerySet):
    def visible_to(self, user) -> "UserQuerySet":
        """The accounts ``user`` may list: all for administrators and programme managers,
        those of the own administration for national coordinators, else the own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        mine = models.Q(pk=user.pk)
        administrations = user.administrations_coordinated
        if administrations:
            mine |= models.Q(administration_id__in=administrations)
        return self.filter(mine)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new account; the address is kept in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person with an account. Signs in by e-mail address; has no user name.

    ``printed_name`` is the name as certificates print it, in the person's own script.
    """

    username = None
    email = models.EmailField(_("e-mail address"))
    printed_name = models.CharField(
        _("name as printed on certificates"),
        max_length=120,
        blank=True,
        validators=[printable_name],
        help_text=_("Exactly as it should stand on your certificates, in your own script if you wish."),
    )
    administration = models.ForeignKey(
        Administration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("administration"),
    )
    preferred_language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # One account an address, whatever the case it was typed in.
            models.UniqueConstraint(Lower("email"), name="people_user_email_once"),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()
        self.printed_name = collapse_whitespace(self.printed_name)
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": _("This is not a time zone we know.")})

    def get_full_name(self) -> str:
        return self.printed_name or super().get_full_name()

    def get_short_name(self) -> str:
        return self.first_name or self.get_full_name()

    @property
    def roles(self) -> frozenset[str]:
        """Roles held now; looked up once for each request, so a withdrawn one is gone on the next."""
        if not hasattr(self, "_grants"):
            self._grants = list(self.role_grants.current()) if self.pk else []
        held = {grant.role for grant in self._grants}
        return frozenset(held | ({Role.ADMIN} if self.is_superuser else set()))

    @property
    def administrations_coordinated(self) -> list[int]:
        """Ids of the administrations whose national coordinator this person is now."""
        self.roles  # noqa: B018 - fills the grants
        return [grant.administration_id for grant in self._grants if grant.role == Role.NATIONAL_COORDINATOR]

    @property
    def languages_translated(self) -> frozenset[str]:
        """Codes of the languages this person translates into now."""
        self.roles  # noqa: B018 - fills the grants
        return frozenset(grant.locale_code for grant in self._grants if grant.role == Role.TRANSLATOR)

    def has_role(self, role: str) -> bool:
        return self.is_active and role in self.roles

    @property
    def needs_second_factor(self) -> bool:
        return bool(self.roles & NEEDS_SECOND_FACTOR)

    @property
    def opens_back_office(self) -> bool:
        return self.is_active and bool(self.roles & OPENS_BACK_OFFICE)


class RoleGrantQuerySet(models.QuerySet):
    def current(self) -> "RoleGrantQuerySet":
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
                fields=["user", "role", "administration", "locale_code"],
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
        return self.ended_at is None
