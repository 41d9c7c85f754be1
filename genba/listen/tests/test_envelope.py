"""Envelopes: what is closed opens with its key and for its purpose, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.listen.envelope import CannotOpen, close, derive, new_key, open_envelope, triage_key

KEY = new_key()


@given(content=st.binary(max_size=2000))
def test_what_is_closed_opens_again(content):
    assert open_envelope(close(content, KEY, "words"), KEY, "words") == content


@given(place=st.integers(0, 200), change=st.integers(1, 255))
def test_every_changed_byte_is_noticed(place, change):
    closed = bytearray(close(b"The guard is loose.", KEY, "words"))
    closed[place % len(closed)] ^= change
    with pytest.raises(CannotOpen):
        open_envelope(bytes(closed), KEY, "words")


@pytest.mark.parametrize("envelope", [b"", b"short", b"x" * 12, b"x" * 28])
def test_what_is_no_envelope_is_refused(envelope):
    with pytest.raises(CannotOpen):
        open_envelope(envelope, KEY, "words")


def test_neither_another_key_nor_another_purpose_opens_it():
    closed = close(b"words", KEY, "words")
    for key, purpose in ((new_key(), "words"), (KEY, "photo")):
        with pytest.raises(CannotOpen):
            open_envelope(closed, key, purpose)


def test_the_same_words_never_look_the_same():
    assert close(b"words", KEY, "words") != close(b"words", KEY, "words")


def test_each_purpose_has_its_own_key(settings):
    secret = b"s" * 32
    assert len({derive(secret, "receipt/lookup"), derive(secret, "receipt/key"), secret}) == 3
    before = triage_key()
    settings.SECRET_KEY = "another"
    assert triage_key() != before
