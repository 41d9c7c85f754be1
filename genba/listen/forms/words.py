"""The field for words that people write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

UNREADABLE = "\ufffd"


class WordsField(forms.CharField):
    """Words in any language. What cannot be kept is said in a sentence, and what was typed stays."""

    def __init__(self, *, max_length: int, rows: int = 3, placeholder: Any = "", **options: Any) -> None:
        self.longest = max_length
        attributes: dict[str, Any] = {"rows": rows}
        if placeholder:
            attributes["placeholder"] = placeholder
        options.setdefault("widget", forms.Textarea(attrs=attributes))
        super().__init__(**options)
        self.validators = [
            check for check in self.validators if type(check).__name__ != "ProhibitNullCharactersValidator"
        ]

    def to_python(self, value: Any) -> str:
        """One kind of line end, and nothing that cannot be stored."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        """Say what is wrong with the words."""
        super().validate(value)
        if "\0" in value:
            raise ValidationError(
                _("Some characters that nobody can see got in. We took them out; please look and send again.")
            )
        if UNREADABLE in value:
            raise ValidationError(
                _("Some letters arrived damaged and show as �. Please put them right and send again.")
            )
        if len(value) > self.longest:
            raise ValidationError(
                _("This is %(length)s characters long, and %(longest)s fit. Please shorten it.")
                % {"length": _grouped(len(value)), "longest": _grouped(self.longest)}
            )

    def prepare_value(self, value: Any) -> Any:
        """What is shown again: everything that was typed, without what nobody can see."""
        return value.replace("\0", "") if isinstance(value, str) else value


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
