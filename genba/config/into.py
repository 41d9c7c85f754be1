"""`genba restore FILE --into …`: another instance than the present one, made from scratch."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from genba.config.terminal import Refusal
from genba.config.where import data_folder


@dataclass(frozen=True)
class Aim:
    """Where a backup goes, and the present instance, which stays as it is."""

    data: Path
    database_url: str
    origin: Path


class _Aimed:
    """What was aimed at in this process."""

    aim: Aim | None = None


def aimed() -> Aim | None:
    """Where the backup goes, when that is not the present instance."""
    return _Aimed.aim


def aim_at(places: list[str], key: str | None) -> Aim:
    """Point everything that follows in this process at the new instance. Raises Refusal."""
    origin, present_url = data_folder(), os.environ.get("DATABASE_URL", "")
    urls = [place for place in places if "://" in place]
    given = [Path(place).expanduser().resolve() for place in places if "://" not in place]
    if len(urls) > 1 or len(given) > 1:
        message = "--into takes a new folder, a database address, or one of each."
        raise Refusal(message)
    url = urls[0] if urls else ""
    beside = origin.with_name(f"{origin.name}-restored-{time.strftime('%Y-%m-%d-%H%M%S')}")
    data = given[0] if given else beside
    if data == origin or (data.exists() and any(data.iterdir())):
        message = f"{data} is not empty. Name a new folder; the present instance is not touched."
        raise Refusal(message)
    if url and url == present_url:
        message = "This is the database of the present instance. Make a new one (createdb) and name that."
        raise Refusal(message)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if key is not None:
        _bring_key(Path(key).expanduser(), data)
    os.environ["GENBA_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    if url:
        os.environ["DATABASE_URL"] = url
    _Aimed.aim = Aim(data, url, origin)
    return _Aimed.aim


def _bring_key(key: Path, data: Path) -> None:
    if not key.is_file():
        message = f"There is no file {key}."
        raise Refusal(message)
    os.environ.pop("GENBA_SECRET_KEY", None)
    shutil.copyfile(key, data / "secret_key")
    (data / "secret_key").chmod(0o600)
