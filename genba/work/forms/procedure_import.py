"""The forms of an import: the document, and what becomes of each of its passages."""

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.people.models import Person
from genba.trail.refusal import FileRefused
from genba.work.formats.arriving import look_at
from genba.work.formats.document import FormatFault
from genba.work.formats.draft import DEEPEST, LEFT, STEP, TITLE, Piece
from genba.work.formats.reading import ENDINGS
from genba.work.forms.procedure import ProcessChoice
from genba.work.models import ProcedureImport, Process
from genba.work.steps import LONGEST, one_line

LAST_PLACE = 99_999


class DocumentForm(forms.Form):
    """The document. Reading it is part of looking whether the form is right; nothing is stored here."""

    rules: ClassVar = {"file": "work.import.file"}

    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("Word (.docx), PDF, Markdown, BPMN 2.0 or YAML. Macros are never run."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
    )

    def __init__(self, *args: Any, by: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by
        self.seen: ProcedureImport | None = None

    def clean_file(self) -> Any:
        """Read the document; a sentence at the field says why it cannot be."""
        upload = self.cleaned_data["file"]
        try:
            self.seen = look_at(upload, by=self.by)
        except FormatFault as fault:
            place = _(" (line %(line)d)") % {"line": fault.line} if fault.line else ""
            raise forms.ValidationError(f"{fault.sentence}{place}") from fault
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal
        return upload


class TakeOverForm(forms.Form):
    """What the procedure is called, and where it goes."""

    rules: ClassVar = {name: f"work.procedure.{name}" for name in ("title", "process", "why")}

    title = forms.CharField(label=gettext_lazy("What is done?"), max_length=200)
    why = forms.CharField(
        label=gettext_lazy("Why do we do it this way?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    process = ProcessChoice(
        label=gettext_lazy("In which process?"), queryset=Process.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, by: Person, is_for_draft: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_for_draft:
            for name in list(self.fields):
                del self.fields[name]
            return
        field: Any = self.fields["process"]
        field.queryset = Process.objects.visible_to(by).select_related("value_stream")


def pieces_sent(pieces: list[Piece], sent: Mapping[str, Any]) -> list[Piece]:
    """The passages as somebody has ticked, worded, indented and ordered them."""
    places = []
    for number, piece in enumerate(pieces):
        places.append((_number(sent.get(f"place-{number}"), number + 1, LAST_PLACE), number))
        if f"take-{number}" not in sent:
            if piece.is_taken:
                piece.became = LEFT
            continue
        if not piece.is_taken:
            piece.became, piece.depth = STEP, 0
            piece.fields = {"what": piece.text[: LONGEST["what"]]}
        words = one_line(str(sent.get(f"what-{number}", "")))
        piece.fields["what"] = words or piece.fields["what"]
        piece.depth = _number(sent.get(f"depth-{number}"), piece.depth, DEEPEST)
    ordered = [pieces[number] for _place, number in sorted(places)]
    return _closed(ordered)


def _number(sent: Any, otherwise: int, most: int) -> int:
    return min(int(sent), most) if re.fullmatch(r"\d{1,6}", str(sent or ""), re.ASCII) else otherwise


def _closed(pieces: list[Piece]) -> list[Piece]:
    """No line stands more than one step deeper than the one before; a heading without steps is a step."""
    before = -1
    for piece in pieces:
        if piece.is_taken:
            piece.depth = min(piece.depth, before + 1)
            before = piece.depth
    taken = [piece for piece in pieces if piece.is_taken]
    for piece, after in zip_longest(taken, taken[1:]):
        holds = after is not None and after.depth > piece.depth
        piece.became = TITLE if holds else STEP
    return pieces
