"""First-pass yield, kept as runs end: so many ended, so many passed, so many at the first try."""

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from genba.work.models import FirstPass, Run

State = Run.State
COUNTED = ("ended", "passed", "first_time", "given_up")


def count_run(run: Run) -> None:
    """Count a run that has just ended, in one statement; two at the same moment are both counted."""
    table = connection.ops.quote_name(FirstPass._meta.db_table)
    which = (
        "(procedure_id, month) WHERE team_id IS NULL"
        if run.team_id is None
        else "(procedure_id, team_id, month)"
    )
    adds = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTED)
    has_ended = run.state != State.GIVEN_UP
    numbers = [has_ended, run.state == State.PASSED, bool(run.went_first_time), not has_ended]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (procedure_id, team_id, month, {', '.join(COUNTED)}) "  # noqa: S608  (our own table)
            f"VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT {which} DO UPDATE SET {adds}",
            [
                run.procedure_id,
                run.team_id,
                connection.ops.adapt_datefield_value(run.month),
                *map(int, numbers),
            ],
        )


def uncount_given_up(run: Run) -> None:
    """Take a run that was given up off the count of its month: it goes on."""
    if run.month is None:
        return  # it is open, and only what has ended is counted
    counted = FirstPass.objects.filter(procedure=run.procedure_id, team=run.team_id, month=run.month)
    counted.update(given_up=F("given_up") - 1)


@transaction.atomic
def count_anew() -> None:
    """Count all runs again: after many were written at once."""
    FirstPass.objects.all().delete()
    counted = (
        Run.objects.exclude(state=State.OPEN)
        .order_by()
        .annotate(month_of=TruncMonth("ended_at"))
        .values_list("procedure_id", "team_id", "month_of")
        .annotate(
            ended=Count("pk", filter=~Q(state=State.GIVEN_UP)),
            passed=Count("pk", filter=Q(state=State.PASSED)),
            first_time=Count("pk", filter=Q(went_first_time=True)),
            given_up=Count("pk", filter=Q(state=State.GIVEN_UP)),
        )
    )
    FirstPass.objects.bulk_create(
        FirstPass(
            procedure_id=procedure,
            team_id=team,
            month=month.date(),
            **dict(zip(COUNTED, numbers, strict=True)),
        )
        for procedure, team, month, *numbers in counted.iterator()
    )
