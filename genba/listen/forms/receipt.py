"""Coming back with a receipt."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from genba.listen.forms.words import WordsField
from genba.listen.gate import TurnedAway, let_look
from genba.listen.models import Original
from genba.listen.receipt import Mistyped, keys_of, read_receipt

UNKNOWN = _("We find nothing under this receipt. Please compare it with what you wrote down.")
MISTYPED = _(
    "Something is mistyped: a receipt has four groups of four characters and one more at the end. "
    "Please compare it with what you wrote down."
)


class ReceiptForm(forms.Form):
    """The receipt, however it is typed."""

    receipt = WordsField(
        label=_("Your receipt"),
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "ABCD-EFGH-JKMN-PQRS-T",
                "dir": "ltr",
            }
        ),
        error_messages={"required": _("Please type the receipt you wrote down.")},
    )

    def clean_receipt(self) -> str:
        """The original it opens is `self.original`. Unknown, forgotten and deleted ones look alike."""
        try:
            receipt = read_receipt(self.cleaned_data["receipt"])
            let_look(self.data.get("altcha", ""))
        except Mistyped as mistake:
            raise ValidationError(MISTYPED) from mistake
        except TurnedAway as turned_away:
            raise ValidationError(str(turned_away)) from turned_away
        keys = keys_of(receipt)
        original = Original.objects.select_related("report", "team").filter(lookup=keys.lookup).first()
        if original is None:
            raise ValidationError(UNKNOWN)
        original.open_with(keys.key)
        self.original = original
        return receipt


class WriteAgainForm(forms.Form):
    """More words from the reporter."""

    text = WordsField(
        label=_("Write again"),
        max_length=10_000,
        rows=3,
        error_messages={"required": _("Please write something first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "again_%s")
        super().__init__(*args, **kwargs)
