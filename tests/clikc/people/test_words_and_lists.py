"""Names, lists, zones and browsers: pure functions, tables of cases."""

import pytest
from django.core.exceptions import ValidationError

from clikc.people.collation import sort_key
from clikc.people.devices import describe
from clikc.people.time_zones import likely_zone, zone_label
from clikc.people.validators import collapse_whitespace, printable_name


@pytest.mark.parametrize(
    "name", ["Ana", "O’Brien-Smith", "محمّد", "አበበ", "Đặng Thị Ệ", "می\u200cرضا", "Jr. 3"]
)
def test_names_that_can_be_printed(name):
    printable_name(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a\u202eb", "hidden"),
        ("a\u2066b", "hidden"),
        ("a\u200fb", "hidden"),
        ("a\x00b", "hidden"),
        ("a\ufeffb", "hidden"),
        ("a\ud800b", "hidden"),
        ("a\ue000b", "hidden"),
        ("a\u00adb", "hidden"),
        ("---", "no_letter"),
        ("😀", "no_letter"),
        ("a" + "\u0300" * 5, "marks"),
    ],
)
def test_names_that_cannot(name, reason):
    with pytest.raises(ValidationError) as refusal:
        printable_name(name)
    assert refusal.value.code == reason


def test_whitespace_is_one_space():
    assert collapse_whitespace(" a\t\n b\u00a0\u2003c ") == "a b c"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Guinea", "Guinea-Bissau", "Guyana"]),
        ("fr", ["Égypte", "Émirats arabes unis", "Équateur", "Espagne", "États-Unis"]),
        ("es", ["cana", "cantar", "caña", "cao"]),
        ("ar", ["إثيوبيا", "الأردن", "أرمينيا", "بلجيكا", "البوسنة", "تونس"]),
        ("am", ["ሀንጋሪ", "ህንድ", "ማሊ", "ኬንያ"]),
    ],
)
def test_names_stand_in_the_order_of_the_language(language, names):
    turned = names[::-1]
    assert sorted(turned, key=lambda name: sort_key(name, language)) == names


@pytest.mark.parametrize(
    ("browser", "country", "zone"),
    [
        ("", "KE", "Africa/Nairobi"),
        ("Europe/Paris", "KE", "Europe/Paris"),
        ("Asia/Calcutta", "IN", "Asia/Kolkata"),
        ("Asia/Calcutta", "KE", "Asia/Calcutta"),
        ("", "US", "UTC"),
        ("America/Chicago", "US", "America/Chicago"),
        ("../../etc/passwd", "KE", "Africa/Nairobi"),
        ("\x00", "XK", "Europe/Belgrade"),
        ("nonsense", "ZZ", "UTC"),
    ],
)
def test_the_likely_zone(browser, country, zone):
    assert likely_zone(browser, country) == zone


def test_a_country_of_several_zones_names_the_city():
    assert zone_label("Kenya", "Africa/Nairobi", "KE") == "Kenya"
    buenos_aires = "America/Argentina/Buenos_Aires"
    assert zone_label("Argentina", buenos_aires, "AR") == "Argentina: Buenos Aires"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537 Edg/140", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) AppleWebKit Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_in_two_words(user_agent, words):
    assert describe(user_agent) == words
