"""PostgreSQL's own programs, which dump and restore. The password never stands on a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from genba.front.backup_trouble import BackupTrouble

NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def needed_clients() -> None:
    """Make sure that the programs are there and not older than the server. Raises BackupTrouble."""
    for program in ("pg_dump", "pg_restore", "psql"):
        if shutil.which(program) is None:
            raise BackupTrouble("no_program", program=program)
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10000
    client = int(re.findall(r"\d+", _run(["pg_dump", "--version"]))[0])
    if client < server:
        raise BackupTrouble("old_program", server=server, client=client)


def dump(target: Path, *, snapshot: str) -> None:
    """Write a dump in PostgreSQL's own compact form."""
    _run(["pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"])


def as_sql(dump_file: Path, target: Path) -> None:
    """Turn a dump into the statements that bring it back."""
    _run(["pg_restore", "--no-owner", "--no-privileges", f"--file={target}", str(dump_file)])


def run_sql(*scripts: Path) -> None:
    """Run scripts in one transaction: everything or nothing."""
    files = [f"--file={script}" for script in scripts]
    _run(["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *files])


def restore_dump(dump_file: Path, *, into: str) -> None:
    """Restore a dump into another, empty database of the same server."""
    _run(
        ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={into}", str(dump_file)]
    )


def _run(command: list[str]) -> str:
    given = connection.get_connection_params()
    environment = {NAMES[key]: str(value) for key, value in given.items() if key in NAMES and value}
    done = subprocess.run(  # noqa: S603  (fixed programs)
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        said = next((line for line in lines if "error" in line.lower()), lines[0])
        if "No space left" in done.stderr or "File too large" in done.stderr:
            raise BackupTrouble("disk_full")
        said = said.rpartition("ERROR:")[2].strip().rstrip(".")
        raise BackupTrouble("program_failed", program=command[0], said=said)
    return done.stdout
