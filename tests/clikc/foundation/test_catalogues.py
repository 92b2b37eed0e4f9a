"""Catalogues are kept and compiled without gettext, and lose nothing a translator wrote."""

import gettext

import polib
import pytest

from clikc.foundation import catalogues
from clikc.foundation.messages import Message

HELLO = Message("Hello, %(name)s", places=["a.py"])
HOURS = Message("%(count)d hour", "%(count)d hours", places=["b.py"])
MAY = Message("May", context="month", places=["c.py"])


@pytest.fixture
def catalogue(tmp_path):
    """Writes a catalogue with these translations; answers its folder."""

    def write(language="fr", messages=(HELLO, HOURS, MAY), **words):
        catalogues.update(language, messages, tmp_path)
        path = catalogues.path_of(language, tmp_path)
        po = polib.pofile(str(path))
        for entry in po:
            word = words.get(entry.msgid.split()[-1].strip("%()s"))
            if entry.msgid_plural and word:
                entry.msgstr_plural = dict(enumerate(word))
            elif word:
                entry.msgstr = word
        po.save()
        return tmp_path

    return write


WHOLE = {"name": "Bonjour, %(name)s", "hour": ["%(count)d heure", "%(count)d heures"], "May": "Mai"}


def test_what_was_translated_stays_what_is_gone_goes(catalogue):
    root = catalogue(**WHOLE)
    new = Message("New", places=["d.py"])
    assert catalogues.update("fr", [HELLO, MAY, new], root) == (1, 1)
    po = polib.pofile(str(catalogues.path_of("fr", root)))
    assert {entry.msgid: entry.msgstr for entry in po} == {
        "Hello, %(name)s": "Bonjour, %(name)s",
        "May": "Mai",
        "New": "",
    }


def test_the_same_messages_give_the_same_file(catalogue):
    root = catalogue(**WHOLE)
    path = catalogues.path_of("fr", root)
    catalogues.update("fr", [HELLO, HOURS, MAY], root)
    before = path.read_text()
    catalogues.update("fr", [HELLO, HOURS, MAY], root)
    assert path.read_text() == before
    assert "POT-Creation-Date" not in before
    assert "#: a.py\n" in before


@pytest.mark.parametrize("language", ["fr", "es", "ar", "am"])
def test_every_language_counts_as_gettext_says(language):
    count = gettext.c2py(catalogues.PLURAL_FORMS[language].partition("plural=")[2].strip("; "))
    forms = {count(n) for n in range(200)}
    assert forms == set(range(catalogues.plurals_of(language)))


def test_a_whole_catalogue_has_no_fault(catalogue):
    assert catalogues.faults("fr", [HELLO, HOURS, MAY], catalogue(**WHOLE)) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "untranslated"),
        ({"name": "  "}, "untranslated"),
        ({"name": "Bonjour"}, "placeholders differ"),
        ({"name": "Bonjour, %(nom)s"}, "placeholders differ"),
        ({"name": "Bonjour, %(name)d"}, "placeholders differ"),
        ({"hour": ["%(count)d heure", ""]}, "untranslated"),
        ({"hour": ["une heure", "des heures"]}, "placeholders differ"),
        ({"hour": ["%(count)d heure", "%(heures)d heures"]}, "placeholders differ"),
        ({"hour": ["a", "b", "%(count)d c"]}, "has not 2 forms"),
    ],
)
def test_faults_are_named(catalogue, changes, fault):
    root = catalogue(**(WHOLE | changes))
    found = catalogues.faults("fr", [HELLO, HOURS, MAY], root)
    assert [line for line in found if fault in line]


def test_the_form_of_one_may_leave_the_number_out(catalogue):
    root = catalogue(**(WHOLE | {"hour": ["une heure", "%(count)d heures"]}))
    assert catalogues.faults("fr", [HELLO, HOURS, MAY], root) == []


def test_new_gone_and_fuzzy_are_faults(catalogue):
    root = catalogue(**WHOLE)
    path = catalogues.path_of("fr", root)
    po = polib.pofile(str(path))
    po.find("May", by="msgid").flags.append("fuzzy")
    po.save()
    found = catalogues.faults("fr", [HOURS, MAY, Message("New")], root)
    assert [line.partition(":")[2].strip() for line in found] == [
        "fuzzy: 'May'",
        "no longer used: 'Hello, %(name)s'",
        "not in the catalogue: 'New'",
    ]


def test_a_missing_catalogue_is_a_fault_and_is_noticed(tmp_path):
    assert catalogues.faults("am", [], tmp_path)
    assert catalogues.missing(tmp_path) == ["fr", "es", "ar", "am"]


def test_compiling_does_only_what_is_needed(catalogue):
    root = catalogue(**WHOLE)
    made = catalogues.compile_stale(root)
    assert [path.name for path in made] == ["django.mo"]
    assert catalogues.compile_stale(root) == []
    with made[0].open("rb") as handle:
        words = gettext.GNUTranslations(handle)
    assert words.gettext("Hello, %(name)s") == "Bonjour, %(name)s"
    assert words.ngettext("%(count)d hour", "%(count)d hours", 2) == "%(count)d heures"
    assert words.pgettext("month", "May") == "Mai"
    assert not list(root.rglob("*.mo?*"))


def test_every_language_of_the_interface_is_served(client, db):
    for language in ("en", "fr", "es", "ar", "am"):
        assert client.get(f"/{language}/accounts/login/").status_code == 200
