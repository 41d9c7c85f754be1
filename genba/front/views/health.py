"""Whether this instance answers, for those who watch it."""

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from genba.front.storage import trouble_now
from genba.people.access import ANYBODY, needs


@needs(ANYBODY)
def health(request: HttpRequest) -> HttpResponse:
    """`ok` when a page and the database answer and the disk can be written; strangers are told no more."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    if trouble_now() is not None:
        return HttpResponse("nothing can be saved\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
