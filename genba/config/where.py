"""Where an instance keeps what it stores, when nobody says otherwise."""

import os
from pathlib import Path


def data_folder() -> Path:
    """GENBA_DATA, or `data/`: in the clone, or where the command is given when Genba was installed."""
    above = Path(__file__).resolve().parent.parent.parent
    default = (above if (above / "pyproject.toml").exists() else Path.cwd()) / "data"
    return Path(os.environ.get("GENBA_DATA") or default).expanduser().resolve()
