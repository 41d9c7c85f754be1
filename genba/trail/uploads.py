"""Uploads that lie in memory until they are kept, because a file on a disk remembers the minute."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class InMemory(FileUploadHandler):
    """Holds a file in memory. Of one that is too large it holds the beginning, and how long it was."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece has come."""
        self.held.write(raw_data[: max(0, settings.GENBA_UPLOAD_BYTES - start)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """All of it has come."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, str(self.file_name), self.content_type, file_size, self.charset
        )


def keep_off_the_disk(request: HttpRequest) -> None:
    """Let what is uploaded with this request touch no disk. To be called before anybody reads the form."""
    request.upload_handlers = [InMemory(request)]
