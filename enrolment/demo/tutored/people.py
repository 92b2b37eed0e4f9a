"""Who takes part and who tutors. Invented people; addresses under ``.example``, which nobody owns."""

from __future__ import annotations

from dataclasses import dataclass

from clikc.people.roles import Role

from ..cast import Person

# Of the cast: who signs in finds the run on her desk.
OF_THE_CAST = ("officer@clikc.example", "muwazzaf@clikc.example", "funcionaria@clikc.example")
TUTOR, SPANISH_TUTOR, MANAGER = "tutor@clikc.example", "tutora@clikc.example", "manager@clikc.example"

NEW = (
    ("NG", "en", "Chidinma Okafor"),
    ("NG", "en", "Ibrahim Danladi"),
    ("GH", "en", "Kwabena Asante"),
    ("TZ", "en", "Neema Mushi"),
    ("UG", "en", "Patrick Okello"),
    ("ZA", "en", "Thandiwe Nkosi"),
    ("BW", "en", "Kagiso Molefe"),
    ("NA", "en", "Selma Shikongo"),
    ("MW", "en", "Chimwemwe Banda"),
    ("RW", "en", "Aline Uwimana"),
    ("PH", "en", "Maricel Santos"),
    ("VN", "en", "Nguyễn Thu Hà"),
    ("ID", "en", "Dewi Lestari"),
    ("PK", "en", "Ayesha Siddiqui"),
    ("NP", "en", "Sunita Gurung"),
    ("LK", "en", "Ruwan Jayasinghe"),
    ("MD", "en", "Ion Munteanu"),
    ("AL", "en", "Arta Hoxha"),
    ("CI", "fr", "Adjoua Kouassi"),
    ("CI", "fr", "Serge Yao"),
    ("BF", "fr", "Mariam Ouédraogo"),
    ("ML", "fr", "Moussa Coulibaly"),
    ("HT", "fr", "Widline Pierre"),
    ("MG", "fr", "Hery Rakotomalala"),
    ("GA", "fr", "Estelle Obame"),
    ("MX", "es", "Ximena Hernández Ruiz"),
    ("AR", "es", "Martín Ferreyra"),
    ("CL", "es", "Javiera Soto Muñoz"),
    ("EC", "es", "Byron Chicaiza"),
    ("GT", "es", "Ana Lucía Xicará"),
    ("DO", "es", "Yokasta Reyes"),
    ("PY", "es", "Derlis Benítez"),
    ("EG", "ar", "منى عبد الفتاح"),
    ("TN", "ar", "أنيس الطرابلسي"),
    ("SA", "ar", "نوف الحربي"),
    ("OM", "ar", "سالم البوسعيدي"),
    ("LB", "ar", "رشا خوري"),
    ("SD", "ar", "هالة الطيب"),
    ("IQ", "ar", "حيدر الجبوري"),
)


@dataclass(frozen=True)
class Terms:
    """What a tutor of the run takes: so many participants, in these languages beside her own."""

    email: str
    capacity: int
    languages: tuple[str, ...] = ()


TUTORS = (
    Person("tutor.cr@clikc.example", "Esteban Solano", "CR", "es", "America/Costa_Rica", role=Role.TUTOR),
    Person("tutor.lu@clikc.example", "Claire Wagner", "LU", "fr", "Europe/Luxembourg", role=Role.TUTOR),
    Person("tutor.bh@clikc.example", "مريم الدوسري", "BH", "ar", "Asia/Bahrain", role=Role.TUTOR),
    Person("tutor.jp@clikc.example", "Haruka Yoshida", "JP", "en", "Asia/Tokyo", role=Role.TUTOR),
    Person("tutor.au@clikc.example", "Liam Gallagher-Ross", "AU", "en", "Australia/Sydney", role=Role.TUTOR),
    Person("tutor.nl@clikc.example", "Femke de Boer", "NL", "en", "Europe/Amsterdam", role=Role.TUTOR),
    Person("tutor.ca@clikc.example", "Geneviève Tremblay", "CA", "fr", "America/Toronto", role=Role.TUTOR),
    Person("tutor.tr@clikc.example", "Elif Kaya", "TR", "en", "Europe/Istanbul", role=Role.TUTOR),
)
TERMS = (
    Terms(TUTOR, 5),
    Terms(SPANISH_TUTOR, 5, ("en",)),
    Terms("tutor.cr@clikc.example", 4, ("en",)),
    Terms("tutor.lu@clikc.example", 5, ("en",)),
    Terms("tutor.bh@clikc.example", 5, ("en",)),
    Terms("tutor.jp@clikc.example", 4),
    Terms("tutor.au@clikc.example", 4),
    Terms("tutor.nl@clikc.example", 4, ("fr",)),
    Terms("tutor.ca@clikc.example", 4, ("en", "es")),
    Terms("tutor.tr@clikc.example", 5, ("ar",)),
)


def participants() -> tuple[Person, ...]:
    """The participants who are not of the cast."""
    return tuple(
        Person(f"participant{number:02}@clikc.example", name, code, language)
        for number, (code, language, name) in enumerate(NEW, start=1)
    )
