"""What every page's frame needs: languages of the interface, addresses of this thing in each."""

from django.conf import settings
from django.utils.translation import get_language, get_language_from_path, get_language_info

from .navigation import entries_for


def chrome(request) -> dict:
    """Languages with their own names and the address of the same thing in each; what is in the person's
    menu, looked up when a page shows it. No query."""
    current = get_language()
    return {
        "language": current,
        "direction": "rtl" if get_language_info(current)["bidi"] else "ltr",
        "site_name": settings.SITE_NAME,
        "own_entries": lambda: entries_for(request.user),
        "languages": [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
                "address": same_thing(request, code),
                "is_current": code == current,
            }
            for code in settings.INTERFACE_LANGUAGES
        ],
    }


def same_thing(request, language: str) -> str:
    """The address of what is on the screen, in another language; the query travels with it."""
    path = request.path_info
    now = get_language_from_path(path)
    if now:
        path = f"/{language}{path[len(now) + 1 :]}"
    elif path.startswith("/verify/"):
        path = f"/{language}{path}"
    else:
        path = f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
