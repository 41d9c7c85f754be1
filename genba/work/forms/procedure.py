"""What is asked when a procedure begins."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.work.models import Process


class ProcessChoice(forms.ModelChoiceField[Process]):
    """A process, named with its value stream."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.value_stream} · {obj.name}"


class NewProcedureForm(forms.Form):
    """Begin a procedure: what is done, and where it belongs."""

    rules: ClassVar = {name: f"work.procedure.{name}" for name in ("title", "process", "why")}

    title = forms.CharField(label=_("What is done?"), max_length=200)
    process = ProcessChoice(label=_("In which process?"), queryset=Process.objects.none(), empty_label=None)
    why = forms.CharField(label=_("Why do we do it this way?"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["process"]
        if isinstance(field, ProcessChoice):
            field.queryset = (
                Process.objects.filter(is_closed=False, value_stream__is_closed=False)
                .select_related("value_stream")
                .order_by("value_stream__position", "value_stream", "name")
            )
