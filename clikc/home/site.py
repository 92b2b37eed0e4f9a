"""The site before any course: languages, the home page of each, its plain pages.

The words are files: ``content/<language>/<page>.md``. Building is idempotent and only adds
what is missing, so that what an editor changed in the back office stays.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from clikc.foundation.markdown import Source, split_front_matter, to_html
from clikc.foundation.pages import forget_locales

from .models import HomePage, PlainPage
from .routing import home_slug

CONTENT = Path(__file__).parent / "content"
PLAIN_PAGES = ("about", "help", "privacy", "accessibility")


@transaction.atomic
def build_site() -> HomePage:
    """Locales, home and plain pages in every language; returns the source home page.

    Safe to call twice.
    """
    locales = _build_locales()
    homes = {language: _build_home(language, locale) for language, locale in locales.items()}
    for home in homes.values():
        home.refresh_from_db()
    for name in PLAIN_PAGES:
        _build_plain_pages(name, homes)
    _point_site_at(homes[settings.LANGUAGE_CODE])
    return homes[settings.LANGUAGE_CODE]


def _build_locales() -> dict[str, Locale]:
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code in settings.INTERFACE_LANGUAGES
    }
    forget_locales()
    return locales


def _build_home(language: str, locale: Locale) -> HomePage:
    existing = HomePage.objects.filter(locale=locale).first()
    if existing:
        return existing
    source = read_words(language, "home")
    root = Page.objects.get(depth=1)
    _drop_welcome_page(root)
    page = HomePage(
        title=source.fields["title"],
        slug=home_slug(language),
        locale=locale,
        tagline=source.fields["tagline"],
        introduction=source.text.strip(),
        seo_title=source.fields["title"],
        search_description=source.fields["tagline"],
    )
    first = HomePage.objects.first()
    if first:
        page.translation_key = first.translation_key
    Page.objects.get(pk=root.pk).add_child(instance=page)
    return page


def _drop_welcome_page(root: Page) -> None:
    """Wagtail's first migration puts a page "Welcome to your new Wagtail site!" there."""
    for page in root.get_children().filter(slug="home"):
        page.delete()


def _build_plain_pages(name: str, homes: dict[str, HomePage]) -> None:
    key = PlainPage.objects.filter(slug=name).values_list("translation_key", flat=True).first()
    for language, home in homes.items():
        if PlainPage.objects.filter(slug=name, locale=home.locale).exists():
            continue
        source = read_words(language, name)
        page = PlainPage(
            title=source.fields["title"],
            slug=name,
            locale=home.locale,
            summary=source.fields.get("summary", ""),
            body=to_html(source.text),
        )
        if key:
            page.translation_key = key
        home.add_child(instance=page)
        key = page.translation_key


def _point_site_at(home: HomePage) -> None:
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": settings.SITE_NAME, "root_page": home},
    )


def read_words(language: str, name: str) -> Source:
    """The words of one of the site's own pages in a language; falls back to the source language's."""
    path = CONTENT / language / f"{name}.md"
    if not path.exists():
        path = CONTENT / settings.LANGUAGE_CODE / f"{name}.md"
    return split_front_matter(path.read_text(encoding="utf-8"))
