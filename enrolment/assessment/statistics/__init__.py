"""What the sittings of a quiz say about its questions, for those who write them.

``rules`` and ``reliability`` are pure, ``reading`` counts without names, the rest shows it in the back
office.
"""
