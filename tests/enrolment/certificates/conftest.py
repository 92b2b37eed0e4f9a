import polib
import pytest

STATEMENT = "Every lesson this course requires has been studied and its final test passed."
WORDS = {
    "fr": {"heading": "Certificat de réussite", "statement": "Toutes les leçons ont été étudiées."},
    "es": {"heading": "Certificado de finalización", "statement": "Todas las lecciones se han estudiado."},
    "ar": {"heading": "شهادة إتمام", "statement": "تمت دراسة جميع الدروس المطلوبة."},
    "am": {"heading": "የምስክር ወረቀት", "statement": "ትምህርቶች በሙሉ ተጠንተዋል።"},
}


@pytest.fixture
def translated(settings, tmp_path):
    """Catalogues with the words of the certificate in four languages; answers the words."""
    for language, words in WORDS.items():
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
        for source, text in (
            ("Certificate of completion", words["heading"]),
            (STATEMENT, words["statement"]),
        ):
            catalogue.append(polib.POEntry(msgctxt="certificate", msgid=source, msgstr=text))
        catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    return WORDS
