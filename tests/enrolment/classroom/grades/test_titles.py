"""Names of items in the middle of a line."""

from types import SimpleNamespace

from django.template.loader import render_to_string


def test_what_stands_behind_a_title_stands_right_behind_it():
    for language in ("", "ar"):
        column = SimpleNamespace(title="Essay", language=language)
        shown = render_to_string("components/titled.html", {"of": column, "behind": ":"})
        assert shown.strip().endswith("Essay</bdi>:")
