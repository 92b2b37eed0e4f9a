"""Programmes: what every session of one is made of."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor

from .runs import GradingFacts
from .templates import MOST_WEEKS, EventFacts, ModuleFacts, Regulation, stands_once


class ProgrammeQuerySet(models.QuerySet):
    def offered(self) -> ProgrammeQuerySet:
        return self.filter(ended_at__isnull=True)


class Programme(Regulation):
    """Courses and rules that lead to an award, offered in sessions. It knows no dates and holds nothing of
    people, so everybody may know of it."""

    class Form(models.TextChoices):
        ONLINE = "online", _("Online, with tutors")
        BLENDED = "blended", _("Online and on the spot")
        ON_SITE = "on_site", _("On the spot")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.ONLINE)
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), default=14, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    hours = models.PositiveSmallIntegerField(_("hours of study"), null=True, blank=True)
    # With what a call for a session begins (``admissions.Call``), where there is no earlier one.
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    per_administration = models.PositiveSmallIntegerField(
        _("seats of an administration at most"), null=True, blank=True
    )
    # Rules of ``admissions/rules/eligibility.py`` as data: code, years, values, is_wish.
    eligibility = models.JSONField(_("eligibility"), default=list, blank=True)
    made_by = actor()
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("no longer offered"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self):
        return self.title


class ProgrammeModule(ModuleFacts):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")

    class Meta(ModuleFacts.Meta):
        verbose_name = _("module of a programme")
        verbose_name_plural = _("modules of programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="programmes_module_code_once"),
        ]


class ProgrammeEvent(EventFacts):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events")
    module = models.ForeignKey(
        ProgrammeModule, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )

    class Meta(EventFacts.Meta):
        verbose_name = _("event of a programme")
        verbose_name_plural = _("events of programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="programmes_event_code_once"),
            stands_once("programmes_event_stands_once"),
        ]


class ProgrammeScheme(GradingFacts):
    """How the work of a programme is graded: the runs of each new session begin with it."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="scheme")

    class Meta:
        verbose_name = _("grading scheme of a programme")
        verbose_name_plural = _("grading schemes of programmes")

    def __str__(self):
        return f"scheme of programme {self.programme_id}"


class ProgrammeLetter(models.Model):
    """What a programme says in a letter in its own words, beside what the letter says by itself."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call for nominations")
        ACCEPTED = "accepted", _("Accepted")
        RESERVE = "reserve", _("On the reserve list")
        NOT_SELECTED = "not_selected", _("Not selected")
        MOVED_UP = "moved_up", _("Moved up from the reserve list")
        CERTIFICATE = "certificate", _("Result and certificate")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    words = models.TextField(_("words"), max_length=2000, blank=True)

    class Meta:
        ordering = ["programme", "kind"]
        verbose_name = _("letter of a programme")
        verbose_name_plural = _("letters of programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="programmes_letter_once"),
        ]

    def __str__(self):
        return f"{self.programme_id} {self.kind}"
