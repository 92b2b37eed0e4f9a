from django import template

from clikc.people.devices import describe
from clikc.people.record import sentence_as_html
from clikc.people.roles import Role

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """Browser and system in two words: ``Firefox · Windows``."""
    return describe(user_agent or "")


@register.filter
def deed(entry) -> str:
    """What an entry of the record says, in the reader's language."""
    return sentence_as_html(entry)


@register.filter
def role_name(code: str) -> str:
    """A role in the reader's language; nothing where there was none."""
    return Role(code).label if code in Role.values else ""
