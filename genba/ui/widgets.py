"""The controls of forms, drawn by plain functions where Django's own small templates take ten times as long.

A page with five fields and forty people to choose from renders two hundred of them. The functions below write
letter by letter what the templates write; a test compares the two. Every other template is Django's.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"


class QuickRenderer(DjangoTemplates):
    """Django's renderer with the most frequent controls drawn directly; FORM_RENDERER names it."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """The HTML of one control or form."""
        draw = DRAWN.get(template_name)
        if draw is not None:
            return SafeString(draw(context["widget"]))
        return SafeString(super().render(template_name, context, request))


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _number in widget["optgroups"])
    return f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: Any, options: Iterable[Widget]) -> str:
    inside = "".join(f"\n  {_option(option)}\n" for option in options)
    return f'\n  <optgroup label="{_shown(name)}">{inside}\n  </optgroup>' if name else inside


def _option(widget: Widget) -> str:
    return f'<option value="{_text(widget["value"])}"{_attributes(widget)}>{_shown(widget["label"])}</option>'


def _choice(widget: Widget) -> str:
    if not widget.get("wrap_label"):
        return _input(widget)
    key = widget["attrs"].get("id")
    target = f' for="{_shown(key)}"' if key else ""
    return f"<label{target}>{_input(widget)}\n {_shown(widget['label'])}</label>"


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    """A value as a program reads it: never in the reader's own spelling of numbers."""
    return conditional_escape(value)


def _shown(value: Any) -> str:
    """A value as a person reads it."""
    return conditional_escape(value if isinstance(value, str) else localize(value))


_INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
    "file",
)
DRAWN: Mapping[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}{name}.html": _input for name in ("input", *_INPUTS)},
    f"{FOLDER}textarea.html": _textarea,
    f"{FOLDER}select.html": _select,
    f"{FOLDER}select_option.html": _option,
    f"{FOLDER}radio_option.html": _choice,
    f"{FOLDER}checkbox_option.html": _choice,
}
