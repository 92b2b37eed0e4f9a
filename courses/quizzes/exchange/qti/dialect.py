"""What differs between QTI 2.1 and QTI 3.0 beside the names of elements. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Dialect(NamedTuple):
    """Namespaces, types of resources and addresses of the standard scorings of a version."""

    is_kebab: bool
    items: str
    items_schema: str
    manifest: str
    manifest_schema: str
    schema: str
    schema_version: str
    item_type: str
    scoring: str

    def template(self, name: str) -> str:
        return self.scoring.format(name)


DIALECTS = {
    "2.1": Dialect(
        False,
        "http://www.imsglobal.org/xsd/imsqti_v2p1",
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        "http://www.imsglobal.org/xsd/imscp_v1p1",
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
        "QTIv2.1 Package",
        "1.0.0",
        "imsqti_item_xmlv2p1",
        "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}",
    ),
    "3.0": Dialect(
        True,
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
        "QTI Package",
        "3.0.0",
        "imsqti_item_xmlv3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
    ),
}
