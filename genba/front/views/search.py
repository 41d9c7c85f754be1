"""The search page and the answers of the palette."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from genba.front.search import MOST_LETTERS, Hit, search, searched_subjects
from genba.people.access import SIGNED_IN, needs, signed_in

MOST_OF_ALL_KINDS = 5
MOST_OF_ONE_KIND = 50
MOST_IN_THE_PALETTE = 3


@needs(SIGNED_IN)
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything that was found, by kind."""
    words = request.GET.get("q", "")[:MOST_LETTERS]
    kinds = searched_subjects()
    kind = request.GET.get("kind", "")
    kind = kind if kind in {subject.kind for subject in kinds} else ""
    most = MOST_OF_ONE_KIND if kind else MOST_OF_ALL_KINDS + 1
    hits = search(signed_in(request), words, kinds=[kind] if kind else None, limit=most)
    context = {"words": words, "kinds": kinds, "kind": kind, "groups": _groups(hits, whole=bool(kind))}
    return render(request, "front/search.html", context)


@needs(SIGNED_IN)
def palette(request: HttpRequest) -> JsonResponse:
    """What the palette shows while somebody types."""
    hits = search(signed_in(request), request.GET.get("q", ""), limit=MOST_IN_THE_PALETTE)
    found = [
        {
            "url": hit.url,
            "label": hit.title,
            "icon": hit.subject.icon,
            "hint": " · ".join(filter(None, [str(hit.subject.label), hit.note])),
        }
        for hit in hits
    ]
    return JsonResponse({"results": found}, headers={"Cache-Control": "private, no-store"})


def _groups(hits: list[Hit], *, whole: bool) -> list[dict[str, object]]:
    """The hits of each kind; where all kinds stand together, only the best of each."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.subject.kind, []).append(hit)
    return [
        {
            "subject": found[0].subject,
            "hits": found if whole else found[:MOST_OF_ALL_KINDS],
            "is_more": not whole and len(found) > MOST_OF_ALL_KINDS,
            "is_cut": whole and len(found) == MOST_OF_ONE_KIND,
        }
        for found in groups.values()
    ]
