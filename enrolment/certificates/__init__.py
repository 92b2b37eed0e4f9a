"""Certificates: the document that says a course was completed, and the page that proves it.

Nouns: Certificate, CertificateChange. Verbs: ``award_certificate``, ``revoke_certificate``,
``certificate_by_code``. Announces: ``certificate_awarded``, ``certificate_revoked``.
"""
