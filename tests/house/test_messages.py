"""The interface is complete in every language: nothing new, nothing empty, nothing doubtful."""

import pytest

from clikc.foundation import catalogues
from clikc.foundation.messages import messages_for
from tests.support.repository import ROOT


@pytest.mark.parametrize("language", ["fr", "es", "ar", "am"])
def test_every_message_is_translated(language):
    found = catalogues.faults(language, messages_for(language, ROOT))
    assert found == [], f"{len(found)} faults: `make messages`, then translate in locale/{language}/"


def test_the_languages_are_those_of_the_settings():
    assert catalogues.translated_languages() == ["fr", "es", "ar", "am"]
    assert catalogues.missing() == []
