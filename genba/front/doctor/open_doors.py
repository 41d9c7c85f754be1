"""The doors for people without a sign-in: what broke there, and whether the database tells on them."""

from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.front.doctor.finding import Finding
from genba.listen.models import Fault
from genba.listen.models.report import week_of


def nothing_broke_for_reporters() -> Finding:
    """Whether something of ours broke at these doors this week. No log says so, because it would say when."""
    faults = Fault.objects.filter(week=week_of(timezone.localdate())).order_by("-count")
    worst = faults.first()
    if worst is None:
        return Finding.good(_("Nothing broke this week for people who report without a sign-in."))
    sentence = _("Something broke %(count)s times this week for people who report without a sign-in.")
    count = faults.aggregate(all=Sum("count"))["all"]
    return Finding.bad(
        sentence % {"count": count},
        _("Send this to whoever looks after the program; nothing in it is from a reporter:")
        + "\n"
        + worst.what,
    )


def database_logs_no_statements() -> Finding:
    """Whether PostgreSQL writes what is stored, with the second, into its own log."""
    if connection.vendor != "postgresql":
        return Finding.good(_("The database writes no log of its own."))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE (name = 'log_statement' AND setting <> 'none')"
            " OR (name LIKE 'log_min_duration_%%' AND setting <> '-1')"
            " OR (name = 'log_min_error_statement' AND setting NOT IN ('fatal', 'panic'))"
            " OR (name = 'track_commit_timestamp' AND setting = 'on') ORDER BY name"
        )
        loose = [str(name) for (name,) in cursor.fetchall()]
    if not loose:
        return Finding.good(_("PostgreSQL keeps no statements and no times of commits."))
    return Finding.mind(
        _("PostgreSQL may write into its log or keep when an anonymous report came (%(settings)s).")
        % {"settings": ", ".join(loose)},
        _("Set them as docs/operating.md says under PostgreSQL."),
    )
