"""Why something is not done with a nomination, in words for whoever wanted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy as _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from .models import Nomination


class NominationRefused(Exception):
    """Nothing was changed. ``words``: why, in the reader's language; ``code``: a stable name of why."""

    code = "refused"
    _words: object = ""

    @property
    def words(self) -> str:
        return str(self._words)


class CallIsNotOpen(NominationRefused):
    code = "not_open"
    _words = _("This call takes no nominations yet, or none any more.")


class DeadlinePassed(NominationRefused):
    """``closed_at``: when it was."""

    code = "deadline"
    _words = _("The deadline of this call has passed. Nothing of a nomination can be changed any more.")

    def __init__(self, closed_at: datetime | None = None):
        super().__init__(closed_at)
        self.closed_at = closed_at


class NoApplications(NominationRefused):
    code = "no_applications"
    _words = _("Officers do not apply to this call themselves: their administration nominates them.")


class NotOfAdministration(NominationRefused):
    """Nobody of the administration, unknown or of another one: the same words for all of them."""

    code = "not_here"
    _words = _("No such officer is known in your administration.")


class OwnNomination(NominationRefused):
    code = "own"
    _words = _("You cannot nominate or endorse yourself: another coordinator of your administration can.")


class AlreadyNominated(NominationRefused):
    """``nomination``: the one there is."""

    code = "already"
    _words = _("There is a nomination of this officer in this call already.")

    def __init__(self, nomination: Nomination):
        super().__init__(nomination.pk)
        self.nomination = nomination


class TooManyNominations(NominationRefused):
    """``most`` nominations of an administration are there."""

    code = "too_many"

    def __init__(self, most: int):
        super().__init__(most)
        self.most = most

    @property
    def words(self) -> str:
        return ngettext(
            "Your administration has made its %(most)d nomination for this call.",
            "Your administration has made all its %(most)d nominations for this call.",
            self.most,
        ) % {"most": self.most}


class WrongState(NominationRefused):
    """A nomination in ``state`` cannot take this step."""

    code = "state"

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state

    @property
    def words(self) -> str:
        return gettext("As this nomination stands now, that cannot be done with it.")


class ChangedMeanwhile(NominationRefused):
    code = "changed"
    _words = _(
        "Somebody else has changed this nomination meanwhile. Here it is as it is now: please look again."
    )


class PublishingRefused(Exception):
    """Nobody was told anything. ``words``: why, in the reader's language; ``code``: a stable name of why."""

    code = "refused"
    _words: object = ""

    @property
    def words(self) -> str:
        return str(self._words)


class CallIsOpen(PublishingRefused):
    """Nominations are still taken, or not yet."""

    code = "open"
    _words = _("Nominations are still taken: results are told after the deadline.")


class SelectionChanged(PublishingRefused):
    """What would be told is not what was shown."""

    code = "changed"
    _words = _("Nothing was told: the selection is no longer what you were shown. This is what it is now.")


class TooManySeated(PublishingRefused):
    """People gave more seats by hand than there are."""

    code = "too_many"
    _words = _("More candidates have a seat by hand than there are seats.")
