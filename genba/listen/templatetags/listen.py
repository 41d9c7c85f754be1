"""Words about reports: how long they wait, and when something was written."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genba.listen.models import Message, Report
from genba.listen.models.report import week_of
from genba.ui import times

register = template.Library()


@register.filter
def waited(report: Report) -> str:
    """How long a report waits or waited; of an anonymous one nobody knows more than the week."""
    if report.received_at is not None:
        return times.duration(report.wait)
    until = timezone.localtime(report.answered_at).date() if report.answered_at else timezone.localdate()
    return _weeks((week_of(until) - report.received_on).days // 7)


@register.filter
def said_when(report: Report) -> SafeString | str:
    """When it was said: the moment, or the week where nothing more is kept."""
    if report.received_at is not None:
        return times.when(report.received_at)
    return week_words((week_of(timezone.localdate()) - report.received_on).days // 7)


@register.filter
def written_when(message: Message) -> SafeString | str:
    """When a message was written, in the same way."""
    if message.written_at is not None:
        return times.when(message.written_at)
    return week_words((week_of(timezone.localdate()) - message.written_on).days // 7)


def week_words(weeks: int) -> str:
    """A week as people call it."""
    if weeks <= 0:
        return _("this week")
    if weeks == 1:
        return _("last week")
    return ngettext("%(n)d week ago", "%(n)d weeks ago", weeks) % {"n": weeks}


def _weeks(weeks: int) -> str:
    if weeks <= 0:
        return _("this week")
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
