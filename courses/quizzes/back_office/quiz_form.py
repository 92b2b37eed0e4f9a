"""The form of a quiz: times in its own zone, and settings that go together."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from clikc.foundation.zones import ClockFault, moment_of, on_the_wall
from clikc.people.choices import time_zone_choices
from courses.catalogue.api import Activity, ActivityKind

from ..drawing import Prospect, prospects_of
from ..models import Quiz, QuizMode, QuizSlot, ReviewFrom
from ..uses import Sittings, sittings_at
from .choosing import fetched
from .wall_clock import AdminWallClockField

FAULTS = {
    "closes_first": _("It has to close after it opens."),
    ClockFault.SKIPPED: _(
        "Summer time skips this time in the zone of the quiz: choose an earlier or later one."
    ),
    ClockFault.TWICE: _(
        "Clocks are put back over this time in the zone of the quiz, so it comes twice: choose another one."
    ),
    "practice_ends": _("Practice can be repeated without end, and at once: leave this at 0."),
    "one_attempt": _("There is nothing to wait for between two attempts where only one is allowed."),
    "not_released": _(
        "This exam was sat and its results are not released. Release them first; then it can become "
        "something else."
    ),
    "being_sat": _(
        "Somebody is sitting this now, and what the answers were given under must not change. Wait until "
        "every attempt is handed in."
    ),
    "never_closes": _("Answers are shown once it has closed, so say when it closes."),
    "pretest_itself": _("A quiz is not its own pre-test."),
    "pretest_elsewhere": _("The pre-test is a quiz of the same course."),
    "pretest_circle": _("That quiz has this one as its pre-test."),
    "asked_twice": _("Another place asks this question already."),
    "fixed_or_drawn": _("Choose a question, or a bank to draw from: one of the two."),
    "only_drawn": _("This narrows what is drawn from a bank; leave it empty beside a fixed question."),
}
TIMES = ("opens_at", "closes_at")
NARROWING = ("draw", "tags", "difficulty", "subject")


class LabelledChoice(forms.ModelChoiceField):
    """A record named as authors know it."""

    def __init__(self, *args, named, **kwargs):
        self.named = named
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj):
        return self.named(obj)


def name_of_activity(activity: Activity) -> str:
    return f"{activity.course.code} / {activity.code}"


def name_of_quiz(quiz: Quiz) -> str:
    """Course and activity by their codes. No query, if the quiz has both."""
    return name_of_activity(quiz.activity)


class SlotForm(WagtailAdminModelForm):
    """A place: one question, or questions drawn from a bank. ``quiz_form`` is the form it stands in."""

    quiz_form: QuizForm | None = None

    def clean(self):
        cleaned = super().clean()
        if "question" in cleaned and "bank" in cleaned and not self.cleaned_data.get("DELETE"):
            self._check(cleaned)
        return cleaned

    def _check(self, cleaned: dict) -> None:
        if bool(cleaned["question"]) == bool(cleaned["bank"]):
            self.add_error("bank" if cleaned["bank"] else "question", FAULTS["fixed_or_drawn"])
            # The database would say the same, in its own words.
            self._validate_constraints = False
        elif cleaned["question"]:
            for name in NARROWING:
                if cleaned.get(name):
                    self.add_error(name, FAULTS["only_drawn"])

    @property
    def prospect(self) -> Prospect | None:
        """What the place can hope for as it is saved; None for a new one."""
        return self.quiz_form.prospects.get(self.instance.pk) if self.quiz_form else None


class QuizForm(WagtailAdminModelForm):
    """Opening and closing are read off the wall in the quiz's time zone."""

    activity = LabelledChoice(
        label=_("Activity"),
        queryset=Activity.objects.filter(kind=ActivityKind.QUIZ)
        .select_related("course")
        .order_by("course__code", "position"),
        named=name_of_activity,
    )
    pretest = LabelledChoice(
        label=_("Pre-test"),
        queryset=Quiz.objects.select_related("activity__course").order_by(
            "activity__course__code", "activity__position"
        ),
        named=name_of_quiz,
        required=False,
        help_text=Quiz._meta.get_field("pretest").help_text,
    )
    opens_at = AdminWallClockField(
        label=_("Opens"), required=False, help_text=_("On the clocks of the time zone below.")
    )
    closes_at = AdminWallClockField(
        label=_("Closes"), required=False, help_text=_("On the clocks of the time zone below.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Media:
        js = ["js/admin-question.js"]
        css = {"all": ["css/admin-questions.css"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(get_language(), self.instance.time_zone)
        for name in TIMES:
            self.initial[name] = on_the_wall(getattr(self.instance, name), self.instance.time_zone)
        if "slots" in self.formsets:
            self._share(self.formsets["slots"])

    def _share(self, slots) -> None:
        """What every place would ask the database for is asked once for all of them."""
        ids = [form.instance.question_id for form in slots.forms if form.instance.question_id]
        known = fetched(ids)
        options = {name: list(slots.empty_form.fields[name].choices) for name in ("bank", "subject")}
        for form in slots.forms:
            form.quiz_form = self
            form.fields["question"].widget.known = known
            for name, choices in options.items():
                form.fields[name].choices = choices

    @cached_property
    def prospects(self) -> dict[int, Prospect]:
        """Id of a place → what it can hope for, as it is saved."""
        return prospects_of(QuizSlot.objects.filter(quiz=self.instance.pk)) if self.instance.pk else {}

    def clean(self):
        cleaned = super().clean()
        self._read_times(cleaned)
        self._check_repeating(cleaned)
        if self.instance.pk and {"mode", "is_sequential"} & set(self.changed_data):
            self._check_sittings(sittings_at(self.instance.pk), cleaned)
        if cleaned.get("review_from") == ReviewFrom.CLOSING and not cleaned.get("closes_at"):
            self._refuse("review_from", "never_closes")
        if cleaned.get("pretest"):
            self._check_pretest(cleaned["pretest"], cleaned.get("activity"))
        return cleaned

    def _refuse(self, field: str, code: str) -> None:
        if field in self.fields and not self.has_error(field):
            self.add_error(field, ValidationError(FAULTS[code], code=code))

    def _read_times(self, cleaned: dict) -> None:
        zone = cleaned.get("time_zone")
        if not zone:
            return
        for name in TIMES:
            if wall := cleaned.get(name):
                self._read_time(cleaned, name, wall, zone)
        opens, closes = (cleaned.get(name) for name in TIMES)
        if opens and closes and closes <= opens:
            self._refuse("closes_at", "closes_first")
            self._validate_constraints = False

    def _read_time(self, cleaned: dict, name: str, wall, zone: str) -> None:
        """The moment a time means; one that nobody touched stays the moment it was."""
        if not {name, "time_zone"} & set(self.changed_data):
            cleaned[name] = getattr(self.instance, name)
            return
        moment = moment_of(wall, zone)
        if isinstance(moment, ClockFault):
            self._refuse(name, moment)
        else:
            cleaned[name] = moment

    def _check_repeating(self, cleaned: dict) -> None:
        for name in ("attempts_allowed", "cool_down"):
            if cleaned.get("mode") == QuizMode.PRACTICE and cleaned.get(name):
                self._refuse(name, "practice_ends")
        if cleaned.get("cool_down") and cleaned.get("attempts_allowed") == 1:
            self._refuse("cool_down", "one_attempt")

    def _check_sittings(self, sittings: Sittings, cleaned: dict) -> None:
        """What answers were given under stays: results of an exam are settled by its release and by nothing
        else, and who was told what is right in practice does not go on with it in a test."""
        is_other_mode = "mode" in self.changed_data
        if is_other_mode and sittings.handed_in and self.instance.is_awaiting_release:
            self._refuse("mode", "not_released")
        if not sittings.open:
            return
        if is_other_mode and QuizMode.PRACTICE in (self.instance.mode, cleaned.get("mode")):
            self._refuse("mode", "being_sat")
        if "is_sequential" in self.changed_data:
            self._refuse("is_sequential", "being_sat")

    def _check_pretest(self, pretest: Quiz, activity: Activity | None) -> None:
        if pretest.pk == self.instance.pk:
            self._refuse("pretest", "pretest_itself")
            self._validate_constraints = False
        elif activity and pretest.activity.course_id != activity.course_id:
            self._refuse("pretest", "pretest_elsewhere")
        elif self.instance.pk and pretest.pretest_id == self.instance.pk:
            self._refuse("pretest", "pretest_circle")

    def is_valid(self):
        return super().is_valid() and not self._asks_twice()

    def _asks_twice(self) -> bool:
        """Whether two places ask the same fixed question; the later one is told."""
        asked, is_twice = set(), False
        for form in self.formsets["slots"].forms:
            question = form.cleaned_data.get("question") if not form.cleaned_data.get("DELETE") else None
            if question and question.pk in asked:
                form.add_error("question", FAULTS["asked_twice"])
                is_twice = True
            asked |= {question.pk} if question else set()
        return is_twice
