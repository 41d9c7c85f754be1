"""All tables and nothing in them: made once for a whole run of the tests, and copied wherever one begins.

The migrations take ten seconds of a processor. Without this, every process of the tests and every instance
that a test starts would go through them again. What is copied is up to date, so that whoever migrates it
finds nothing to do; were it behind, the rest would be applied. The first start of an instance, from nothing,
is tested in genba/config/tests/test_up.py, test_upgrade.py and tests/test_wheel.py.

    python -m tests.tables        make them ahead, in the folder that TABLES_OF_THE_RUN names
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pysqlite3

ROOT = Path(__file__).resolve().parent.parent
#: Names the folder that all processes of a run share. bin/test sets it for all of its parts.
SHARED = "TABLES_OF_THE_RUN"


def begin_run() -> Path | None:
    """Make the folder of this run. None where another process, which ends after this one, has made it."""
    if SHARED in os.environ:
        return None
    folder = Path(tempfile.mkdtemp(prefix="genba-tables-"))
    os.environ[SHARED] = str(folder)
    return folder


def end_run(folder: Path) -> None:
    """Take away what was made for this run; a database on a server too."""
    for made in folder.glob("*.server"):
        address, name = made.read_text().splitlines()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(folder, ignore_errors=True)
    del os.environ[SHARED]


def tables_on_sqlite() -> Path:
    """A file of SQLite, to be copied and never to be opened for writing."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory(dir=path.parent) as data:
            _migrate(GENBA_DATA=data)
            database = Path(data) / "genba.sqlite3"
            with closing(pysqlite3.connect(database)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")  # one file, wherever it is copied to
            database.rename(path)

    return _once("genba.sqlite3", make)


def tables_on_a_server(address: str) -> str:
    """The name of a database on this server (postgres://account@host:port), to be used as a template."""
    name = f"genba_tables_{hashlib.sha256(str(_folder()).encode()).hexdigest()[:8]}"
    known = hashlib.sha256(address.encode()).hexdigest()[:8]

    def make(path: Path) -> None:
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        with tempfile.TemporaryDirectory(dir=path.parent) as data:
            _migrate(GENBA_DATA=data, DATABASE_URL=f"{address}/{name}")
        path.write_text(f"{address}/postgres\n{name}\n")

    _once(f"{known}.server", make)
    return name


def address_of(database: Mapping[str, Any]) -> str:
    """Where the server of a database in Django's settings is, with its account."""
    account = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    return f"postgres://{account}@{database['HOST']}:{database['PORT'] or 5432}"


def _once(name: str, make: Callable[[Path], None]) -> Path:
    """What lies under this name in the folder of the run; the first who asks makes it, others wait."""
    path = _folder() / name
    with (path.parent / f"{name}.gate").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not path.exists():
            make(path)
    return path


def _folder() -> Path:
    """The folder of this run; where nobody began one, as in benchmarks, it lasts as long as this process."""
    if (folder := begin_run()) is not None:
        atexit.register(end_run, folder)
    return Path(os.environ[SHARED])


def _migrate(**environment: str) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "-P", "-m", "genba.config.cli", "migrate"]
    surroundings = {**kept, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])


if __name__ == "__main__":
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    tables_on_a_server(server) if server else tables_on_sqlite()
