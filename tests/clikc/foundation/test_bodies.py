"""What the script of a page sends is an object of JSON of a size, or refused."""

import pytest
from django.test import RequestFactory

from clikc.foundation.bodies import Unreadable, read_object


def sent(body, **meta):
    return RequestFactory().post("/", body, content_type="application/json", **meta)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"null", b'"{}"', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_object_is_unreadable(body):
    with pytest.raises(Unreadable) as caught:
        read_object(sent(body))
    assert caught.value.status == 400


def test_too_much_is_refused_before_it_is_read():
    with pytest.raises(Unreadable) as caught:
        read_object(sent(b'{"text": "0123456789"}'), largest=10)
    assert caught.value.status == 413
    assert read_object(sent(b'{"text": 1}'), largest=11) == {"text": 1}


def test_a_length_that_is_no_number_is_none():
    with pytest.raises(Unreadable) as caught:
        read_object(sent(b'{"text": 1}', CONTENT_LENGTH="no number"), largest=1)
    assert caught.value.status == 400
