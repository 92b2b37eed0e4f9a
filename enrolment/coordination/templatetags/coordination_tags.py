"""Tags of the workspace."""

from django import template

from ..menu import entries_of

register = template.Library()


@register.inclusion_tag("coordination/_menu.html", takes_context=True)
def coordination_menu(context):
    """The menu of ``administration``, with ``section`` marked as where one is. One query."""
    administration = context["administration"]
    return {
        "administration": administration,
        "entries": entries_of(administration),
        "section": context.get("section", ""),
        "has_others": len(context["request"].user.administrations_coordinated) > 1,
    }
