"""An address to which checkpoints are posted, signed as standardwebhooks.com describes it."""

import base64
import binascii
import json
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from genba.trail.models import Checkpoint
from genba.trail.outgoing import OutgoingTrouble, post_json
from genba.trail.seals.note import read_checkpoint
from genba.trail.webhooks import signed
from genba.trail.witnesses.place import NotReached, Place, without_secrets


@dataclass(frozen=True)
class Hook(Place):
    """The message is `{"type": "trail.checkpoint", "data": {"checkpoint": …}}`."""

    kind = "webhook"

    @property
    def name(self) -> str:
        """Without the path, which may hold a token."""
        return f"{self.kind} {without_secrets(self.target)}"

    def send(self, checkpoint: Checkpoint) -> None:
        """Post it. The message keeps its id at every try."""
        body, root = message_of(checkpoint), bytes(checkpoint.root).hex()[:16]
        headers = signed(_secret(), f"checkpoint_{checkpoint.size}_{root}", body, at=timezone.now())
        try:
            answer = post_json(self.target, body, headers=headers)
        except OutgoingTrouble as trouble:
            raise NotReached(str(trouble)) from trouble
        if not answer.ok:
            message = f"The other side answered {answer.status}."
            raise NotReached(message)


def _secret() -> str:
    words: str = settings.GENBA_WITNESS_WEBHOOK_SECRET
    if not words:
        message = "GENBA_WITNESS_WEBHOOK_SECRET is not set."
        raise NotReached(message)
    try:
        if base64.b64decode(words.removeprefix("whsec_"), validate=True):
            return words
    except binascii.Error:
        pass
    message = "GENBA_WITNESS_WEBHOOK_SECRET is not whsec_ and base64."
    raise NotReached(message)


def message_of(checkpoint: Checkpoint) -> bytes:
    """The body of the message."""
    data = {
        "origin": read_checkpoint(checkpoint.note).origin,
        "size": checkpoint.size,
        "root": base64.b64encode(bytes(checkpoint.root)).decode(),
        "checkpoint": checkpoint.note,
    }
    at = checkpoint.signed_at.isoformat()
    return json.dumps({"type": "trail.checkpoint", "timestamp": at, "data": data}).encode()
