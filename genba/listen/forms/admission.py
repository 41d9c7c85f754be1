"""What whoever admits an anonymous report fills in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.listen.admission import Copy, suggested_copy
from genba.listen.forms.triage import AnswerForm, SortForm
from genba.listen.forms.words import WordsField
from genba.listen.models import Original


class RewriteForm(forms.Form):
    """The admitted words."""

    rules: ClassVar = {"text": "listen.admission.text"}

    text = WordsField(
        label=_("What the system keeps"),
        max_length=10_000,
        rows=6,
        help_text=_("Leave out names, dates and details by which one could tell who said it."),
        error_messages={"required": _("Please leave at least one sentence of what happened.")},
    )


class AdmitForm(SortForm, RewriteForm):
    """The copy that is admitted. It begins without the passages that were found."""

    name = WordsField(
        label=_("Name"), max_length=120, required=False, help_text=_("Given by the reporter, to be known.")
    )
    with_photo = forms.BooleanField(label=_("Keep the photo with it"), required=False)
    field_order = ["text", "kind", "severity", "place", "name", "with_photo"]

    def __init__(self, data: Any = None, *, original: Original) -> None:
        start = {
            "text": suggested_copy(original),
            "kind": original.kind,
            "severity": original.severity,
            "place": original.place_id,
            "name": original.words.name,
            "with_photo": original.has_photo,
        }
        super().__init__(data, initial=start, auto_id="admit_%s")
        if not original.words.name:
            del self.fields["name"]
        if not original.has_photo:
            del self.fields["with_photo"]

    @property
    def copy(self) -> Copy:
        """The copy, as admission takes it."""
        return Copy(**self.cleaned_data)


class SetAsideForm(AnswerForm):
    """Why it stays outside, in words for its reporter."""

    starters = ()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="aside_%s")
