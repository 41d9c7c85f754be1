"""The proof that one line of the history stands in the sealed trail as it was written."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from genba.front.history import may_read
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.subjects import find
from genba.trail.models import Fact
from genba.trail.seals.receipts import inclusion_receipt


@needs(SIGNED_IN)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof in words, for whoever may see the record that the line is about."""
    fact = _seen_by(request, pk)
    context = {"fact": fact, "receipt": inclusion_receipt(fact)}
    return render(request, "front/proof.html", context)


@needs(SIGNED_IN)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof as a file that `tools/verify_trail.py` reads."""
    found = inclusion_receipt(_seen_by(request, pk))
    if found is None:
        raise Http404
    answer = JsonResponse(found.as_json(), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="receipt-{pk}.json"'
    return answer


def _seen_by(request: HttpRequest, pk: int) -> Fact:
    fact = get_object_or_404(Fact, pk=pk)
    person = signed_in(request)
    found = find(person, fact.subject_kind, fact.subject_id)
    if found is None or not may_read(fact, found[1], person):
        raise Http404
    return fact
