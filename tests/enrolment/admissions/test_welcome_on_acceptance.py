"""Who was invited is welcomed in her cohorts once she has come."""

import pytest

from clikc.post.models import Letter
from enrolment.membership.accepting import accept_with_new_account
from tests.factories.coordination import make_invited, make_people_cohort
from tests.factories.people import administration_of

pytestmark = pytest.mark.django_db


def test_accepting_the_invitation_brings_the_letter():
    invitation = make_invited(administration_of("KE"))
    make_people_cohort(invitation.administration, [invitation.person])
    assert not Letter.objects.filter(kind="cohort-welcome").exists()
    accept_with_new_account(
        invitation=invitation, printed_name="Amina", preferred_language="fr", password="a quiet harbour"
    )
    assert Letter.objects.get(kind="cohort-welcome").person == invitation.person
