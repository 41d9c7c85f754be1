"""Django's SQLite backend on the pinned engine, with a gate in front of BEGIN.

Debian's engine 3.40 can corrupt a database when its write-ahead log is reset, so the engine comes from a
wheel and takes the place of the standard library's module before Django looks for it. Writers of several
processes queue at a file lock instead of polling SQLite, which keeps the slowest request short.
"""

import fcntl
import sys
import time
from pathlib import Path
from typing import IO

import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base  # noqa: E402  (after the engine was put in place)
from django.db.utils import OperationalError  # noqa: E402  (the same)

FIRST_SOUND_ENGINE = (3, 51, 3)
SECONDS_AT_THE_GATE = 30.0
SECONDS_BETWEEN_TRIES = 0.002


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; it holds the gate from BEGIN to COMMIT or ROLLBACK."""

    _gate: IO[bytes] | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._leave_gate()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave_gate()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave_gate()

    def _enter_gate(self) -> None:
        if self._gate is not None or self.is_in_memory_db():
            return
        gate = self._open_gate()
        deadline = time.monotonic() + SECONDS_AT_THE_GATE
        while True:
            try:
                fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    gate.close()
                    raise OperationalError("database is locked") from None
                time.sleep(SECONDS_BETWEEN_TRIES)
            else:
                self._gate = gate
                return

    def _open_gate(self) -> IO[bytes]:
        try:
            return Path(f"{self.settings_dict['NAME']}.gate").open("ab")
        except OSError as trouble:  # a disk that is full, or cannot be written
            message = f"unable to open database file: {trouble.strerror}"
            raise OperationalError(message) from trouble

    def _leave_gate(self) -> None:
        if self._gate is not None:
            self._gate.close()
            self._gate = None
