"""A time stamp authority (RFC 3161): it signs that a checkpoint existed at a time, and keeps nothing."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    decode_timestamp_response,
)

from genba.trail.models import Checkpoint, Stamp
from genba.trail.outgoing import OutgoingTrouble, send
from genba.trail.witnesses.folder import STAMP, Folder
from genba.trail.witnesses.place import NotReached, Place, without_secrets

TYPE = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}


@dataclass(frozen=True)
class Authority(Place):
    """The answer is kept with the checkpoint, and laid into the folders outside."""

    kind = "time stamp"

    @property
    def name(self) -> str:
        """Without the path, which may hold a token."""
        return f"{self.kind} {without_secrets(self.target)}"

    def send(self, checkpoint: Checkpoint) -> None:
        """Ask for a stamp over the note, byte by byte as it is published, and keep it."""
        note = checkpoint.note.encode()
        request = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).build()
        try:
            answer = send("POST", self.target, body=request.as_bytes(), headers=TYPE)
        except OutgoingTrouble as trouble:
            raise NotReached(str(trouble)) from trouble
        if not answer.ok:
            message = f"The authority answered {answer.status}."
            raise NotReached(message)
        _check(answer.body, request, note)
        stamp, _made = Stamp.objects.get_or_create(
            size=checkpoint.size, place=self.name, defaults={"answer": answer.body}
        )
        for folder in settings.GENBA_WITNESS_FOLDERS:
            Folder(folder).keep(checkpoint, bytes(stamp.answer), STAMP)


def _check(raw: bytes, request: TimeStampRequest, note: bytes) -> None:
    """Whether the stamp is over our words and answers our question. Its reader checks who signed."""
    try:
        found = decode_timestamp_response(raw)
        granted = PKIStatus(found.status) in {PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS}
        info = found.tst_info if granted else None
    except ValueError as trouble:
        message = "The authority did not answer with a time stamp."
        raise NotReached(message) from trouble
    if info is None:
        message = "The authority refused: " + (", ".join(found.status_string) or str(found.status))
        raise NotReached(message)
    same_words = secrets.compare_digest(info.message_imprint.message, sha256(note).digest())
    if not same_words or info.nonce != request.nonce:
        message = "The authority stamped something else."
        raise NotReached(message)
