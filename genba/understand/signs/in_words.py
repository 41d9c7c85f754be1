"""What a sign says, in the reader's language: its question with the numbers in it, and what it lacks."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST_CHANCE = 0.0001

NEEDS: Mapping[str, str | Promise] = {
    "readings": gettext_lazy("not enough to tell: needs {number} readings"),
    "months": gettext_lazy("not enough to tell: needs {number} months"),
    "weeks": gettext_lazy("not enough to tell: needs {number} weeks"),
    "days": gettext_lazy("not enough to tell: needs {number} days"),
    "audits": gettext_lazy("not enough to tell: needs {number} audits, in the calendar"),
    "reports": gettext_lazy("not enough to tell: needs {number} reports"),
    "reviews": gettext_lazy("not enough to tell: needs {number} reviews"),
    "families": gettext_lazy("not enough to tell: needs {number} similar troubles that people confirmed"),
    "texts": gettext_lazy("not enough to tell: needs {number} texts"),
    "actions": gettext_lazy("not enough to tell: needs {number} actions that would be done by now"),
    "months_before": gettext_lazy("not enough to tell: needs {number} months before a certificate"),
    "months_after": gettext_lazy("not enough to tell: needs {number} months since a certificate"),
    "ideas": gettext_lazy("not enough to tell: needs {number} ideas in three months"),
    "findings": gettext_lazy("not enough to tell: needs {number} findings of two audits"),
    "places": gettext_lazy("not enough to tell: needs {number} invitations to reviews"),
    "others": gettext_lazy("not enough to tell: needs {number} other reports"),
    "others_taken": gettext_lazy("not enough to tell: needs {number} other reports that led to a card"),
    "internal": gettext_lazy("not enough to tell: needs {number} reports of our own"),
    "texts_before": gettext_lazy("not enough to tell: needs {number} texts of the year before"),
    "complaints": gettext_lazy("not enough to tell: needs {number} complaints of customers"),
    "events": gettext_lazy("not enough to tell: needs {number} things done in that time"),
    "targets": gettext_lazy("not enough to tell: needs a target with a counter-metric"),
    "metrics": gettext_lazy("not enough to tell: needs a metric with readings"),
}

NUMBERS: Mapping[str, str | Promise] = {
    "recent": gettext_lazy("now"),
    "expected": gettext_lazy("at the pace before"),
    "before": gettext_lazy("before"),
    "spread": gettext_lazy("times as varied as chance"),
    "points": gettext_lazy("last readings that lie apart"),
    "audits": gettext_lazy("audits"),
    "events": gettext_lazy("things done"),
    "index": gettext_lazy("times as much before audits"),
    "silent": gettext_lazy("working days of silence"),
    "usual": gettext_lazy("usual days between two"),
    "invited": gettext_lazy("invited"),
    "usual_percent": gettext_lazy("usual, percent"),
    "reports": gettext_lazy("reports"),
    "taken": gettext_lazy("of them taken up"),
    "share": gettext_lazy("share now"),
    "share_before": gettext_lazy("share before"),
    "internal_percent": gettext_lazy("reports of our own, percent of before"),
    "complaints_percent": gettext_lazy("complaints, percent of before"),
    "share_percent": gettext_lazy("share now, percent"),
    "before_percent": gettext_lazy("share before, percent"),
    "flagged": gettext_lazy("texts that judge people"),
    "texts": gettext_lazy("texts"),
}


def number_names() -> Mapping[str, str | Promise]:
    """What the numbers of the signs are called."""
    return NUMBERS


def needs_in_words(code: str, number: float | None) -> str:
    """Why a sign cannot tell yet; it is never calm for want of data."""
    sentence = NEEDS.get(code, gettext_lazy("not enough to tell: needs more data"))
    return str(sentence).format(number=plain(number or 0))


def question_in_words(question: str, numbers: Mapping[str, float]) -> str:
    """The question with its numbers; as it stands where a number is missing."""
    try:
        return _(question).format_map(_Said(numbers))
    except (ValueError, TypeError, KeyError, IndexError):
        return _(question)


def plain(number: float) -> str:
    """A number as people write it: three digits that say something, in the reader's language."""
    rounded = float(f"{number:.3g}") if abs(number) < 1000 else round(number)
    places = 0 if rounded == int(rounded) else max(0, len(f"{rounded:f}".rstrip("0").partition(".")[2]))
    return str(number_format(rounded, places))


def chance_in_words(p: float | None) -> str:
    """How likely data at least as odd are where nothing is behind them; empty where no test gave one."""
    if p is None:
        return ""
    return (
        _("less than 1 in 10,000")
        if p < LEAST_CHANCE
        else _("1 in {number}").format(number=plain(round(1 / p)))
    )


class _Number(float):
    """A number that fills a sentence; a format in the sentence (`{share:.0%}`) still counts."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else plain(self)


class _Said(dict[str, object]):
    def __init__(self, numbers: Mapping[str, float]) -> None:
        super().__init__({name: _Number(number) for name, number in numbers.items()})

    def __missing__(self, key: str) -> str:
        return "…"
