"""What candidates and their administrations write in a nomination."""

MOTIVATION = {
    "en": (
        "I check declarations by hand that others already select by risk, and I want to know how to begin.",
        "In my first year I heard value and origin argued every day. I want to argue them well.",
        "Our border post opens at night from January. I will train the new shift and need a firm ground.",
        "I came from the tax office; Customs law is new to me, and so are my colleagues in other countries.",
    ),
    "fr": (
        "Je vérifie à la main ce que d’autres choisissent selon le risque : par où commencer.",
        "Mon bureau ouvrira la nuit dès janvier. Je formerai la nouvelle équipe.",
        "Je souhaite rapporter à mon service des recommandations qui tiennent, et les défendre.",
    ),
    "es": (
        "Reviso a mano lo que otros ya seleccionan por riesgo, y quiero saber por dónde se empieza.",
        "Mi puesto abrirá de noche desde enero. Formaré al nuevo turno y necesito bases firmes.",
    ),
    "ar": (
        "أدقق يدويًا ما يختاره غيرنا بحسب المخاطر، وأريد أن أعرف من أين نبدأ.",
        "سيعمل مركزنا ليلًا من يناير، وسأدرب المناوبة الجديدة وأحتاج إلى أساس متين.",
    ),
}
ENDORSEMENT = {
    "en": "We have chosen her or him among our recruits and give four hours a week for the course.",
    "fr": "Nous appuyons cette candidature et libérons quatre heures par semaine.",
    "es": "Apoyamos esta candidatura y damos cuatro horas por semana para el curso.",
    "ar": "نؤيد هذا الترشيح ونفرّغ له أربع ساعات كل أسبوع.",
}
OF_THE_CALL = {
    "en": "We would like to read of one thing in your work that you would do otherwise if you knew how.",
    "fr": "Nous aimerions lire une chose de votre travail que vous feriez autrement si vous saviez comment.",
    "es": "Nos gustaría leer algo de su trabajo que haría de otro modo si supiera cómo.",
    "ar": "نود أن نقرأ عن أمر في عملكم كنتم ستفعلونه على نحو آخر لو عرفتم كيف.",
}
OF_TRAINERS = (
    "Says clearly what she or he wants to change, and how it would be seen.",
    "Good ground, little about the own post.",
    "A plan for the shift, with names and dates. Convincing.",
    "Very general; two sentences are those of the leaflet.",
)
CV = {"en": "Curriculum vitae", "fr": "Curriculum vitae", "es": "Currículum", "ar": "السيرة الذاتية"}
LANGUAGE = {
    "en": "Proof of the language of the session",
    "fr": "Attestation de la langue de la session",
    "es": "Certificado del idioma de la sesión",
    "ar": "إثبات لغة الدورة",
}


def motivation(language: str, place: int) -> str:
    """What the candidate at a place writes, in her language or in English."""
    said = MOTIVATION.get(language, MOTIVATION["en"])
    return said[place % len(said)]


def endorsement(language: str) -> str:
    return ENDORSEMENT.get(language, ENDORSEMENT["en"])
