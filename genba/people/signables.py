"""What can be signed: rooms register their records here, with the exact bytes of a version and the meanings.

A signature binds the SHA-256 of `version_bytes(record)`. Make these bytes with `canonical(...)` from
everything that the signer affirms, and nothing that changes by itself.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from genba.people.models import Person
from genba.trail.meanings import Meaning


def canonical(what: Mapping[str, Any]) -> bytes:
    """The one spelling of some values: JSON in UTF-8, keys in order, no spaces. Values are JSON's own.

    Dates and times come in as ISO 8601 text. Raises TypeError for anything else and ValueError for NaN.
    """
    words = json.dumps(what, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return words.encode()


def _itself(record: Any) -> Model:
    found: Model = record
    return found


def _nothing(_record: Any, _by: Person, _meaning: str) -> None:
    """Most signatures only stand under their record."""


@dataclass(frozen=True)
class Signable:
    """One kind of record that people sign.

    `meanings` gives what a signature under this record may mean now (nothing: it cannot be signed yet),
    `told_of` the record in whose history the signature is told, `words` the labels of the signed values in
    the order in which they are shown, and `codes` turns a code among them into the word that people read.
    `then(record, by, meaning)` is what the signature brings about, in its own transaction: a signed version
    comes into force.
    """

    kind: str
    version_bytes: Callable[[Any], bytes]
    meanings: Callable[[Any], tuple[Meaning, ...]]
    who_may: Callable[[Person, Any], bool]
    told_of: Callable[[Any], Model] = _itself
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    codes: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    then: Callable[[Any, Person, str], None] = _nothing

    def version_hash(self, record: Any) -> str:
        """What a signature under the record as it is now is bound to: 64 hexadecimal digits."""
        return hashlib.sha256(self.version_bytes(record)).hexdigest()


_signables: dict[str, Signable] = {}


def register_signable(signable: Signable) -> None:
    """Let a kind of record be signed. It must be a registered subject as well."""
    _signables[signable.kind] = signable


def signable_named(kind: str) -> Signable | None:
    """The registered kind, or None."""
    return _signables.get(kind)
