"""Forms whose optional fields can be removed by the organisation."""

from typing import Any, ClassVar

from django import forms

from genba.work.asking.removing import fields_off


class HasRemovableFields(forms.Form):
    """A form that leaves out the fields which the organisation asks no more.

    `asked_as` is the key of the form in `asking/fields.py`; `asked_names` maps a field of this form to its
    name there where they differ. A field that must be filled always stays.
    """

    asked_as: ClassVar[str] = ""
    asked_names: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        off = fields_off()
        for name, field in list(self.fields.items() if off else ()):
            if not field.required and f"{self.asked_as}.{self.asked_names.get(name, name)}" in off:
                del self.fields[name]
