"""Where an instance keeps what it stores, when nobody says otherwise."""

import os
from pathlib import Path

from genba.config.terminal import Refusal


def data_folder() -> Path:
    """GENBA_DATA, or `data/`: in the clone, or where the command is given when Genba was installed."""
    above = Path(__file__).resolve().parent.parent.parent
    default = (above if (above / "pyproject.toml").exists() else Path.cwd()) / "data"
    return Path(os.environ.get("GENBA_DATA") or default).expanduser().resolve()


def make_data_folder() -> None:
    """Make the folder in which everything lies; refuse, in words, where nothing can be written."""
    data = data_folder()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / ".probe"
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)  # another command that starts at the same moment may have been first
    except OSError as trouble:
        message = (
            f"Genba cannot write into {data}: {trouble.strerror}. Choose another folder with --data DIR."
        )
        raise Refusal(message) from trouble
