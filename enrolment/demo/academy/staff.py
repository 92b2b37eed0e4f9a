"""Tutors and trainers of the Academy: from the ten administrations that tutored its 17th session."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from clikc.people.api import grant_role
from clikc.people.models import Administration, User
from clikc.people.roles import Role

from ..cast import PASSWORD, Person

TUTOR = "tutor@clikc.example"
TUTORS = (
    Person("tutor.kh@clikc.example", "Chea Sophea", "KH", "fr", "Asia/Phnom_Penh"),
    Person("tutor.sz@clikc.example", "Nomvula Dlamini", "SZ", "en", "Africa/Mbabane"),
    Person("tutor.in@clikc.example", "Raghav Subramaniam", "IN", "en", "Asia/Kolkata"),
    Person("tutor.ke@clikc.example", "Miriam Naliaka Wekesa", "KE", "en", "Africa/Nairobi"),
    Person("tutor.my@clikc.example", "Faridah Ismail", "MY", "en", "Asia/Kuala_Lumpur"),
    Person("tutor.mv@clikc.example", "Ibrahim Rasheed", "MV", "en", "Indian/Maldives"),
    Person("tutor.ng@clikc.example", "Olufunke Adeyemi", "NG", "en", "Africa/Lagos"),
    Person("tutor.pe@clikc.example", "Ricardo Paredes Salas", "PE", "es", "America/Lima"),
    Person("tutor.tr@clikc.example", "Elif Kaya", "TR", "en", "Europe/Istanbul"),
)
EMAILS = (TUTOR, *(person.email for person in TUTORS))


def tutors(joined: datetime) -> list[User]:
    """The ten, by their addresses; who is missing is made and appointed."""
    there = set(User.objects.filter(email__in=EMAILS).values_list("email", flat=True))
    administrations = {item.code: item for item in Administration.objects.all()}
    password = make_password(PASSWORD)
    for person in TUTORS:
        if person.email not in there:
            user = User.objects.create(
                email=person.email,
                printed_name=person.name,
                administration=administrations[person.administration],
                preferred_language=person.language,
                time_zone=person.time_zone,
                date_joined=joined,
                password=password,
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            grant_role(user=user, role=Role.TUTOR, by=None, reason="Demo")
    found = {user.email: user for user in User.objects.filter(email__in=EMAILS)}
    return [found[email] for email in EMAILS]
