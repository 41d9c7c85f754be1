"""The living page: every component with all its states, on sample data."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.ui.charts import Segment
from genba.ui.control_chart.samples import chart_samples
from genba.ui.icons import DRAWINGS
from genba.ui.marks import KIND_WORDS
from genba.ui.toasts import Toast

SEVERITIES = [("low", _("Annoying")), ("medium", _("Slows us")), ("high", _("Stop!"))]

LONG_WORDS = (
    "Label printer at station seven skips every twentieth label since the firmware was changed, and nobody "
    "sees it until the customer calls, as Donaudampfschifffahrtsgesellschaftskapitänsmützenetiketten are long"
)
MARKDOWN = """## What we saw
The **label printer** skips every *twentieth* label.

1. Changed the roll
2. Cleaned the head

> It began after the update.

A [link](https://example.org) and `code`. <script>alert("this stays text")</script>
"""


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody who stands on the living page."""

    name: str
    initials: str


class SampleForm(forms.Form):
    """One field of each shape."""

    text = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Say it in your own words, any language")}),
        help_text=_("One sentence is enough."),
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    place = forms.ChoiceField(
        label=_("Where?"),
        choices=[("", _("I cannot say")), ("4", "Line 4"), ("7", LONG_WORDS)],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=list(KIND_WORDS.items()), widget=forms.RadioSelect, required=False
    )
    severity = forms.ChoiceField(
        label=_("How bad is it?"), choices=SEVERITIES, widget=forms.RadioSelect, required=False
    )
    due = forms.DateField(label=_("By when?"), required=False)
    photo = forms.ImageField(label=_("Photo"), required=False)
    anonymous = forms.BooleanField(label=_("Stay anonymous"), required=False)
    teams = forms.MultipleChoiceField(
        label=_("Teams"),
        choices=[("a", "Assembly"), ("b", "Paint")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def living_page_context() -> dict[str, Any]:
    """What `ui/components.html` shows."""
    amina, liang = SamplePerson("Amina Khan", "AK"), SamplePerson("Liang Ru", "LR")
    return {
        "icons": sorted(DRAWINGS),
        "people": [amina, liang, SamplePerson("Michał Bąk", "MB")],
        "amina": amina,
        "kinds": list(KIND_WORDS.items()),
        "severities": ["low", "medium", "high"],
        "tones": ["info", "ok", "warn", "bad"],
        "swatches": _swatches(),
        "long_words": LONG_WORDS,
        "arabic_words": "طابعة الملصقات تتخطى كل ملصق رقم 20 في الخط 4",
        "markdown": MARKDOWN,
        "why": _("You saw it, we did not. One sentence is enough to begin looking."),
        "rising": [4, 5, 4.5, 6, 5.5, 7, 6.8, 8, 8.4, 9.1],
        "falling": [9, 8.4, None, 8, 6.8, 7, 5.5, 6, 4.5, 4],
        "flat": [5, 5, 5, 5, 5],
        "turned": [("ltr", "light"), ("ltr", "dark"), ("rtl", "light"), ("rtl", "dark")],
        "chart": chart_samples(),
        "loop": [Segment(12, "New", "mute"), Segment(7, "Try", "accent"), Segment(19, "Done", "ok")],
        "moments": _moments(),
        "lengths": [dt.timedelta(minutes=12), dt.timedelta(hours=5), dt.timedelta(days=3), None],
        "page": _page(),
        "toasts": [
            Toast("Card moved to Try", undo_url="/ui/"),
            Toast("The file is being read", tone="info"),
            Toast("This column holds more cards than agreed", tone="warn"),
        ],
        "form": SampleForm(initial={"severity": "medium", "kind": "near_miss"}, auto_id="plain_%s"),
        "wrong_form": _wrong_form(),
        "disabled_form": _disabled_form(),
    }


def _swatches() -> list[str]:
    return [
        "bg", "surface", "sunken", "hover", "line", "field", "text", "mute",
        "accent", "accent-soft", "ok", "ok-soft", "warn", "warn-soft", "bad", "bad-soft", "info", "info-soft",
    ]  # fmt: skip


def _moments() -> list[dt.date]:
    now = timezone.now()
    steps = (
        dt.timedelta(),
        dt.timedelta(days=-1),
        dt.timedelta(days=-3),
        dt.timedelta(days=2),
        dt.timedelta(-400),
    )
    return [now + step for step in steps]


def _page() -> Page[int]:
    return Paginator(range(400), 20).page(7)


def _wrong_form() -> SampleForm:
    form = SampleForm({"title": "x" * 130, "severity": "terrible", "due": "someday"}, auto_id="wrong_%s")
    form.full_clean()
    form.add_error(None, forms.ValidationError(_("A report needs at least one sentence.")))
    return form


def _disabled_form() -> SampleForm:
    form = SampleForm(initial={"title": "Nobody can change this now", "severity": "low"}, auto_id="off_%s")
    for field in form.fields.values():
        field.disabled = True
    return form
