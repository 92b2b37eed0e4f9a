"""The Academy in the demo: programmes, two sessions that are long over, one in its sixth week, calls in every
state, and sessions of other programmes.

Everything goes through the verbs, each at its moment (``tutored/clock.py``), and once: what hangs on a
session is there when the session is. Who took part is invented; how many did, in which months and of how many
administrations, is what the WCO says of sessions 4 and 5 (docs/domain.md).
"""
