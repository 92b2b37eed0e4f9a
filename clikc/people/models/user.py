from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..names import LONGEST_SEARCHABLE, name_words, searchable
from ..roles import NEEDS_SECOND_FACTOR, OPENS_BACK_OFFICE, Role
from ..time_zones import known_zones
from ..validators import collapse_whitespace, printable_name
from .places import Administration, Unit

LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"), ("am", "አማርኛ")]

# The fields a name is made of.
NAMES = frozenset({"printed_name", "first_name", "last_name"})


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

    def named(self, text: str) -> "UserQuerySet":
        """Whose name has every word of a text, or whose address, as those who look after her know it, has
        the text in it."""
        found = models.Q(contact="", email__icontains=text) | models.Q(contact__icontains=text)
        if words := name_words(text):
            found |= models.Q(*(models.Q(search_name__contains=word) for word in words))
        return self.filter(found)


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


class SearchableName(models.CharField):
    """The name of a person as search compares it; written with every row, one by one or in bulk."""

    def pre_save(self, model_instance, add):
        person = model_instance
        folded = searchable(person.printed_name or f"{person.first_name} {person.last_name}")
        setattr(model_instance, self.attname, folded)
        return folded


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Other")


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
    unit = models.ForeignKey(
        Unit,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("unit"),
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender.choices, blank=True)
    # Where the address a coordinator gave is not the account's own (enrolment.membership says when).
    contact = models.EmailField(blank=True, db_index=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    search_name = SearchableName(max_length=LONGEST_SEARCHABLE, blank=True, default="", editable=False)
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
        indexes = [
            models.Index(fields=["administration", "search_name"], name="people_user_by_name"),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()
        self.printed_name = collapse_whitespace(self.printed_name)
        if self.time_zone not in known_zones():
            raise ValidationError({"time_zone": _("This is not a time zone we know.")})

    def save(self, *args, update_fields=None, **kwargs):
        """What search compares goes with every change of the name."""
        if update_fields is not None and NAMES & set(update_fields):
            update_fields = {*update_fields, "search_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_full_name(self) -> str:
        return self.printed_name or super().get_full_name()

    def get_short_name(self) -> str:
        return self.first_name or self.get_full_name()

    @property
    def address(self) -> str:
        """The e-mail address as those who look after this person know it."""
        return self.contact or self.email

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
