"""The administrations that play at being looked after: their units, how many officers, which cohorts.

Days are counted from today, so that whatever day the demo is made on, something is due in ten days,
something is overdue, and something has not opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

RISK, TFA, GENDER, ARMS = "risk-management", "tfa", "gender-equality", "salw"
# What became of the courses of a cohort that was closed: they stay, or who had not finished left them.
KEPT, LEFT = "kept", "left"


@dataclass(frozen=True)
class Plan:
    """A cohort. ``opens`` and ``due`` are days from today; ``share`` of the officers are in it, those of
    ``units`` where it names some (their places in the country's list). ``closed`` says how, "" not."""

    name: str
    courses: tuple[str, ...]
    opens: int
    due: int
    share: float
    units: tuple[int, ...] = ()
    closed: str = ""
    welcome: str = ""

    def named(self, today: date) -> str:
        """Its name, with the month it opens and the day it is due where it has them."""
        opens, due = today + timedelta(days=self.opens), today + timedelta(days=self.due)
        return self.name.format(month=f"{opens:%Y-%m}", due=f"{due.day} {due:%B %Y}")


@dataclass(frozen=True)
class Country:
    """An administration; ``coordinator`` and ``language`` as in the cast."""

    code: str
    coordinator: str
    language: str
    officers: int
    units: tuple[str, ...]
    plans: tuple[Plan, ...]


def half_year_after(today: date) -> date:
    """The next 30 June or 31 December that is more than three weeks away."""
    ends = (date(today.year + more, *day) for more in (0, 1) for day in ((6, 30), (12, 31)))
    return next(end for end in ends if end > today + timedelta(weeks=3))


KENYAN_UNITS = (
    "Training school",
    "Headquarters",
    "Mombasa Port",
    "Jomo Kenyatta International Airport",
    "Busia border post",
    "Malaba border post",
    "Namanga border post",
    "Moyale border post",
    "Isebania border post",
    "Inland container depot, Nairobi",
    "Kisumu Port",
    "Post-clearance audit",
)
BORDER = (4, 5, 6, 7, 8)
PORTS = (2, 3, 9, 10)
SCHOOL = (0,)
WELCOME = "Welcome. Plan two hours a week; your head of unit knows. Write to me where something holds you up."


def _kenyan(today: date) -> tuple[Plan, ...]:
    """Thirty cohorts of a year."""
    intakes = [
        Plan(
            "Recruits, intake {month}",
            (RISK, TFA) if number % 2 else (RISK, GENDER),
            -350 + 30 * number,
            -260 + 30 * number,
            0.02,
            SCHOOL if number > 9 else (),
            "" if number > 8 else KEPT,
            WELCOME,
        )
        for number in range(12)
    ]
    refreshers = [
        Plan(name, (RISK,), opens, opens + 75, 0.035, units, closed)
        for name, opens, units, closed in (
            ("Refresher: Risk Management, Mombasa Port", -330, (2,), KEPT),
            ("Refresher: Risk Management, airport", -290, (3,), KEPT),
            ("Refresher: Risk Management, western border posts", -250, (4, 5, 8), LEFT),
            ("Refresher: Risk Management, Namanga and Moyale", -200, (6, 7), KEPT),
            ("Refresher: Risk Management, Headquarters", -150, (1, 11), KEPT),
            ("Refresher: Risk Management, Kisumu", -110, (10,), LEFT),
            ("Refresher: Risk Management, container depot", -80, (9,), ""),
            ("Refresher: Risk Management, border posts", -65, BORDER, ""),
        )
    ]
    until = (half_year_after(today) - today).days
    others = (
        Plan("Trade Facilitation Agreement, first group", (TFA,), -300, -180, 0.03, closed=KEPT),
        Plan("Trade Facilitation Agreement, second group", (TFA,), -210, -100, 0.03, closed=KEPT),
        Plan("TFA by {due}", (TFA,), min(-70, until - 130), until, 0.07, PORTS, welcome=WELCOME),
        Plan("Gender equality for heads of unit", (GENDER,), -270, -190, 0.02, closed=KEPT),
        Plan("Gender equality, Headquarters", (GENDER,), -120, -20, 0.025, (1, 11)),
        Plan("Gender equality, ports", (GENDER,), -30, 40, 0.03, PORTS),
        Plan("Small arms at the border", (ARMS,), -230, -140, 0.03, BORDER, closed=LEFT),
        Plan("Small arms, ports and airport", (ARMS,), -45, 30, 0.035, PORTS),
        Plan("Instructors of the training school", (RISK, TFA, GENDER, ARMS), -90, 90, 0.005, SCHOOL),
        Plan("Recruits, next intake", (RISK, TFA), 12, 100, 0.02, SCHOOL, welcome=WELCOME),
    )
    return (*intakes, *refreshers, *others)


# In each language: a group that is through, one at work, and one that is late; as many as a country has.
GROUPS: Mapping[str, tuple[str, str, str]] = {
    "en": ("Recruits, {month}", "Risk Management, {month}", "Gender equality"),
    "fr": ("Promotion {month}", "Gestion des risques, {month}", "Égalité des genres"),
    "es": ("Promoción {month}", "Gestión de riesgos, {month}", "Igualdad de género"),
    "ar": ("دفعة {month}", "إدارة المخاطر {month}", "المساواة بين الجنسين"),
    "am": ("የ{month} ሠልጣኞች", "የስጋት አስተዳደር {month}", "የሥርዓተ ፆታ እኩልነት"),
}


def _groups(language: str, number: int) -> tuple[Plan, ...]:
    done, running, late = GROUPS[language]
    return (
        Plan(running, (RISK,), -40, 50, 0.35),
        Plan(done, (RISK, TFA), -240, -120, 0.3, closed=KEPT),
        Plan(late, (GENDER,), -90, -4, 0.25),
    )[:number]


def countries(today: date) -> tuple[Country, ...]:
    """A dozen, in all six regions."""

    def small(code: str, coordinator: str, language: str, officers: int, units: str, cohorts: int) -> Country:
        posts = tuple(units.split("; "))
        return Country(code, coordinator, language, officers, posts, _groups(language, cohorts))

    return (
        Country("KE", "coordinator", "en", 2000, KENYAN_UNITS, _kenyan(today)),
        small("ET", "astebabari", "am", 60, "ዋና መሥሪያ ቤት; ቦሌ አየር ማረፊያ; ሞጆ ደረቅ ወደብ; ሞያሌ ጣቢያ", 3),
        small("ZM", "coordinator.zm", "en", 24, "Lusaka; Chirundu border post; Kazungula border post", 2),
        small(
            "SN",
            "coordinatrice",
            "fr",
            48,
            "Port de Dakar; Aéroport Blaise-Diagne; Rosso; Direction",
            3,
        ),
        small("CM", "coordinateur.cm", "fr", 18, "Douala-Port; Garoua; Direction générale", 2),
        small("JO", "munassiq", "ar", 40, "المركز الرئيسي; حدود جابر; جمرك العقبة; مطار الملكة علياء", 3),
        small("MA", "munassiqa.ma", "ar", 28, "ميناء طنجة المتوسط; الدار البيضاء; الرباط", 2),
        small("PE", "coordinadora", "es", 36, "Callao; Tacna; Desaguadero; Intendencia nacional", 3),
        small("CO", "coordinador.co", "es", 15, "Buenaventura; Ipiales; Bogotá", 1),
        small("IN", "coordinator.in", "en", 30, "Nhava Sheva; Chennai; New Delhi", 2),
        small("FJ", "coordinator.fj", "en", 10, "Suva; Nadi", 1),
        small("GE", "coordinator.ge", "en", 20, "Poti; Sarpi; Tbilisi", 2),
    )
