"""The door at which code servers knock. It asks for a signature, not for a sign-in, and sets no cookie."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from genba.people.access import ANYBODY, needs
from genba.work.code.taking import take
from genba.work.models import Repository

PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@never_cache
@needs(ANYBODY)
@require_POST
def code_hook(request: HttpRequest, key: str) -> HttpResponse:
    """Take one message of a code server."""
    found = Repository.objects.filter(key=key, is_closed=False).first() if key.isascii() else None
    if found is None:
        return HttpResponse("There is nothing here.", status=404, content_type=PLAIN)
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return HttpResponse("The message is too large, or it was cut off.", status=413, content_type=PLAIN)
    answer = take(found, dict(request.headers), body)
    return HttpResponse(answer.words, status=answer.status, content_type=PLAIN)
