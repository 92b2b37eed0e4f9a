from django import template

from clikc.home.routing import languages_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_addresses(context, page) -> dict:
    """Canonical address and alternates of a page: only editions that exist. One query.

    A page shown in place of a missing translation is canonical where it was written.
    """
    request = context["request"]
    found = {code: request.build_absolute_uri(path) for code, path in languages_of(page).items()}
    default = found.get("en") or next(iter(found.values()), request.build_absolute_uri())
    return {
        "canonical": found.get(page.language, default),
        "alternates": [*found.items(), ("x-default", default)],
    }
