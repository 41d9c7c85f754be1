"""How a form field becomes label, control, help and errors that belong together."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from genba.ui.marks import KIND_ICONS, SEVERITY_WORDS
from genba.ui.rules import rule_of, why_of

#: Widgets that draw themselves in their own way; everything else is a plain text control.
SHAPES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "switch"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "choice"),
    (forms.FileInput, "file"),
    (forms.SplitDateTimeWidget, "group"),
    (forms.Textarea, "area"),
    (forms.Select, "select"),
)

#: What Django writes for "nothing chosen".
DASHES = BLANK_CHOICE_DASH[0][1]

DRAWN_BY_OPTION = {"choice", "checks"}


def field_context(field: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    """Everything that `ui/parts/field.html` needs to draw one field."""
    widget = field.field.widget
    use_native_pickers(widget)
    say_what_nothing_means(field.field)
    # The control points at its help, so a hint from the template takes the place of the field's own.
    field.help_text = str(options.get("hint", field.help_text) or "").strip()
    shape = options.get("shape") or shape_of(widget)
    look = str(options.get("look") or getattr(field.field, "look", ""))
    return {
        "field": field,
        "shape": shape,
        "label": options.get("label") or field.label,
        "hint": field.help_text,
        "hide_label": options.get("hide_label", False),
        "why": options["why"] if "why" in options else why_of(rule_of(field.form, field.name)),
        "optional": options.get("optional", not field.field.required and shape not in ("switch", "file")),
        "control": ""
        if shape in DRAWN_BY_OPTION
        else field.as_widget(attrs=_attributes(field, options, shape)),
        "options": _choices(field, look) if shape == "choice" else [],
        "look": look,
        "is_photo": "image"
        in str(widget.attrs.get("accept", "image" if isinstance(field.field, forms.ImageField) else "")),
        "described_by": field.aria_describedby or "",
    }


def shape_of(widget: forms.Widget) -> str:
    """The name of the drawing for a widget."""
    return next((name for kind, name in SHAPES if isinstance(widget, kind)), "text")


def use_native_pickers(widget: forms.Widget) -> None:
    """Dates and times use the picker of the phone, which wants ISO values."""
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"


def say_what_nothing_means(field: forms.Field) -> None:
    """A row of dashes says nothing, least of all when it is read aloud: say what no choice means."""
    words = _("Please choose") if field.required else _("Not said")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
            field.widget.choices = field.choices
    elif isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        field.choices = [
            (value, words if value == "" and label == DASHES else label) for value, label in offered
        ]


def _attributes(field: BoundField, options: dict[str, Any], shape: str) -> dict[str, Any]:
    """Attributes of the control; text that people write may run in either direction."""
    attributes: dict[str, Any] = {
        key.replace("_", "-"): value for key, value in options.get("attrs", {}).items()
    }
    if shape in ("area", "text") and "dir" not in field.field.widget.attrs:
        attributes["dir"] = "auto"
    if shape == "switch":
        attributes["role"] = "switch"
    for key in ("placeholder", "rows", "autofocus", "accept", "autocomplete", "inputmode"):
        if options.get(key):
            attributes[key] = options[key]
    return attributes


def _choices(field: BoundField, look: str) -> list[dict[str, Any]]:
    """The options of a radio group as cards; `look` gives bars of severity, icons of kinds, or `lines`."""
    icons: dict[str, str] = getattr(field.field, "choice_icons", {}) or (KIND_ICONS if look == "kind" else {})
    hints: dict[str, str] = getattr(field.field, "choice_hints", {})
    cards = []
    for option in field.subwidgets:
        value = str(option.data["value"])
        cards.append(
            {
                "widget": option,
                "value": value,
                "label": option.choice_label,
                "icon": icons.get(value, ""),
                "hint": hints.get(value, ""),
                "severity": value if look == "severity" and value in SEVERITY_WORDS else "",
            }
        )
    return cards
