import pytest
from django.db import IntegrityError, transaction

from clikc.people.models import RoleGrant
from tests.factories.people import administration_of, officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [None, "KE"])
def test_a_role_is_held_once_at_a_time(code):
    person, administration = officer(), administration_of(code)
    RoleGrant.objects.create(user=person, role="tutor", administration=administration)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=person, role="tutor", administration=administration)
