"""Marks of modules that have no course, or that people decide on: an oral, a paper, a field study."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clikc.people.actors import actor
from clikc.people.roles import Role


class ModuleMarkQuerySet(models.QuerySet):
    def current(self) -> "ModuleMarkQuerySet":
        """The newest of each participant and module."""
        newest = self.model.objects.filter(
            participation=models.OuterRef("participation"), module=models.OuterRef("module")
        ).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))

    def visible_to(self, user) -> "ModuleMarkQuerySet":
        """Own ones; all for programme managers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.filter(participation__learner=user)


class ModuleMark(models.Model):
    """What a participant got in a module of a session, per cent, as somebody entered it. Append-only: the
    newest ``number`` counts; ``percent`` None takes the mark back. It stands over what the gradebook of the
    module's course run says."""

    participation = models.ForeignKey(
        "admissions.Participation", on_delete=models.PROTECT, related_name="module_marks"
    )
    module = models.ForeignKey(
        "programmes.SessionModule", on_delete=models.PROTECT, related_name="marks", verbose_name=_("module")
    )
    number = models.PositiveIntegerField()
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = actor()
    at = models.DateTimeField()

    objects = ModuleMarkQuerySet.as_manager()

    class Meta:
        ordering = ["module", "participation", "number"]
        verbose_name = _("mark of a module")
        verbose_name_plural = _("marks of modules")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "module", "number"], name="grading_module_mark_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__range=(0, 100)),
                name="grading_module_mark_percent",
            ),
        ]

    def __str__(self):
        return f"{self.participation_id} in {self.module_id}: {self.percent}"
