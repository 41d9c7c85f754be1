"""Whether this instance answers, for those who watch it."""

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse

from genba.people.access import ANYBODY, needs


@needs(ANYBODY)
def health(request: HttpRequest) -> HttpResponse:
    """`ok` when a page and the database answer; nothing else is told to strangers."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
