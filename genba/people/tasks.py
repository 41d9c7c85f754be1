"""What the worker does for `people` by the clock."""

from django.db.models import Q
from django.utils import timezone

from genba.people.models import BrowserSession, SignInTry
from genba.people.models.sign_in_try import KEPT_FOR
from genba.trail.work import job


@job()
def forget_old_sessions() -> None:
    """Delete sessions that are over, and the tries of yesterday."""
    now = timezone.now()
    BrowserSession.objects.filter(expire_date__lte=now).delete()
    SignInTry.objects.filter(Q(at__lte=now - KEPT_FOR)).delete()
