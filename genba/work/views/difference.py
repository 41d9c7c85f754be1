"""What is different between two versions, step by step, in words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import SIGNED_IN, needs
from genba.work.difference import between, one_of, version_before
from genba.work.views.finding import seen_version


@needs(SIGNED_IN)
def difference(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The difference from `?from=`, or from the version that counted before."""
    new = seen_version(request, pk, number)
    asked = request.GET.get("from")
    old = one_of(new.procedure, asked, version_before(new))
    if asked and old is None:
        raise Http404
    context = {
        "procedure": new.procedure,
        "version": new,
        "old": old,
        "difference": between(old, new),
        "others": new.procedure.versions.exclude(pk=new.pk),
    }
    return render(request, "work/difference.html", context)
