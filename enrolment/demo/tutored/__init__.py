"""A tutored course run in its sixth week: 42 participants, ten tutors, four assignments, work in every state.

Everything goes through the verbs, each at its moment (``clock.py``): the second time nothing is added.
"""
