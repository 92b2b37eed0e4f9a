from wagtail import hooks

from .viewsets import CatalogueGroup


@hooks.register("register_admin_viewset")
def catalogue_group():
    return CatalogueGroup()
