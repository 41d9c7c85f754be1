"""PostgreSQL's own programs, which dump and restore. The password never stands on a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from genba.config.terminal import Refusal

ADVICE = "On Debian or Ubuntu: apt-get install postgresql-client"
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
    """Refuse, in words, when a program is missing or older than the server."""
    for program in ("pg_dump", "pg_restore", "psql"):
        if shutil.which(program) is None:
            message = f"PostgreSQL's program {program} is needed for this and is not installed. {ADVICE}"
            raise Refusal(message)
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10000
    client = int(re.findall(r"\d+", _run(["pg_dump", "--version"]))[0])
    if client < server:
        message = (
            f"The database is PostgreSQL {server}, but the programs on this machine are of version {client} "
            f"and cannot read it. Install postgresql-client-{server}."
        )
        raise Refusal(message)


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


def _run(command: list[str]) -> str:
    given = connection.get_connection_params()
    environment = {NAMES[key]: str(value) for key, value in given.items() if key in NAMES and value}
    done = subprocess.run(  # noqa: S603  (fixed programs)
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        said = next((line for line in lines if "error" in line.lower()), lines[0])
        raise Refusal(f"{command[0]} did not succeed: {said.rpartition('ERROR:')[2].strip()}.")
    return done.stdout
