"""What is asked before a person is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.people.models import Person


class ErasureForm(forms.Form):
    """The name once more, because nothing brings it back, and what becomes of it under signatures."""

    name = forms.CharField(label=gettext_lazy("Type the name, to show that you mean it"), max_length=120)
    keep_printed_names = forms.BooleanField(
        label=gettext_lazy("Keep the printed name under the signatures"),
        required=False,
        help_text=gettext_lazy(
            "Only where a law obliges you to keep signed records as they were signed, "
            "for example records of medical devices or medicines."
        ),
    )

    def __init__(self, *args: Any, shown: Person, has_signatures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        if not has_signatures:
            del self.fields["keep_printed_names"]

    def clean_name(self) -> str:
        """The same name, whatever its case and spaces."""
        typed = " ".join(str(self.cleaned_data["name"]).split())
        if typed.casefold() != " ".join(self.shown.name.split()).casefold():
            raise forms.ValidationError(_("This is not the name above."))
        return typed
