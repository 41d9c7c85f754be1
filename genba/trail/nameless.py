"""Large uploads wait in files without a name: whatever is killed when, nothing of them stays on the disk."""

import contextlib
import io
import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessFileUploadHandler(FileUploadHandler):
    """Writes an upload into a temporary file that the file system forgets with its last user.

    Where the disk is full, the file arrives empty: the form then says so beside its field, and everything
    else that was typed is kept.
    """

    file: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one file."""
        super().new_file(*args, **kwargs)
        self.is_lost = False
        self.file = self._opened()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next part."""
        del start
        if self.is_lost:
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self._lose()

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Hand over the whole file, or an empty one where there was no room for it."""
        try:
            self.file.seek(0)  # writes what is still in memory
        except OSError:
            self._lose()
        size = 0 if self.is_lost else file_size
        return UploadedFile(
            self.file, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        """The connection was cut: forget what came."""
        with contextlib.suppress(OSError, AttributeError):
            self.file.close()

    def _opened(self) -> IO[bytes]:
        try:
            return tempfile.TemporaryFile()
        except OSError:
            self.is_lost = True
            return io.BytesIO()

    def _lose(self) -> None:
        self.is_lost = True
        with contextlib.suppress(OSError):
            self.file.close()
        self.file = io.BytesIO()
