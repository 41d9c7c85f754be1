"""Where files lie on this machine: on the disk itself before anything is said to be kept."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class SafeStorage(FileSystemStorage):
    """A folder whose files survive a power cut once they are saved."""

    def _save(self, name: str, content: Any) -> str:
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
        except OSError:  # a disk that is full keeps half a file
            Path(self.path(name)).unlink(missing_ok=True)
            raise
        path = Path(self.path(saved))
        for place in (path, path.parent, path.parent.parent):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return saved
