"""How often each optional field was asked and answered, by week, read off the records afterwards."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from genba.trail.work import job
from genba.work.asking.fields import AskedForm, asked_forms
from genba.work.asking.removing import fields_off
from genba.work.models import FieldCount

WEEK = timedelta(weeks=1)
WEEKS_AT_FIRST = 52


@job()
def count_asked_fields() -> None:
    """Count the weeks that are over and not counted yet. Done twice, it changes nothing."""
    for form in asked_forms():
        count_form(form, today=timezone.localdate())


@transaction.atomic
def count_form(form: AskedForm, *, today: date) -> None:
    """Count one form. Weeks with too few answers are counted together with the next ones."""
    this_week = today - timedelta(days=today.weekday())
    last: date | None = (
        FieldCount.objects.filter(field__in=form.codes, is_counted=True)
        .order_by("-week")
        .values_list("week", flat=True)
        .first()
    )
    begin = last + WEEK if last else this_week - WEEKS_AT_FIRST * WEEK
    week = begin
    while week < this_week:
        found = form.count(begin, week + WEEK)
        if found.asked >= form.at_least:
            _keep(form, week, found.asked, found.answered)
            begin = week + WEEK
        week += WEEK


def _keep(form: AskedForm, week: date, asked: int, answers: dict[str, int]) -> None:
    off = fields_off()
    for field in form.fields:
        code = form.code(field.name)
        counts = (0, 0) if code in off else (asked, answers.get(field.name, 0))
        FieldCount.objects.update_or_create(
            field=code, week=week, defaults={"asked": counts[0], "answered": counts[1], "is_counted": True}
        )
