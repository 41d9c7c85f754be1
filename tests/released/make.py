"""Keep the state that a released version of Genba leaves: `python -m tests.released.make --help`."""

import argparse
import gzip
import hashlib
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
CLONE = HERE.parent.parent
# Cheap parameters keep the tests quick; an instance must go on with those under which its receipts were made.
SETTINGS = {
    "GENBA_SECRET_KEY": "the secret of an instance that only tests have ever used",
    "GENBA_RECEIPT_MEMORY_KIB": "1024",
    "GENBA_RECEIPT_PASSES": "1",
}


def main() -> None:
    """Live in the released version, back up with it, and write down what must still be true later."""
    options = arguments()
    folder = HERE / options.version
    folder.mkdir(exist_ok=True)
    with clone_of(options.commit) as released, tempfile.TemporaryDirectory() as aside:
        engines = {"sqlite": "", "postgresql": options.postgresql}
        for engine in [name for name in engines if name == "sqlite" or engines[name]]:
            known = keep(released, Path(aside) / engine, engines[engine], folder / f"{engine}.tar.xz")
            known |= {"version": options.version, "commit": options.commit, "settings": SETTINGS}
            (folder / f"{engine}.json").write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")
        migrations = {name: sha256(content) for name, content in migrations_in(released)}
        (folder / "migrations.json").write_text(json.dumps(migrations, indent=1) + "\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", help="the released commit")
    parser.add_argument("version", help="the folder to write, for example 0.1.0")
    parser.add_argument("--postgresql", metavar="URL", help="an empty PostgreSQL database to do the same in")
    return parser.parse_args()


@contextmanager
def clone_of(commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "genba"
        subprocess.run(["git", "worktree", "add", "--detach", tree, commit], cwd=CLONE, check=True)
        try:
            yield tree
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=CLONE, check=True)


def keep(released: Path, data: Path, url: str, target: Path) -> dict:
    """One instance of the released version; what it knows of itself at the end."""

    def genba(*words: str) -> str:
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            **SETTINGS,
            "PYTHONPATH": str(released),
            "GENBA_DATA": str(data),
            "DATABASE_URL": url,
        }
        command = [sys.executable, "-P", "-m", "genba.config.cli", *words]
        return subprocess.run(
            command, env=environment, cwd=data.parent, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    genba("migrate")
    known = json.loads(genba("manage", "shell", "--no-imports", "-c", (HERE / "life.py").read_text()))
    backup = data.parent / f"{data.name}.tar.gz"
    genba("backup", str(backup))
    target.write_bytes(lzma.compress(gzip.decompress(backup.read_bytes()), preset=9 | lzma.PRESET_EXTREME))
    with tarfile.open(backup) as tar:
        rows = json.load(tar.extractfile("manifest.json"))["rows"]
    return {**known, "rows": rows}


def migrations_in(clone: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((clone / "genba").glob("*/migrations/0*.py")):
        yield str(path.relative_to(clone)), path.read_bytes()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
