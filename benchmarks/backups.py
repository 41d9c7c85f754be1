"""What a backup and its trial cost beside the engine's bare copy, in CPU time of one run.

`python -m benchmarks.backups [FACTS]` in a database of its own: SQLite in a temporary folder, or that of
DATABASE_URL, which must be empty. On PostgreSQL the server's own time is not counted, so walls are told too.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["GENBA_DATA"] = tempfile.mkdtemp(prefix="genba-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.bulk import fill, more_facts  # noqa: E402
from genba.front.backup.clients import dump  # noqa: E402
from genba.front.backup.content import open_sqlite  # noqa: E402
from genba.front.backup.verify import try_backup  # noqa: E402
from genba.front.backup.write import _snapshot, write_backup  # noqa: E402
from genba.trail.models import Fact  # noqa: E402


def main(facts: int) -> None:
    call_command("migrate", verbosity=0)
    fill(Fact, more_facts(facts, cards=1000))
    folder = Path(os.environ["GENBA_DATA"])
    archive = folder / "backup.tar.gz"
    bare = timed(lambda: bare_copy(folder))
    written = timed(lambda: write_backup(archive))
    tried = timed(lambda: try_backup(archive))
    print(f"{connection.vendor}, {facts:,} facts, archive {archive.stat().st_size / 1e6:.0f} MB")
    for name, (wall, cpu) in {"bare copy": bare, "backup": written, "trial": tried}.items():
        print(f"  {name:<10} {wall:6.1f} s, CPU {cpu:6.1f} s, wall {wall / bare[0]:5.1f} × the bare copy")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def bare_copy(folder: Path) -> None:
    if connection.vendor == "sqlite":
        source, target = open_sqlite(connection.settings_dict["NAME"]), open_sqlite(folder / "bare.sqlite3")
        source.backup(target)
        target.close()
        source.close()
        subprocess.run(["gzip", "-6", "-k", str(folder / "bare.sqlite3")], check=True)
    else:
        with _snapshot() as (_cursor, snapshot):
            dump(folder / "bare.dump", snapshot=snapshot)


def timed(work) -> tuple[float, float]:
    began, cpu = time.perf_counter(), cpu_time()
    work()
    return time.perf_counter() - began, cpu_time() - cpu


def cpu_time() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
