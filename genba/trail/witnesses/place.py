"""What every place outside has in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from genba.trail.models import Checkpoint


class NotReached(Exception):  # noqa: N818  (a state of affairs)
    """A place did not take the checkpoint; the sentence says why, for administrators."""


@dataclass(frozen=True)
class Place(ABC):
    """One place that receives checkpoints."""

    target: str

    kind = "place"

    @property
    def name(self) -> str:
        """How it is called on screens and in its row; without what is secret in an address."""
        return f"{self.kind} {self.target}"[:200]

    @property
    def pace(self) -> timedelta:
        """How long to wait at least between two checkpoints; they are made once a minute anyhow."""
        return timedelta()

    @abstractmethod
    def send(self, checkpoint: Checkpoint) -> None:
        """Hand over a checkpoint. Bears being run twice. Raises NotReached."""


def without_secrets(url: str) -> str:
    """The machine of an address and a fingerprint of the rest, which may hold a token."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''} ({sha256(url.encode()).hexdigest()[:8]})"
