"""The door of grading."""

from .allocating import Allocated, allocate_tutors, preview_allocation
from .edits import HandedOver, hand_overs_of
from .entries import LONGEST_REASON, GradeRefused, current_entries, enter_grade
from .finishing import finish_marking, reopen_marking, sum_of
from .gradebook.arranging import (
    ArrangeRefused,
    Change,
    ItemPlan,
    ModulePlan,
    Plan,
    arrange,
    plan_of,
    preview,
    quizzes_to_add,
)
from .gradebook.book import Cell, Column, Figures, Gradebook, Module, Row, figures_of
from .gradebook.finals import FinalResult, final_results_of
from .gradebook.own import OwnGrades, grades_of, own_enrolment, runs_graded_for
from .gradebook.permissions import is_tutor, participants_seen_in, run_seen_by, runs_seen_by, sees_all
from .gradebook.quizzes import enter_quiz_results
from .gradebook.reading import gradebook_of, named_rows, whole_books_of
from .gradebook.recording import excuse, history_of, override_grade, record_grade, take_back
from .gradebook.several import RunTotal, Seat, totals_in_runs
from .gradebook.typed import typed_points
from .handing_over import hand_over, receivers_for
from .items import item_of
from .loads import Load, loads_of, unplaced_count
from .models import MOST_DROPPED, MOST_POINTS, MOST_WEIGHT, GradeEntry, Marking
from .moderating import moderate
from .module_marks import MarkNotEntered, module_marks_of, own_module_marks, set_module_mark
from .moving import move_marker, unite_grades, would_move_grades
from .pack import verbs as packs
from .queues import markings_seen_by, number_to_mark, queue_of
from .receiving import receive_waiting, receive_work
from .refusals import MarkingRefused, MarkingUnknown, PieceConflict
from .release_job import JOB as RELEASE, start_release
from .released import GradeLine, ReleasedCriterion, ReleasedWork, activity_done_by, released_work_of
from .releasing import Released, release_grades, why_not_release
from .saving import PieceSaved, save_piece
from .session_tutors import (
    AllocationChanged,
    Given,
    SessionAllocation,
    SessionTutor,
    allocate_session,
    end_session_tutor,
    give_session_tutor,
    preview_session_allocation,
    session_tutors_of,
    set_session_tutor,
    tutors_by_person,
)
from .sheets import MarkingSheet, OtherMarking, SheetCriterion, SheetFile, file_for, is_blind_to, sheet_of
from .standing import Standing, State, standings_of
from .tutorships import (
    TutorRefused,
    end_run_tutor,
    participants_tutored_by,
    set_tutor,
    tutor_of,
    tutors_of,
)

__all__ = [
    "LONGEST_REASON",
    "MOST_DROPPED",
    "MOST_POINTS",
    "MOST_WEIGHT",
    "RELEASE",
    "Allocated",
    "AllocationChanged",
    "ArrangeRefused",
    "Cell",
    "Change",
    "Column",
    "Figures",
    "FinalResult",
    "Given",
    "GradeEntry",
    "GradeLine",
    "GradeRefused",
    "Gradebook",
    "HandedOver",
    "ItemPlan",
    "Load",
    "MarkNotEntered",
    "Marking",
    "MarkingRefused",
    "MarkingSheet",
    "MarkingUnknown",
    "Module",
    "ModulePlan",
    "OtherMarking",
    "OwnGrades",
    "PieceConflict",
    "PieceSaved",
    "Plan",
    "Released",
    "ReleasedCriterion",
    "ReleasedWork",
    "Row",
    "RunTotal",
    "Seat",
    "SessionAllocation",
    "SessionTutor",
    "SheetCriterion",
    "SheetFile",
    "Standing",
    "State",
    "TutorRefused",
    "activity_done_by",
    "allocate_session",
    "allocate_tutors",
    "arrange",
    "current_entries",
    "end_run_tutor",
    "end_session_tutor",
    "enter_grade",
    "enter_quiz_results",
    "excuse",
    "figures_of",
    "file_for",
    "final_results_of",
    "finish_marking",
    "give_session_tutor",
    "gradebook_of",
    "grades_of",
    "hand_over",
    "hand_overs_of",
    "history_of",
    "is_blind_to",
    "is_tutor",
    "item_of",
    "loads_of",
    "markings_seen_by",
    "moderate",
    "module_marks_of",
    "move_marker",
    "named_rows",
    "number_to_mark",
    "override_grade",
    "own_enrolment",
    "own_module_marks",
    "packs",
    "participants_seen_in",
    "participants_tutored_by",
    "plan_of",
    "preview",
    "preview_allocation",
    "preview_session_allocation",
    "queue_of",
    "quizzes_to_add",
    "receive_waiting",
    "receive_work",
    "receivers_for",
    "record_grade",
    "release_grades",
    "released_work_of",
    "reopen_marking",
    "run_seen_by",
    "runs_graded_for",
    "runs_seen_by",
    "save_piece",
    "sees_all",
    "session_tutors_of",
    "set_module_mark",
    "set_session_tutor",
    "set_tutor",
    "sheet_of",
    "standings_of",
    "start_release",
    "sum_of",
    "take_back",
    "totals_in_runs",
    "tutor_of",
    "tutors_by_person",
    "tutors_of",
    "typed_points",
    "unite_grades",
    "unplaced_count",
    "whole_books_of",
    "why_not_release",
    "would_move_grades",
]
