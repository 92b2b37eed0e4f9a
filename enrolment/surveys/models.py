"""Answers that belong to nobody, and beside them who has answered.

Nothing joins the two: neither has a moment or a number in order, so that no answer can be told by when it
came.
"""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role

from .rules import LEAST, MOST, STATEMENTS


def _agreement(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )


class SurveyAnswerQuerySet(models.QuerySet):
    def visible_to(self, user) -> SurveyAnswerQuerySet:
        """All for those who run sessions; nobody else reads single answers, her own neither."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.none()


class SurveyAnswer(models.Model):
    """How much somebody of a session agrees with each statement, 1 to 5, and what she writes besides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "programmes.ProgrammeSession", on_delete=models.PROTECT, related_name="survey_answers"
    )
    content = _agreement(_("The content helps me in my work."))
    tutors = _agreement(_("The tutors helped me to learn."))
    organisation = _agreement(_("The session was well organised."))
    workload = _agreement(_("The work could be done beside my duties."))
    useful = _agreement(_("I would recommend it to a colleague."))
    words = models.TextField(_("What should stay, and what should change?"), max_length=2000, blank=True)

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (LEAST, MOST) for name in STATEMENTS}),
                name="surveys_answer_of_five",
            ),
        ]

    def __str__(self):
        return str(self.id)


class SurveyDoneQuerySet(models.QuerySet):
    def visible_to(self, user) -> SurveyDoneQuerySet:
        return self.filter(participation__learner=user) if user.is_authenticated else self.none()


class SurveyDone(models.Model):
    """That a participant has answered, so that she does it once."""

    participation = models.OneToOneField(
        "admissions.Participation",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="survey_done",
        verbose_name=_("participant"),
    )

    objects = SurveyDoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant who answered")
        verbose_name_plural = _("participants who answered")

    def __str__(self):
        return str(self.participation_id)
