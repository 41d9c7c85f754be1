"""Messages from machine to machine that prove who sent them, as standardwebhooks.com describes it."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError

SECRET_BYTES = 32


class WebhookRefused(Exception):  # noqa: N818  (an answer to the sender, not a fault)
    """The message does not prove who sent it, or it is older or newer than five minutes."""


def new_secret() -> str:
    """A secret to share with the other side: `whsec_` and 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed(secret: str, message: str, body: bytes, *, at: datetime) -> dict[str, str]:
    """The headers that go with a message.

    `message` is its id, the same at every try, so that the other side can drop what it has already; `at` is
    the moment of this try, with a time zone; `body` is UTF-8 and is sent byte by byte as it is signed.
    """
    at = at.astimezone(UTC)  # the library takes the clock's face for UTC
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message, at, body.decode()),
    }


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> str:
    """The id of a message whose signature and time are good; whoever acts on it must act once for each id.

    The comparison takes as long for a nearly right signature as for a wrong one. Raises WebhookRefused.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    try:
        Webhook(secret).verify(body, lowered, json_parse=False)
    except (WebhookVerificationError, ValueError, binascii.Error) as trouble:
        raise WebhookRefused from trouble
    return lowered["webhook-id"]
