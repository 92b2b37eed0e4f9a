import pytest

from tests.factories.coordination import make_open_course, make_people_cohort, make_workspace


@pytest.fixture
def here(db):
    """Kenya with a coordinator and three officers."""
    return make_workspace("KE", officers=3)


@pytest.fixture
def cohort(here):
    """A cohort of two courses, without people."""
    return make_people_cohort(here.administration, courses=[make_open_course(), make_open_course()])
