"""A PostgreSQL of one's own in a temporary folder, with fsync on, to be killed and started again."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

A_BACKEND = """
    SELECT pid FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1
"""


class Cluster:
    """A server that only the test knows. `with Cluster() as cluster:` starts it; afterwards it is gone."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="genba-crash-pg-", dir="/tmp"))
        self.password = secrets.token_hex(8)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        return f"postgres://genba:{self.password}@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> "Cluster":
        (self.folder / "password").write_text(self.password)
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", "postgres", str(self.folder)], check=True)
        self._program(
            "initdb",
            f"--pgdata={self.folder}/cluster",
            "--username=genba",
            "--auth=scram-sha-256",
            f"--pwfile={self.folder}/password",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            self._program("pg_ctl", f"--pgdata={self.folder}/cluster", "--mode=immediate", "--silent", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start it, also after it was killed; its own children may need a moment to notice that."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        for _ in range(100):
            try:
                self._program(
                    "pg_ctl",
                    f"--pgdata={self.folder}/cluster",
                    "--silent",
                    "--wait",
                    f"--log={self.folder}/log",
                    f"--options={options} -c fsync=on -c synchronous_commit=on -c max_connections=60",
                    "start",
                )
            except subprocess.CalledProcessError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def start_afresh(self) -> None:
        """An empty database again."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    def stop(self) -> None:
        """End it in good order, cutting off who is connected."""
        self._program(
            "pg_ctl", f"--pgdata={self.folder}/cluster", "--mode=fast", "--silent", "--wait", "stop"
        )

    def kill(self) -> None:
        """Kill -9 the first process of the server."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._postmaster(), signal.SIGKILL)

    def kill_a_backend(self) -> bool:
        """Kill -9 a process that serves one of our connections; the server throws all of them out."""
        with contextlib.suppress(psycopg.OperationalError, ProcessLookupError):
            with psycopg.connect(self.url, autocommit=True) as connection:
                row = connection.execute(A_BACKEND).fetchone()
            if row:
                os.kill(row[0], signal.SIGKILL)
                return True
        return False

    def _postmaster(self) -> int:
        return int((self.folder / "cluster" / "postmaster.pid").read_text().split()[0])

    def _program(self, name: str, *words: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        command = [str(found[-1]) if found else name, *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(
            command,
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
