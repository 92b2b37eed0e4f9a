"""An import that is killed with ``kill -9`` anywhere goes on, and ends as one that was not killed."""

import os
import random
import signal

import pytest
from django.core.management import call_command
from django.db import connection, connections

from clikc.people.models import AuditEntry, User
from clikc.post.models import Letter
from enrolment.admissions.models import Enrolment, EnrolmentChange
from enrolment.intake.models import ImportRow, OfficerImport
from enrolment.membership.models import Invitation
from enrolment.programmes.models import CohortMember
from tests.factories.coordination import make_open_course, make_people_cohort, make_workspace
from tests.factories.intake import csv_of, officers
from tests.factories.people import make_person

KILLS = 20
ROWS = 600


def run_in_a_process(path, cohort, *, killed_at: int = 0) -> bool:
    """Import in a process of its own, which is killed at its so-manyth statement; whether it lived."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            if killed_at:
                connection.execute_wrappers.append(_Killer(killed_at))
            with open(os.devnull, "w") as nowhere:
                facts = {"administration": "KE", "cohort": cohort.pk, "batch": 10, "stdout": nowhere}
                call_command("import_officers", path, **facts)
            os._exit(0)
        except BaseException:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.waitstatus_to_exitcode(status) == 0


class _Killer:
    def __init__(self, killed_at: int):
        self.left = killed_at

    def __call__(self, execute, *args):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)


def outcome_of(cohort) -> dict:
    """What an import left, without numbers that differ from run to run."""
    addresses = dict(User.objects.values_list("pk", "email"))
    names = {pk: "stand-in" if address.endswith(".invalid") else address for pk, address in addresses.items()}
    enrolled = Enrolment.objects.filter(course__cohorts__cohort=cohort)
    return {
        "people": sorted(names.values()),
        "invited": sorted(
            (names[pk], number) for pk, number in Invitation.objects.values_list("person", "letters")
        ),
        "members": sorted(names[pk] for pk in cohort.members.values_list("person", flat=True)),
        "enrolled": sorted(names[pk] for pk in enrolled.values_list("learner", flat=True)),
        "changes": EnrolmentChange.objects.filter(enrolment__in=enrolled).count(),
        "letters": Letter.objects.filter(kind="invitation").count(),
        "deeds": AuditEntry.objects.filter(what__in=["invited", "cohort_joined"]).count(),
        "rows": list(ImportRow.objects.order_by("line").values_list("line", "address", "outcome", "reasons")),
    }


@pytest.fixture
def made(tmp_path):
    """A file of 600 officers: unknown ones, a member, one of another administration, broken rows."""
    here = make_workspace("KE", officers=1)
    far = make_person("far@customs.example", administration="FJ")
    member = make_person("member@customs.example")
    rows = [
        *officers(ROWS - 4),
        (far.email, "Far"),
        (member.email, ""),
        ("broken", "X"),
        ("new1@customs.example", ""),
    ]
    random.Random(4).shuffle(rows)
    path = tmp_path / "people.csv"
    path.write_bytes(csv_of(rows))
    return here, path


@pytest.mark.django_db(transaction=True)
def test_killed_twenty_times_it_equals_the_unkilled_run(made):
    here, path = made
    courses = [make_open_course(), make_open_course()]
    dice = random.Random(20)
    killed = make_people_cohort(here.administration, courses=courses, name="Cohort")
    lived, kills = False, 0
    while kills < KILLS and not lived:
        lived = run_in_a_process(path, killed, killed_at=dice.randint(60, 250))
        kills += not lived
    assert kills == KILLS, "the import ended before it was killed often enough"
    done = ImportRow.objects.filter(done_at__isnull=False).count()
    assert 0 < done < ROWS
    assert run_in_a_process(path, killed)
    assert OfficerImport.objects.count() == 1
    after_kills = outcome_of(killed)
    _undo(killed)
    whole = make_people_cohort(here.administration, courses=courses, name="Cohort")
    assert run_in_a_process(path, whole)
    assert after_kills == outcome_of(whole)
    assert len(after_kills["invited"]) == ROWS - 3


def _undo(cohort) -> None:
    """The world as it was before the import."""
    Enrolment.objects.all().delete()
    CohortMember.objects.all().delete()
    cohort.delete()
    OfficerImport.objects.all().delete()
    Letter.objects.all().delete()
    AuditEntry.objects.all().delete()
    User.objects.filter(pk__in=Invitation.objects.values("person")).delete()
