"""The demo's people that one signs in as: one for each role. ``load_demo`` makes them, ``make run`` and
the README name them."""

from dataclasses import dataclass

from clikc.people.roles import OFFICER, Role

PASSWORD = "border-post-2026"  # noqa: S105 - printed by `make run`; no production settings know these people


@dataclass(frozen=True)
class SignIn:
    """Who it is, what she is (a role, or an officer without any), and what to tell a visitor of her."""

    email: str
    role: str
    who: str
    language: str = "en"


SIGN_INS = (
    SignIn("officer@demo.example", OFFICER, "an officer in the middle of a course, English"),
    SignIn("agente@demo.example", OFFICER, "an officer who reads French", "fr"),
    SignIn("dabit@demo.example", OFFICER, "an officer who reads Arabic", "ar"),
    SignIn("coordinator@demo.example", Role.NATIONAL_COORDINATOR, "the national coordinator"),
    SignIn("tutor@demo.example", Role.TUTOR, "a tutor"),
    SignIn("author@demo.example", Role.AUTHOR, "an author (back office: /admin/)"),
    SignIn("translator@demo.example", Role.TRANSLATOR, "a translator (back office: /admin/)"),
    SignIn("manager@demo.example", Role.PROGRAMME_MANAGER, "the programme manager"),
    SignIn("admin@demo.example", Role.ADMIN, "the administrator (back office: /admin/)"),
)
