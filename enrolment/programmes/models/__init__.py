from .cohorts import Cohort, CohortChange, CohortCourse, CohortDraft, CohortMember
from .programmes import Programme, ProgrammeEvent, ProgrammeLetter, ProgrammeModule, ProgrammeScheme
from .runs import CourseRun, GradingFacts, GradingScheme, RunAssignment, RunQuiz, RunTutor, Team, TeamMember
from .sessions import ClosedDay, ProgrammeSession, SessionChange, SessionEvent, SessionModule

__all__ = [
    "ClosedDay",
    "Cohort",
    "CohortChange",
    "CohortCourse",
    "CohortDraft",
    "CohortMember",
    "CourseRun",
    "GradingFacts",
    "GradingScheme",
    "Programme",
    "ProgrammeEvent",
    "ProgrammeLetter",
    "ProgrammeModule",
    "ProgrammeScheme",
    "ProgrammeSession",
    "RunAssignment",
    "RunQuiz",
    "RunTutor",
    "SessionChange",
    "SessionEvent",
    "SessionModule",
    "Team",
    "TeamMember",
]
