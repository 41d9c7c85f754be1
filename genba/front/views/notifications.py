"""What one is told."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.front.models import Notification
from genba.front.notices import in_words
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast

A_PAGE = 30
MOST_KEPT_IN_SIGHT = 300


@needs(SIGNED_IN)
def notifications(request: HttpRequest) -> HttpResponse:
    """The latest notices, the unread ones marked."""
    person = signed_in(request)
    latest = Notification.objects.filter(person=person)[:MOST_KEPT_IN_SIGHT]
    page = Paginator(latest, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "notices": in_words(page.object_list, person)}
    return render(request, "front/notifications.html", context)


@needs(SIGNED_IN)
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    person = signed_in(request)
    notice = get_object_or_404(Notification.objects.filter(person=person), pk=pk)
    Notification.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect(in_words([notice], person)[0].url or "front:notifications")


@needs(SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    Notification.objects.filter(person=signed_in(request)).mark_read()
    toast(request, _("All read."))
    return redirect("front:notifications")
