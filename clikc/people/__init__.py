"""People and the administrations they serve.

Nouns: User, Administration, Region, RoleGrant. Verbs: ``grant_role``, ``withdraw_role``, ``change_profile``,
``appoint``, ``hand_over``, ``end_appointment``. Later rooms tell it what they know: ``register_name_lock``,
``add_role_permissions``. Who may what is data: ``roles.py``; Django's groups follow: ``back_office.py``.
Announces: ``signed_up``, ``appointment_changed``.
"""
