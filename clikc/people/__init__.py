"""People and the administrations they serve.

Nouns: User, Administration, Region, RoleGrant. Verbs: ``grant_role``, ``withdraw_role``.
Who may what is data: ``roles.py``.
"""
