"""Charts on paper: the same drawing with the colours of print, one large or many small."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from genba.analysis.chart_reading import Mark
from genba.people.models import Organisation
from genba.ui.control_chart import words
from genba.ui.control_chart.drawing import draw
from genba.ui.control_chart.picture import PAPER, WIDE, Layout
from genba.ui.control_chart.print_style import PRINT_STYLE
from genba.ui.control_chart.readout import legend, rows_of, sample
from genba.ui.control_chart.scale import day_words
from genba.ui.pdf import reads_from_the_right, render_pdf
from genba.understand.charts.choosing import Shown
from genba.understand.charts.page import IN_THE_FOLD
from genba.understand.charts.wanted import team_of
from genba.understand.charts.words import kind_words, reason
from genba.understand.models import StepChange

SOURCE = Path(__file__).with_name("chart.typ")
SHOWN_MARKS = [
    (Mark("outside", "up"), gettext_lazy("outside the limits")),
    (Mark("trend", "up"), gettext_lazy("a trend")),
    (Mark("near", "up"), gettext_lazy("close to a limit")),
    (Mark("side", "up"), gettext_lazy("a long row on one side")),
    (Mark("pattern"), gettext_lazy("an unlikely pattern")),
    (Mark("ghost"), gettext_lazy("left out")),
]


def one_on_paper(shown: Shown) -> bytes:
    """One chart on a page of its own, with all that is said of it and its newest readings."""
    picture = shown.picture
    samples = legend(picture, PRINT_STYLE)
    data = _frame(shown.metric.name, [words_of for _drawn, words_of in samples])
    data["one"] = _chart(shown, "chart.svg") | {
        "why": f"{kind_words(picture.charted.kind)}. {reason(shown)}",
        "notes": words.notes(picture),
        "changes": [
            {"number": str(place), "words": _change(change)} for place, change in enumerate(shown.changes, 1)
        ],
        "rows": [
            [row.day, row.value, row.lower, row.upper, row.mark]
            for row in rows_of(picture, shown.whys, IN_THE_FOLD)
        ],
        "heads": [_("When"), _("Reading"), _("Lower limit"), _("Upper limit"), _("What it shows")],
    }
    files = {f"mark-{place}.svg": drawn.encode() for place, (drawn, _words) in enumerate(samples)}
    return render_pdf(_source(), data=data, files=files | {"chart.svg": _svg(shown, WIDE)})


def portfolio_on_paper(many: Sequence[Shown]) -> bytes:
    """Many charts, eight on a page, in the order in which they come."""
    data = _frame(_("Metrics"), [str(told) for _mark, told in SHOWN_MARKS])
    data["charts"] = [
        _chart(shown, f"{place}.svg") | {"team": _apart(str(team_of(shown.metric) or ""))}
        for place, shown in enumerate(many)
    ]
    files = {
        f"mark-{place}.svg": sample(mark, "odd", PRINT_STYLE).encode()
        for place, (mark, _told) in enumerate(SHOWN_MARKS)
    }
    files |= {f"{place}.svg": _svg(shown, PAPER) for place, shown in enumerate(many)}
    return render_pdf(_source(), data=data, files=files)


def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def _svg(shown: Shown, layout: Layout) -> bytes:
    return draw(shown.picture, layout, style=PRINT_STYLE).encode()


def _frame(title: str, legend_words: list[str]) -> dict[str, Any]:
    organisation = Organisation.objects.get().name
    printed = _("printed on %(day)s") % {"day": day_words(timezone.now())}
    return {
        "language": get_language() or "en",
        "rtl": get_language_bidi(),
        "organisation": organisation,
        "title": _words(title),
        "foot": [_apart(organisation), _apart(printed)],
        # Translators: of a printed document; {n} and {m} are put in when it is set.
        "page": _("page {n} of {m}"),
        "legend": legend_words,
        "none": _("There is no metric like that."),
        "charts": [],
        "one": None,
    }


def _chart(shown: Shown, file: str) -> dict[str, Any]:
    metric, said = shown.metric, shown.picture.said
    icons = [words.VARIATIONS[said.variation]]
    if shown.target:
        icons.append(words.ASSURANCES[said.assurance])
    return {
        "file": file,
        "name": _words(metric.name),
        "definition": _words(metric.definition),
        "said": words.sentence(shown.picture),
        "icons": [str(one) for one in icons],
    }


def _change(change: StepChange) -> str:
    told = [day_words(change.at), change.why, *([change.by.name] if change.by else [])]
    return " · ".join(_apart(one) for one in told)


def _words(told: str) -> dict[str, Any]:
    return {"text": told, "rtl": reads_from_the_right(told)}


def _apart(told: str) -> str:
    """Words in a line of the other direction do not push their neighbours around."""
    return f"\u2068{told}\u2069" if told and get_language_bidi() else told
