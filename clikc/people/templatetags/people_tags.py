from django import template

from clikc.people.devices import describe

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """Browser and system in two words: ``Firefox · Windows``."""
    return describe(user_agent or "")
