"""The administrations of the world, from ``data/administrations.csv`` (sources in docs/domain.md)."""

import csv
from datetime import date
from pathlib import Path

from .models import Administration, Region

FILE = Path(__file__).parent / "data" / "administrations.csv"
LANGUAGES = ("en", "fr", "es", "ar", "am", "pt", "ru")

# Short names for lists; the long names of the six regions are the WCO's own.
REGIONS = {
    "AMS": {
        "en": "Americas and the Caribbean",
        "fr": "Amériques et Caraïbes",
        "es": "Américas y el Caribe",
        "ar": "الأمريكتان والكاريبي",
        "am": "አሜሪካዎች እና ካሪቢያን",
        "pt": "Américas e Caraíbas",
        "ru": "Америка и Карибский бассейн",
    },
    "AP": {
        "en": "Asia and the Pacific",
        "fr": "Asie et Pacifique",
        "es": "Asia y el Pacífico",
        "ar": "آسيا والمحيط الهادئ",
        "am": "እስያ እና ፓስፊክ",
        "pt": "Ásia e Pacífico",
        "ru": "Азия и Тихий океан",
    },
    "ESA": {
        "en": "East and Southern Africa",
        "fr": "Afrique orientale et australe",
        "es": "África Oriental y Meridional",
        "ar": "شرق وجنوب أفريقيا",
        "am": "ምሥራቅ እና ደቡብ አፍሪካ",
        "pt": "África Oriental e Austral",
        "ru": "Восточная и Южная Африка",
    },
    "EUR": {
        "en": "Europe",
        "fr": "Europe",
        "es": "Europa",
        "ar": "أوروبا",
        "am": "አውሮፓ",
        "pt": "Europa",
        "ru": "Европа",
    },
    "MENA": {
        "en": "North of Africa, Near and Middle East",
        "fr": "Afrique du Nord, Proche et Moyen-Orient",
        "es": "Norte de África, Cercano y Medio Oriente",
        "ar": "شمال أفريقيا والشرق الأدنى والأوسط",
        "am": "ሰሜን አፍሪካ፣ ቅርብና መካከለኛው ምሥራቅ",
        "pt": "Norte de África, Próximo e Médio Oriente",
        "ru": "Северная Африка, Ближний и Средний Восток",
    },
    "WCA": {
        "en": "West and Central Africa",
        "fr": "Afrique occidentale et centrale",
        "es": "África Occidental y Central",
        "ar": "غرب ووسط أفريقيا",
        "am": "ምዕራብ እና መካከለኛው አፍሪካ",
        "pt": "África Ocidental e Central",
        "ru": "Западная и Центральная Африка",
    },
}


def load_administrations() -> int:
    """Create or update the six regions and every administration of the file; the number of rows.

    Two bulk statements, whatever is there already.
    """
    Region.objects.bulk_create(
        [Region(code=code, **_names(names)) for code, names in REGIONS.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_columns("name"),
    )
    regions = {region.code: region for region in Region.objects.all()}
    with FILE.open(encoding="utf-8", newline="") as handle:
        rows = [_administration(row, regions) for row in csv.DictReader(handle)]
    Administration.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*_columns("name"), "alpha3", "region", "suggested_language", "member_since"],
    )
    return len(rows)


def _administration(row: dict[str, str], regions: dict[str, Region]) -> Administration:
    return Administration(
        code=row["code"],
        alpha3=row["alpha3"],
        region=regions[row["region"]],
        suggested_language=row["suggested_language"],
        member_since=_day(row["member_since"]),
        **_names({language: row[f"name_{language}"] for language in LANGUAGES}),
    )


def _day(text: str) -> date | None:
    """A full date; the source knows of some Members only the year, which is no date."""
    return date.fromisoformat(text) if len(text) == len("2026-01-31") else None


def _names(names: dict[str, str]) -> dict[str, str]:
    return {"name": names["en"], **{f"name_{language}": names[language] for language in LANGUAGES}}


def _columns(field: str) -> list[str]:
    return [field, *(f"{field}_{language}" for language in LANGUAGES)]
