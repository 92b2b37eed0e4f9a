"""Codes of marking as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from enrolment.grading import api as grading

AGAIN = {
    "sample": _("It belongs to the sample that is always marked twice."),
    "borderline": _("The first marking is close to the pass mark."),
    "honours": _("The first marking is close to honours, or above."),
    "beyond_tolerance": _("The two markers differ by more than the run allows. Your points decide."),
    "asked": _("A manager of the run asked for it."),
}
NOT_RELEASED = {
    "not_finished": _("It can be released once it is finished."),
    "second_waiting": _("A second tutor marks it too. It can be released once both are finished and agree."),
    "disputed": _("The two markers differ, and a moderator has to decide before it can be released."),
    "not_yours": _("Managers of the run release it."),
    "no_participant": _("Its author is not in the course any more, so there is nobody to release it to."),
    "own_work": _("Nobody releases her own work."),
    "unknown": _("You cannot see it any more."),
}
REFUSED = {
    "incomplete": _("It cannot be finished yet: some criteria have no points."),
    "changed_meanwhile": _("Something was changed meanwhile. Look once more, then finish."),
    "released": _("It is released. Now a manager of the run can change the grade, with a reason."),
    "others_finished": _("The other marker has finished too, so a manager of the run has to open it again."),
    "not_a_tutor": _("This person is not a tutor of the run."),
    "own_administration": _("A tutor never marks the work of her own administration."),
    "own_work": _("Nobody marks her own work."),
    "marks_it_already": _("This person marks the work already."),
    "finished": _("It is finished. Open it again first."),
    "not_yours": _("It is somebody else's to mark."),
    "handed_in_anew": _("The participant handed in a newer version before you began. Load the page again."),
    "too_long": _("This is longer than can be kept."),
    "too_many": _("There are as many comments as a work can have."),
    "points": _("These points are not within the range, or not in quarters."),
    "place": _("There is no such place in the work."),
}
OTHERWISE = _("This cannot be saved.")


def why_marked_again(marking: grading.Marking) -> list[str]:
    """To who marks a second time only once she has finished: some reasons tell what the first one gave."""
    if marking.role == marking.Role.SECOND and not marking.is_finished:
        return [str(_("Another tutor marks it too. What she gives is shown to you once you have finished."))]
    return [AGAIN[code] for code in marking.reasons if code in AGAIN]


def why_not_released(code: str) -> str:
    return str(NOT_RELEASED.get(code, OTHERWISE)) if code else ""


def why_refused(code: str) -> str:
    return str(REFUSED.get(code, OTHERWISE))


def why_closed(sheet: grading.MarkingSheet) -> str:
    """Why nothing can be changed on the page, where that is not plain from its being finished."""
    if sheet.may.save or sheet.marking.is_finished:
        return ""
    if sheet.marking.ended_at:
        return str(_("This marking was given up: nobody needs it any more."))
    return str(_("Somebody else marks it. You can look at it, and change nothing."))
