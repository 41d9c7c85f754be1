"""The forms of an import: the file and where it goes, and what each column means."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.sources.mapping import missing_fields
from genba.sources.models import Import
from genba.sources.targets import Target

DATE_ORDERS = [
    ("day", gettext_lazy("3/4 is the 3rd of April")),
    ("month", gettext_lazy("3/4 is the 4th of March")),
]


class UploadForm(forms.Form):
    """The file, where its rows go, and what the list is called."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        allow_empty_file=True,
        help_text=gettext_lazy("CSV, Excel or OpenDocument. Formulas and macros are never run."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.xlsm,.xlsb,.xls,.ods"}),
    )
    place = forms.ChoiceField(label=gettext_lazy("Where to"))
    register_name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "A later table of the same name brings this one up to date instead of adding to it. "
            "Without a name, the name of the file counts."
        ),
    )

    def __init__(self, *args: Any, target: Target, places: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.target = target
        place: Any = self.fields["place"]
        place.label = target.place_label or place.label
        place.choices = places

    @property
    def upload(self) -> "UploadedFile[Any]":
        """The uploaded file, after the form was found valid."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file


class MappingForm(forms.Form):
    """One select for each column of the table."""

    def __init__(
        self, *args: Any, begun: Import, target: Target, samples: dict[str, list[str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.begun, self.target = begun, target
        kept = [("", _("Keep as it is")), *((field.name, str(field.label)) for field in target.fields)]
        self._columns = {f"column_{index}": column for index, column in enumerate(begun.columns)}
        for name, column in self._columns.items():
            self.fields[name] = forms.ChoiceField(
                label=column, choices=kept, required=False, initial=begun.mapping.get(column, "")
            )
        self._samples = samples
        self.fields["date_order"] = forms.ChoiceField(
            label=_("Dates such as 3/4/2026"),
            choices=DATE_ORDERS,
            required=False,
            initial="day" if begun.options.get("day_first", True) else "month",
            help_text=_("Only counts where a whole column leaves it open."),
        )

    def lines(self) -> list[dict[str, Any]]:
        """Each column with what stands in it and its select."""
        return [
            {"field": self[name], "column": column, "samples": self._samples.get(column, [])}
            for name, column in self._columns.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Each field at most once, and the needed ones at least once."""
        cleaned: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for name, column in self._columns.items():
            wanted = cleaned.get(name)
            if wanted and wanted in taken:
                words = _("“%(column)s” is already used for this. Choose one of the two.")
                self.add_error(name, words % {"column": taken[wanted]})
            elif wanted:
                taken[wanted] = column
        for missing in missing_fields({column: name for name, column in taken.items()}, self.target.fields):
            words = _("Say which column holds “%(field)s”. Without it no row can be taken over.")
            self.add_error(None, words % {"field": missing.label})
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """Heading → field, after the form was found valid."""
        chosen = {column: self.cleaned_data.get(name, "") for name, column in self._columns.items()}
        return {column: field for column, field in chosen.items() if field}
