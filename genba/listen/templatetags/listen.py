"""Words about reports: how long they wait, and when something was written."""

from datetime import date

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genba.listen.gate import is_guarded
from genba.listen.models import Message, Original, Report
from genba.listen.models.report import week_of
from genba.listen.thread import Thread
from genba.ui import times

register = template.Library()


@register.simple_tag
def small_sum() -> SafeString | str:
    """Attributes of a form that a script sends with a solved challenge; nothing where none is asked for."""
    if not is_guarded():
        return ""
    return format_html(
        ' data-challenge="{}" data-solver="{}" data-sha256="{}"',
        reverse("api:challenge"),
        static("listen/proof.js"),
        static("ui/vendor/noble-sha256.js"),
    )


@register.filter
def waited(report: Report) -> str:
    """How long a report waits or waited; of an anonymous one nobody knows more than the week."""
    if report.received_at is not None:
        return times.duration(report.wait)
    until = timezone.localtime(report.answered_at).date() if report.answered_at else timezone.localdate()
    return _weeks((week_of(until) - report.received_on).days // 7)


@register.filter
def said_when(said: Thread | Report) -> SafeString | str:
    """When it was said: the moment, or the week where nothing more is kept."""
    if said.received_at is not None:
        return times.when(said.received_at)
    return weeks_ago(said.received_on)


@register.filter
def came_when(original: Original) -> str:
    """The week in which an original came."""
    return weeks_ago(original.week)


@register.filter
def written_when(message: Message) -> SafeString | str:
    """When a message was written, in the same way."""
    if message.written_at is not None:
        return times.when(message.written_at)
    return weeks_ago(message.written_on)


def weeks_ago(day: date) -> str:
    """The week of a day, as people call it."""
    weeks = (week_of(timezone.localdate()) - day).days // 7
    if weeks <= 0:
        return _("this week")
    if weeks == 1:
        return _("last week")
    return ngettext("%(n)d week ago", "%(n)d weeks ago", weeks) % {"n": weeks}


def _weeks(weeks: int) -> str:
    if weeks <= 0:
        return _("this week")
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
