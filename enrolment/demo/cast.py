"""Who plays in the demo. Invented people; addresses under ``.example``, which nobody owns."""

from dataclasses import dataclass

from clikc.people.roles import Role

PASSWORD = "customs-demo-2026"  # noqa: S105 - the demo's, printed by `make run`


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; ``does`` is what the list of sign-ins says of her."""

    email: str
    name: str
    administration: str
    language: str
    time_zone: str = "UTC"
    role: str | None = None
    locale_code: str = ""
    does: str = ""


PEOPLE = (
    Person(
        "officer@clikc.example",
        "Grace Wanjiru Kamau",
        "KE",
        "en",
        "Africa/Nairobi",
        does="officer, half way through Risk Management",
    ),
    Person(
        "agent@clikc.example",
        "Aïssatou Diallo",
        "SN",
        "fr",
        "Africa/Dakar",
        does="officer in French, finished with a certificate",
    ),
    Person(
        "muwazzaf@clikc.example",
        "ليلى عبد الرحمن الخطيب",
        "JO",
        "ar",
        "Asia/Amman",
        does="officer in Arabic, a few lessons in",
    ),
    Person(
        "balemuya@clikc.example", "ሰላማዊት ተስፋዬ", "ET", "am", "Africa/Addis_Ababa", does="officer in Amharic"
    ),
    Person(
        "funcionaria@clikc.example",
        "María Fernanda Quispe Rojas",
        "PE",
        "es",
        "America/Lima",
        does="officer in Spanish",
    ),
    Person(
        "new@clikc.example",
        "Tomasi Vakaloloma",
        "FJ",
        "en",
        "Pacific/Fiji",
        does="officer who has only just signed up",
    ),
    Person(
        "coordinator@clikc.example",
        "Joseph Otieno",
        "KE",
        "en",
        "Africa/Nairobi",
        role=Role.NATIONAL_COORDINATOR,
        does="national coordinator of Kenya, with 2,000 officers",
    ),
    Person(
        "coordinatrice@clikc.example",
        "Mame Diarra Seck",
        "SN",
        "fr",
        "Africa/Dakar",
        role=Role.NATIONAL_COORDINATOR,
        does="national coordinator of Senegal, in French",
    ),
    Person(
        "munassiq@clikc.example",
        "نضال سليم الرواشدة",
        "JO",
        "ar",
        "Asia/Amman",
        role=Role.NATIONAL_COORDINATOR,
        does="national coordinator of Jordan, in Arabic",
    ),
    Person(
        "coordinadora@clikc.example",
        "Nancy Beatriz Cárdenas Luna",
        "PE",
        "es",
        "America/Lima",
        role=Role.NATIONAL_COORDINATOR,
        does="national coordinator of Peru, in Spanish",
    ),
    Person(
        "astebabari@clikc.example",
        "ፋሲል ንጉሤ",
        "ET",
        "am",
        "Africa/Addis_Ababa",
        role=Role.NATIONAL_COORDINATOR,
        does="national coordinator of Ethiopia, in Amharic",
    ),
    Person(
        "tutor@clikc.example",
        "Devi Ramgoolam",
        "MU",
        "en",
        "Indian/Mauritius",
        role=Role.TUTOR,
        does="tutor: work waits at /en/tutoring/, essays at /en/assessment/",
    ),
    Person(
        "tutora@clikc.example",
        "Lucía Etcheverry",
        "UY",
        "es",
        "America/Montevideo",
        role=Role.TUTOR,
        does="tutor in Spanish: an evening's work at /es/tutoring/",
    ),
    Person(
        "author@clikc.example",
        "Henrik Lindqvist",
        "SE",
        "en",
        "Europe/Stockholm",
        role=Role.AUTHOR,
        does="author (back office)",
    ),
    Person(
        "translator@clikc.example",
        "Mariam Benali",
        "MA",
        "fr",
        "Africa/Casablanca",
        role=Role.TRANSLATOR,
        locale_code="fr",
        does="translator into French (back office)",
    ),
    Person(
        "manager@clikc.example",
        "Ingrid Vermeulen",
        "BE",
        "en",
        "Europe/Brussels",
        role=Role.PROGRAMME_MANAGER,
        does="programme manager: sessions at /en/secretariat/, an exam at /en/assessment/",
    ),
    Person(
        "manager2@clikc.example",
        "Koffi Mensah Agbéko",
        "TG",
        "fr",
        "Africa/Lome",
        role=Role.PROGRAMME_MANAGER,
        does="second programme manager, in French: confirms what the first proposes",
    ),
    Person(
        "admin@clikc.example",
        "Ana Sofia Martins",
        "PT",
        "en",
        "Europe/Lisbon",
        role=Role.ADMIN,
        does="administrator (back office, everything)",
    ),
)

# Who coordinates elsewhere; they sign in with the same password.
COORDINATORS = (
    ("coordinator.zm@clikc.example", "Precious Mwanza", "ZM", "en", "Africa/Lusaka"),
    ("coordinateur.cm@clikc.example", "Blaise Ndongo", "CM", "fr", "Africa/Douala"),
    ("munassiqa.ma@clikc.example", "سعاد المرابط", "MA", "ar", "Africa/Casablanca"),
    ("coordinador.co@clikc.example", "Álvaro Quintero Suárez", "CO", "es", "America/Bogota"),
    ("coordinator.in@clikc.example", "Vidya Ramaswamy", "IN", "en", "Asia/Kolkata"),
    ("coordinator.fj@clikc.example", "Elenoa Cakau", "FJ", "en", "Pacific/Fiji"),
    ("coordinator.ge@clikc.example", "Tinatin Abashidze", "GE", "en", "Asia/Tbilisi"),
)
EVERYBODY = (*PEOPLE, *(Person(*facts, role=Role.NATIONAL_COORDINATOR) for facts in COORDINATORS))

# Given and family names for the other learners, by administration and language of their pages.
CROWD = {
    ("KE", "en"): (
        "Achieng Odhiambo",
        "Brian Kiprotich",
        "Faith Mwende",
        "Hassan Abdi",
        "Irene Chebet",
        "John Mutua",
        "Lilian Nyambura",
        "Peter Njoroge",
        "Susan Atieno",
        "Victor Barasa",
    ),
    ("ZM", "en"): ("Chanda Mwansa", "Mutinta Hachilala", "Bwalya Chilufya", "Natasha Phiri", "Kelvin Banda"),
    ("IN", "en"): ("Ananya Krishnan", "Rohit Sharma", "Meera Nair", "Arjun Reddy", "Sunita Joshi"),
    ("JM", "en"): ("Shanice Campbell", "Andre Morrison", "Keisha Brown"),
    ("SN", "fr"): ("Mamadou Ndiaye", "Fatou Sow", "Cheikh Fall", "Awa Ba", "Ousmane Sarr"),
    ("CM", "fr"): ("Béatrice Ngo Bassong", "Jean-Paul Mbarga", "Clarisse Tchoumi"),
    ("BJ", "fr"): ("Rosine Houngbédji", "Constant Agossou"),
    ("PE", "es"): ("Jorge Luis Mamani", "Rosa Elena Huamán", "Carlos Alberto Vega"),
    ("CO", "es"): ("Paola Andrea Restrepo", "Julián Camilo Rojas"),
    ("JO", "ar"): ("سامي حداد", "رنا العبد الله", "خالد المومني"),
    ("MA", "ar"): ("يوسف العلوي", "فاطمة الزهراء بناني", "كريم الإدريسي"),
    ("ET", "am"): ("አበበ ገብረማርያም", "ህይወት መኮንን", "ዳዊት ኃይሉ"),
    ("MN", "en"): ("Batbayar Ganbold", "Oyuunchimeg Dorj"),
    ("GE", "en"): ("Nino Beridze", "Giorgi Kapanadze"),
    ("FJ", "en"): ("Mere Tuisawau", "Josefa Naulu"),
}


def sign_ins() -> str:
    """The demo's sign-ins as lines of text."""
    width = max(len(person.email) for person in PEOPLE)
    lines = [f"  {person.email:<{width}}  {person.does}" for person in PEOPLE]
    others = ", ".join(f"{address} ({code})" for address, _name, code, *_more in COORDINATORS)
    lines.append(f"  Other national coordinators: {others}")
    return "\n".join([f"Sign in as one of these, password {PASSWORD}", *lines])
