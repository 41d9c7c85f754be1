"""Signed messages between machines."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from genba.trail.webhooks import WebhookRefused, new_secret, signed, verified

pytestmark = pytest.mark.once
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'


def now():
    return datetime.now(UTC)


def test_the_published_example_comes_out():
    headers = signed(SECRET, MESSAGE, BODY, at=datetime.fromtimestamp(1614265330, tz=UTC))
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1614265330"


def test_what_was_signed_is_taken_and_tells_its_id():
    secret = new_secret()
    assert verified(secret, signed(secret, "msg_1", "ü".encode(), at=now()), "ü".encode()) == "msg_1"


def test_a_time_of_another_zone_is_the_same_moment():
    there = now().astimezone(tz=ZoneInfo("Asia/Tokyo"))
    assert verified(SECRET, signed(SECRET, MESSAGE, BODY, at=there), BODY) == MESSAGE


def test_one_good_signature_among_others_is_enough():
    headers = signed(SECRET, MESSAGE, BODY, at=now())
    headers["webhook-signature"] = f"v1a,xx v1,AAAA {headers['webhook-signature']}"
    assert verified(SECRET, {name.title(): value for name, value in headers.items()}, BODY) == MESSAGE


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_message_too_old_or_too_new_is_refused(minutes):
    headers = signed(SECRET, MESSAGE, BODY, at=now() + timedelta(minutes=minutes))
    with pytest.raises(WebhookRefused):
        verified(SECRET, headers, BODY)


def test_a_message_of_four_minutes_ago_is_still_good():
    headers = signed(SECRET, MESSAGE, BODY, at=now() - timedelta(minutes=4))
    assert verified(SECRET, headers, BODY) == MESSAGE


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_other"},
        {"webhook-timestamp": str(int(now().timestamp()) + 1000)},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "now"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": "v1,ä"},
        {"webhook-signature": ""},
    ],
)
def test_a_message_that_was_changed_is_refused(change):
    headers = {**signed(SECRET, MESSAGE, BODY, at=now()), **change}
    with pytest.raises(WebhookRefused):
        verified(SECRET, headers, BODY)


@pytest.mark.parametrize("body", [b'{"test": 2432232315}', b"", b"\xff\xfe"])
def test_other_words_under_the_same_signature_are_refused(body):
    with pytest.raises(WebhookRefused):
        verified(SECRET, signed(SECRET, MESSAGE, BODY, at=now()), body)


def test_another_secret_opens_nothing():
    with pytest.raises(WebhookRefused):
        verified(new_secret(), signed(SECRET, MESSAGE, BODY, at=now()), BODY)
