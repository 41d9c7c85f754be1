"""The worker: is it alive, does it keep up?"""

from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.front.background import waiting_outside
from genba.front.doctor.finding import Finding
from genba.trail.models import Beat


def worker_is_alive() -> Finding:
    """Whether any worker was seen lately."""
    beats = list(Beat.objects.all())
    alive = [beat for beat in beats if beat.is_alive]
    if alive:
        return Finding.good(_("The worker is alive (%(count)s running).") % {"count": len(alive)})
    if not beats:
        return Finding.bad(
            _("No worker is running, so nothing is mailed, brought back or imported."),
            _("Start Genba with `genba up`, or one more worker with `genba worker`."),
        )
    return Finding.bad(
        _("The worker was last seen at %(when)s and has been silent since.")
        % {"when": f"{beats[0].seen_at:%Y-%m-%d %H:%M} UTC"},
        _("Start Genba again with `genba up`, or a worker with `genba worker`."),
    )


def mails_go_out() -> Finding:
    """Whether work waits for something outside the house: the mail server, mostly."""
    count, why = waiting_outside()
    if count:
        return Finding.bad(
            _("%(count)s mails wait. %(why)s.") % {"count": count, "why": why},
            _("Look after the mail server or GENBA_EMAIL_URL. The mails go out by themselves afterwards."),
        )
    return Finding.good(_("No mail waits for the mail server."))


def nothing_has_failed() -> Finding:
    """Whether jobs were given up."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    if failed:
        return Finding.mind(
            _("%(count)s jobs have failed for good.") % {"count": failed},
            _("Look at them on the worker page and try them again."),
        )
    return Finding.good(_("No job has failed."))
