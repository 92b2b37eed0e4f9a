"""Who may have the files of lessons. They are course content, wherever Wagtail keeps them."""

from __future__ import annotations

from wagtail.models import Page, ReferenceIndex

from clikc.foundation.pages import language_codes

from .access import may_read, standing_in


def may_have(*, user, document) -> bool:
    """Whether a signed-in person may have a document: one that no course uses, or a course she may read.

    Three queries for each page that uses it, until one lets her in.
    """
    pages = Page.objects.filter(pk__in=_users_of(document))
    is_free = True
    for page in pages:
        course, enrolment = standing_in(page, user)
        if course is None:
            return True
        language = language_codes()[page.locale_id]
        if may_read(user=user, course=course, enrolment=enrolment, language=language):
            return True
        is_free = False
    return is_free


def _users_of(document) -> set[int]:
    """Ids of the pages whose words name the document."""
    references = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page)
    )
    return {int(pk) for pk in references.values_list("object_id", flat=True)}
