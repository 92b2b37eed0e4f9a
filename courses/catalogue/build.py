"""The empty catalogue: one page for each home page, before any course."""

from clikc.home.models import HomePage

from .api import build_catalogue
from .models import CataloguePage

WORDS = {
    "en": ("Courses", "Everything you can learn here. Choose by subject, level or language, or search."),
    "fr": (
        "Cours",
        "Tout ce que vous pouvez apprendre ici. Choisissez par thème, niveau ou langue, ou cherchez.",
    ),
    "es": ("Cursos", "Todo lo que puede aprender aquí. Elija por tema, nivel o idioma, o busque."),
    "ar": ("المقررات", "كل ما يمكنك تعلمه هنا. اختر بحسب الموضوع أو المستوى أو اللغة، أو ابحث."),
    "am": ("ኮርሶች", "እዚህ ሊማሩት የሚችሉት ሁሉ። በርዕስ፣ በደረጃ ወይም በቋንቋ ይምረጡ፤ ወይም ይፈልጉ።"),
}


def build_empty_catalogue() -> list[CataloguePage]:
    """The catalogue pages in every language of the site. Safe to call twice."""
    return build_catalogue(homes=HomePage.objects.select_related("locale").order_by("path"), words=WORDS)
