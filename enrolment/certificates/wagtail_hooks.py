from wagtail import hooks

from .viewsets import CertificateViewSet


@hooks.register("register_admin_viewset")
def certificate_viewset():
    return CertificateViewSet()
