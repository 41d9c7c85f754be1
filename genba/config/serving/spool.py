"""Bytes that wait: in memory while they are few, else on disk under a key that never leaves the memory."""

import os
import tempfile
from typing import IO

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

IN_MEMORY = 128 * 1024
PIECE = 64 * 1024


class Spool:
    """Written from front to back, then read from front to back, once."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self.in_memory = in_memory
        self.waiting = 0
        self.held = bytearray()
        self.file: IO[bytes] | None = None
        self.locked: CipherContext | None = None
        self.unlocked: CipherContext | None = None

    def write(self, data: bytes) -> None:
        self.waiting += len(data)
        if self.file is None and len(self.held) + len(data) > self.in_memory:
            self._move_to_disk()
        if self.file is None or self.locked is None:
            self.held += data
        else:
            self.file.seek(0, os.SEEK_END)
            self.file.write(self.locked.update(data))

    def read(self, most: int = PIECE) -> bytes:
        """The next bytes; none when all were read."""
        if self.held:
            found = bytes(self.held[:most])
            del self.held[:most]
        elif self.file is not None and self.unlocked is not None:
            self.file.seek(self.read_up_to)
            found = self.unlocked.update(self.file.read(most))
            self.read_up_to += len(found)
        else:
            found = b""
        self.waiting -= len(found)
        return found

    def close(self) -> None:
        self.held.clear()
        if self.file is not None:
            self.file.close()

    def _move_to_disk(self) -> None:
        """What is in memory stays there and is read first; what comes now goes to a file without a name."""
        self.file, self.read_up_to = tempfile.TemporaryFile(), 0  # noqa: SIM115  (closed by close)
        cipher = Cipher(algorithms.AES(os.urandom(32)), modes.CTR(os.urandom(16)))
        self.locked, self.unlocked = cipher.encryptor(), cipher.decryptor()
