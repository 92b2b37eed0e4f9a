"""Work put off to the end of a block: once for its key, in order, and not at all if the block fails."""

import pytest

from clikc.foundation.later import at_the_end, once


@pytest.fixture
def done() -> list[str]:
    return []


def test_without_a_block_it_is_done_at_once_every_time(done):
    once("a", lambda: done.append("a"))
    once("a", lambda: done.append("a"))
    assert done == ["a", "a"]


def test_in_a_block_it_is_done_once_at_the_end_in_the_order_first_asked_for(done):
    with at_the_end():
        for key in ("b", "a", "b"):
            once(key, lambda key=key: done.append(key))
        assert done == []
    assert done == ["b", "a"]
    once("b", lambda: done.append("later"))
    assert done == ["b", "a", "later"]


def test_a_block_inside_another_belongs_to_it(done):
    with at_the_end():
        with at_the_end():
            once("a", lambda: done.append("a"))
        assert done == []
        once("a", lambda: done.append("again"))
    assert done == ["a"]


def test_nothing_is_done_when_the_block_fails(done):
    def fails():
        with at_the_end():
            once("a", lambda: done.append("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert done == []
    once("a", lambda: done.append("a"))
    assert done == ["a"]
