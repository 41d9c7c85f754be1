"""Those who answer for a team hear once that a check which has come round is late."""

from datetime import timedelta

from django.utils import timezone

from genba.front.models import Notification
from genba.front.notices import in_words
from genba.work.checks.turns import look_for_due_checks
from genba.work.models import CheckRound
from genba.work.tests.factory import make_procedure


def test_late_is_told_once_to_those_who_lead(cast, work_off):
    CheckRound.objects.create(
        procedure=make_procedure(cast, title="Lamp check"),
        team=cast.line,
        rhythm="days",
        grace_minutes=30,
        begins_at=timezone.now() - timedelta(hours=1),
    )
    for _turn in range(2):
        look_for_due_checks.func()
        work_off()
    told = Notification.objects.exclude(code="to_read").get()
    assert (told.person, told.code, told.why, told.times) == (cast.amira, "check_late", "lead", 1)
    notice = in_words([told], cast.amira)[0]
    assert (notice.title, "late" in notice.sentence) == ("Lamp check", True)
