"""Fields that forms of several rooms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from genba.trail.file_types import must_be_picture
from genba.trail.files import check_file
from genba.trail.refusal import FileRefused


class OneLine(forms.CharField):
    """Words that stand in one line; line breaks become spaces."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class Sentence(OneLine):
    """A sentence or two, kept in one line."""

    def __init__(self, label: Any, *, longest: int = 300, rows: int = 2, **more: Any) -> None:
        super().__init__(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)


class CheckedFile(forms.FileField):
    """A file that we take; otherwise a sentence says why not."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            try:
                self.look_at(upload)
            except FileRefused as refused:
                raise ValidationError(str(refused)) from refused
        return upload

    def look_at(self, upload: Any) -> None:
        """Raise FileRefused, with a sentence for the sender, for what we do not take."""
        check_file(upload)


class Photo(CheckedFile):
    """Only pictures. Whether it is whole shows when it is painted anew."""

    def look_at(self, upload: Any) -> None:
        must_be_picture(upload.file, upload.name)
        upload.seek(0)
