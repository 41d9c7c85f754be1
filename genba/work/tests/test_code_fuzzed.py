"""Whatever a code server sends, it is read or refused; nothing breaks."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.work.code import payloads
from genba.work.code.payloads import Unreadable, read
from genba.work.tests.code_messages import connect, looked, merged, send
from genba.work.tests.gitlab_messages import gitlab


@pytest.fixture
def hub(cast):
    return connect(cast)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just("\0\ud800"),
    st.just([]),
    st.just({}),
)


def spoil(message, odd, seed):
    """The message with one of its values, wherever, replaced by something odd."""
    chance, place = random.Random(seed), message
    while True:
        key = chance.choice(list(place))
        if isinstance(place[key], dict) and place[key] and chance.random() < 0.8:
            place = place[key]
            continue
        place[key] = odd
        return message


@pytest.mark.once
@settings(max_examples=120, deadline=None)
@given(odd=ODD, seed=st.integers(0, 10**9), source=st.sampled_from(["merged", "looked", "gitlab"]))
def test_the_reader_says_what_it_heard_or_that_it_cannot_read(odd, seed, source):
    message = {"merged": merged, "looked": looked, "gitlab": gitlab}[source]()
    provider = "gitlab" if source == "gitlab" else "github"
    event = "pull_request_review" if source == "looked" else "pull_request"
    try:
        heard = read(provider, event, json.dumps(spoil(message, odd, seed)).encode())
    except Unreadable:
        return
    if heard is not None:
        assert 0 < heard.number <= payloads.BIGGEST_NUMBER
        (heard.title + heard.page + heard.author + heard.author_key + heard.head).encode()
        assert len(heard.title) <= 300
        assert heard.page == "" or heard.page.startswith("http")


@pytest.mark.once
@settings(max_examples=80, deadline=None)
@given(body=st.one_of(st.binary(max_size=200), st.text(max_size=80).map(str.encode)))
def test_any_bytes_are_read_or_refused(body):
    for provider in ("github", "gitlab"):
        try:
            read(provider, "pull_request", body)
        except Unreadable:
            continue


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd=ODD, seed=st.integers(0, 10**9))
def test_a_signed_message_with_anything_in_it_is_never_a_fault(client, hub, odd, seed):
    for source in (merged, looked):
        answer = send(client, *hub, spoil(source(), odd, seed))
        assert answer.status_code in {200, 422}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{" * 9000,
        b"[" * 200_000,
        b'{"a":' + b"9" * 5000 + b"}",
        b"\xff\xfe",
        b'{"action":[]}',
        b'{"action":{}}',
    ],
)
def test_signed_rubbish_is_refused_in_plain_words(client, hub, body):
    answer = send(client, *hub, body)
    assert answer.status_code in {200, 422}
    assert answer.headers["Content-Type"].startswith("text/plain")
