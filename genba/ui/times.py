"""Time in the words that people use: "today 14:05", "3 days ago", "12 Oct 2025"."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

Moment = dt.date | dt.datetime

DAYS_TOLD_AS_A_DISTANCE = 7
DAYS_BEFORE_MONTHS = 61
MONTHS_BEFORE_YEARS = 24


def when(value: Moment | None, *, now: dt.datetime | None = None) -> SafeString | str:
    """A moment as a `<time>` with short words; the full date stands in its title."""
    if not value:
        return "—"
    return _time_element(value, words_for(value, now=now or timezone.now()))


def day(value: Moment | None) -> SafeString | str:
    """A day by its date, for behind "on", "since" and "until", where "3 days ago" would make no sentence."""
    if not value:
        return "—"
    # Translators: letters of Django's date format; German puts a point behind the day.
    return _time_element(value, date_format(_day_and_clock(value)[0], pgettext("date", "j M Y")))


def ago(value: Moment | None, *, now: dt.datetime | None = None) -> SafeString | str:
    """How long since a moment, in its biggest unit."""
    if not value:
        return "—"
    now = now or timezone.now()
    return _time_element(value, _distance(value, now))


def words_for(value: Moment, *, now: dt.datetime) -> str:
    """The short words alone, for a sentence or a mail."""
    day, clock = _day_and_clock(value)
    today = timezone.localtime(now).date()
    days = (day - today).days
    if days in (-1, 0, 1):
        word = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]
        return f"{word} {clock}".strip()
    if -DAYS_TOLD_AS_A_DISTANCE < days < 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}
    if 0 < days < DAYS_TOLD_AS_A_DISTANCE:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    # Translators: letters of Django's date format; German puts a point behind the day.
    return date_format(day, pgettext("date", "j M") if day.year == today.year else pgettext("date", "j M Y"))


def duration(value: dt.timedelta | None) -> str:
    """A length of time in its biggest sensible unit: "3 days", "5 h", "12 min"."""
    if not isinstance(value, dt.timedelta):
        return "—"
    minutes = int(abs(value.total_seconds()) // 60)
    if minutes < 1:
        return _("under 1 min")
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return _("%(n)d h") % {"n": hours}
    days = round(minutes / 60 / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _distance(value: Moment, now: dt.datetime) -> str:
    if not isinstance(value, dt.datetime):
        days = (timezone.localtime(now).date() - value).days
        return words_for(value, now=now) if days <= 1 else _("%(length)s ago") % {"length": _rough(days)}
    gone = now - _aware(value)
    if abs(gone) < dt.timedelta(minutes=1):
        return _("just now")
    length = _rough(abs(gone).days) if abs(gone) >= dt.timedelta(1) else duration(gone)
    return (_("%(length)s ago") if gone > dt.timedelta() else _("in %(length)s")) % {"length": length}


def _rough(days: int) -> str:
    """Long distances in months and years: nobody counts four hundred days."""
    if days < DAYS_BEFORE_MONTHS:
        return duration(dt.timedelta(days))
    months = round(days / 30.4)
    if months < MONTHS_BEFORE_YEARS:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def _day_and_clock(value: Moment) -> tuple[dt.date, str]:
    if isinstance(value, dt.datetime):
        local = timezone.localtime(_aware(value))
        return local.date(), date_format(local, "H:i")
    return value, ""


def _time_element(value: Moment, words: str) -> SafeString:
    full = (
        date_format(timezone.localtime(_aware(value)), "j F Y H:i") if isinstance(value, dt.datetime) else ""
    )
    return format_html(
        '<time datetime="{}" title="{}" dir="auto">{}</time>',
        value.isoformat(),
        full or date_format(value, "l j F Y"),
        words,
    )


def _aware(value: dt.datetime) -> dt.datetime:
    return timezone.make_aware(value) if timezone.is_naive(value) else value
