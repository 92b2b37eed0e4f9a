"""The matrix says what was decided: each cell of the table, written down once more by hand."""

import pytest

from clikc.people.roles import LETTERS, MATRIX, WALKERS, Grant, Role, allowed

# Rows as in the table of permissions: anonymous | officer | national coordinator | tutor | translator |
# author | programme manager | admin. Roles hold what is here and what every officer holds.
TABLE = """
account                  | - | RU o | LRX a; C a; U a | LR c | - | - | LR * | LRUX *
role_grant               | - | R o | - | - | - | - | - | CD *
registration             | - | CRU o | LRP a | - | - | - | LRP * | all
transfer                 | - | CR o | P a | - | - | - | - | all
course_public            | LR * | LR * | LR * | LR * | LR * | LR * | LR * | LR *
course_content           | - | R o | R * | R * | R l | R * | R * | all
draft                    | - | - | - | - | R l; U l | RCU o; RCU l | - | all
package                  | - | - | - | - | - | C l | - | all
question                 | - | - | - | R c | R l | CRU l | - | all
attempt                  | - | CUR o | R a | R c | - | - | R * | R *
progress                 | - | CUR o | - | - | - | - | - | -
call                     | - | R o | LCRUDX a | RU c | - | - | CUP * | all
cohort_public            | R * | R * | R * | R * | R * | R * | R * | R *
cohort                   | - | R o | R a | R c | - | - | CUDP * | all
enrolment                | - | CRD o | CD a | R c | - | - | CD * | all
submission               | - | CUR o | R a | R c | - | - | R * | R *
grade                    | - | R o | R a | CUP c | - | - | P * | all
marking                  | - | - | - | RUP c | - | - | RP * | RP *
marking_pack             | - | - | - | LCRUX o | - | - | LCRUX o | LCRUX o
advice                   | - | LRC o | - | LRC c | - | - | LRC * | LRC *
certificate              | - | RX o | LRX a | R c | - | - | DP * | all
certificate_wording      | - | - | - | - | U l | - | - | all
certificate_verification | R * | R * | R * | R * | R * | R * | R * | R *
job                      | - | LRUX o | - | - | - | - | - | all
import_job               | - | - | CRX o | - | - | - | CRX o | all
item_statistics          | - | - | - | - | - | LRX l | - | all
report                   | - | R o | R a | R c | R l | R l | R * | all
audit_log                | - | R o | R a | - | - | - | R * | R *
back_office              | - | - | - | - | R l | R l | - | all
"""


def grants(cell: str) -> set[Grant]:
    if cell == "-":
        return set()
    if cell == "all":
        return {Grant(frozenset(LETTERS), "*")}
    parts = (part.split() for part in cell.split(";"))
    return {Grant(frozenset(letters), scope) for letters, scope in parts}


ROWS = {
    cells[0]: [grants(cell) for cell in cells[1:]]
    for cells in ([cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines())
}


def test_every_object_of_the_table_is_there_and_no_other():
    assert set(MATRIX) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_each_cell_says_what_was_decided(name):
    anonymous, officer, *roles = ROWS[name]
    expected = [anonymous, officer, *(cell | officer for cell in roles)]
    assert [set(MATRIX[name][walker]) for walker in WALKERS] == expected


def test_everybodys_covers_narrower_scopes():
    assert allowed(Role.ADMIN, "certificate", "D", "o")
    assert allowed(Role.NATIONAL_COORDINATOR, "account", "X", "a")
    assert not allowed(Role.NATIONAL_COORDINATOR, "account", "X", "*")
    assert not allowed(Role.NATIONAL_COORDINATOR, "back_office", "R", "l")


def test_nobody_publishes_the_own_draft():
    assert not [walker for walker in WALKERS if walker != Role.ADMIN and allowed(walker, "draft", "P", "o")]
