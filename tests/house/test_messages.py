"""The interface is complete in every language: nothing new, nothing empty, nothing doubtful."""

import ast

import pytest

from clikc.foundation import catalogues
from clikc.foundation.messages import messages_for
from tests.support.repository import ROOT

KEYWORDS = {f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy")}


@pytest.mark.parametrize("language", ["fr", "es", "ar", "am"])
def test_every_message_is_translated(language):
    found = catalogues.faults(language, messages_for(language, ROOT))
    assert found == [], f"{len(found)} faults: `make messages`, then translate in locale/{language}/"


def test_the_languages_are_those_of_the_settings():
    assert catalogues.translated_languages() == ["fr", "es", "ar", "am"]
    assert catalogues.missing() == []


def test_every_string_is_marked_by_a_name_that_is_looked_for():
    """Where gettext is known by another name, what it marks is never found and never translated."""
    known = {"_", *KEYWORDS}
    strange = [
        f"{path.relative_to(ROOT)}: {name.asname}"
        for room in ("clikc", "courses", "enrolment")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.name in KEYWORDS and name.asname not in known
    ]
    assert strange == []
