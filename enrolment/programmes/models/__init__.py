from .cohorts import Cohort, CohortChange, CohortCourse, CohortDraft, CohortMember
from .runs import CourseRun, GradingScheme, RunAssignment, RunTutor, Team, TeamMember

__all__ = [
    "Cohort",
    "CohortChange",
    "CohortCourse",
    "CohortDraft",
    "CohortMember",
    "CourseRun",
    "GradingScheme",
    "RunAssignment",
    "RunTutor",
    "Team",
    "TeamMember",
]
