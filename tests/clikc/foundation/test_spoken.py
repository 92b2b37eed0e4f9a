"""How long ago, and where, as each language says it: with its own plurals, in the digits of the site."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import deactivate_all, override

from clikc.foundation.spoken import age, ago, city_in, long_day

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGO = {
    "en": ["1 hour ago", "2 hours ago", "3 hours ago", "11 hours ago"],
    "fr": ["il y a 1 heure", "il y a 2 heures", "il y a 3 heures", "il y a 11 heures"],
    "es": ["hace 1 hora", "hace 2 horas", "hace 3 horas", "hace 11 horas"],
    "ar": ["قبل ساعة واحدة", "قبل ساعتين", "قبل 3 ساعات", "قبل 11 ساعة"],
    "am": ["ከ1 ሰዓት በፊት", "ከ2 ሰዓቶች በፊት", "ከ3 ሰዓቶች በፊት", "ከ11 ሰዓቶች በፊት"],
}
DAYS = {
    "en": ["1 day", "2 days", "3 days", "11 days"],
    "fr": ["1 jour", "2 jours", "3 jours", "11 jours"],
    "es": ["1 día", "2 días", "3 días", "11 días"],
    "ar": ["يوم", "يومان", "3 أيام", "11 يومًا"],
    "am": ["1 ቀናት", "2 ቀናት", "3 ቀናት", "11 ቀናት"],
}
BRUSSELS = {"en": "Brussels", "fr": "Bruxelles", "es": "Bruselas", "ar": "بروكسل", "am": "ብራሰልስ"}


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize("language", AGO)
def test_how_long_ago(language):
    with override(language):
        assert [plain(ago(NOW - number * HOUR, NOW)) for number in (1, 2, 3, 11)] == AGO[language]


@pytest.mark.parametrize("language", DAYS)
def test_how_long_it_lasted(language):
    with override(language):
        assert [plain(age(NOW - number * DAY, NOW)) for number in (1, 2, 3, 11)] == DAYS[language]


@pytest.mark.parametrize(
    ("lasted", "said"),
    [
        (timedelta(0), "0 minutes"),
        (timedelta(seconds=59), "0 minutes"),
        (timedelta(seconds=119), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=29, hours=23), "29 days"),
        (timedelta(days=59), "1 month"),
        (timedelta(days=364), "12 months"),
        (timedelta(days=729), "1 year"),
        (timedelta(hours=-3), "0 minutes"),
    ],
)
def test_whole_units_that_are_over(lasted, said):
    assert age(NOW - lasted, NOW) == said


def test_what_was_a_moment_ago_or_by_the_clock_of_another_machine_is_still_to_come():
    assert ago(NOW - timedelta(seconds=59), NOW) == ago(NOW + HOUR, NOW) == "just now"


def test_in_templates():
    page = Template("{{ moment|ago }}, {{ moment|age:until }}")
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    said = page.render(Context({"moment": moment, "until": moment + 2 * HOUR}))
    assert said.endswith("years ago, 2 hours")


@pytest.mark.parametrize("language", BRUSSELS)
def test_a_city_is_called_as_the_language_calls_it(language):
    with override(language):
        assert city_in("Europe/Brussels") == BRUSSELS[language]


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/Indiana/Tell_City", "Tell City, Indiana"),
        ("Etc/GMT+3", "GMT+3"),
        ("Nowhere/At_All", "At All"),
    ],
)
def test_where_the_language_has_no_name_that_of_the_zone_stands(zone, name):
    assert city_in(zone) == name


def test_outside_of_any_language_it_is_english():
    deactivate_all()
    assert (city_in("Asia/Amman"), ago(NOW - DAY, NOW)) == ("Amman", "1 day ago")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Wednesday, 25 November 2026"),
        ("fr", "mercredi 25 novembre 2026"),
        ("ar", "الأربعاء، 25 نوفمبر 2026"),
    ],
)
def test_days_have_the_order_and_the_signs_of_their_language(language, said):
    with override(language):
        assert long_day(date(2026, 11, 25)) == said
