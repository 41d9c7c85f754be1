"""The least that stores a report: one Django view without middleware or template, to measure the door by."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from genba.listen.models import Report


def store(request: HttpRequest) -> HttpResponse:
    """Store the words that were sent."""
    now = timezone.now()
    Report.objects.create(
        text=request.POST["text"], received_at=now, received_on=now.date(), client_key=uuid4().hex
    )
    return HttpResponse("kept")


urlpatterns = [path("store/", store)]
