"""The poster of a place, as a PDF to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from genba.listen.poster import poster_of
from genba.people.access import SIGNED_IN, needs
from genba.people.models import Place


@needs(SIGNED_IN)
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """One A4 page."""
    del request
    place = get_object_or_404(Place.objects.select_related("site"), code=code)
    headers = {"Content-Disposition": f'inline; filename="poster-{place.code}.pdf"'}
    return HttpResponse(poster_of(place), content_type="application/pdf", headers=headers)
