"""What only we say in a file of Moodle XML: attributes and elements Moodle skips. Pure.

On ``<question>``: ``clikc:source`` (address), ``clikc:partial="no"`` (all or nothing),
``clikc:order`` (codes of all choices, where they stand in another order than here), ``clikc:gaps``
(numbers of the gaps as they stand in the text), ``clikc:width``, ``clikc:height``, ``clikc:several``
(of a hotspot). On an answer, a subquestion or a drop: ``clikc:code`` (of the choice), ``clikc:lang``
(the language of an accepted text).

Below ``<question>``: ``<clikc:text lang="fr">`` is a text with gaps in a further language,
``<clikc:accepted gap="1" lang="fr">`` says which language a text accepted there is in, and
``<clikc:area code="…">`` is a wrong area of a hotspot, with shape and coords as in ``<drop>``.
"""

PREFIX = "clikc:"
NAMESPACE = "urn:clikc:questions"

SOURCE = "clikc:source"
PARTIAL = "clikc:partial"
ORDER = "clikc:order"
GAPS = "clikc:gaps"
WIDTH = "clikc:width"
HEIGHT = "clikc:height"
SEVERAL = "clikc:several"
CODE = "clikc:code"
LANG = "clikc:lang"

TEXT = "clikc:text"
ACCEPTED = "clikc:accepted"
AREA = "clikc:area"
NAME = "clikc:name"
