from .calls import Call, CallChange, CallDocument, CallQuota, CallTrainer
from .enrolments import Enrolment, EnrolmentChange, EnrolmentQuerySet
from .nominations import IN_THE_FIELD, SEATED, Nomination, NominationChange, NominationDocument, Score, State
from .participations import Participation, ParticipationChange
from .places import Place, PlaceQuerySet

__all__ = [
    "IN_THE_FIELD",
    "SEATED",
    "Call",
    "CallChange",
    "CallDocument",
    "CallQuota",
    "CallTrainer",
    "Enrolment",
    "EnrolmentChange",
    "EnrolmentQuerySet",
    "Nomination",
    "NominationChange",
    "NominationDocument",
    "Participation",
    "ParticipationChange",
    "Place",
    "PlaceQuerySet",
    "Score",
    "State",
]
