"""Warning signs by API."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from genba.people import api as shared
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.understand.models import Sign

signs = Router(tags=["warning signs"])


class SignOut(Schema):
    """One episode of a warning sign: which one, of what, since when, its evidence, and what became of it.

    `truth` is `so`, `nothing`, or empty where nobody knows yet.
    """

    id: int
    sign: str
    subject_kind: str
    subject_id: str
    opened_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    numbers: dict[str, float]
    p: float | None
    state: str
    reason: str
    answered_at: datetime | None
    answered_by: int | None = Field(None, alias="answered_by_id")
    truth: str
    truth_at: datetime | None


class SignPage(Schema):
    """Episodes, newest first; `next` is the offset of the following part."""

    items: list[SignOut]
    next: int | None


class SignQuery(shared.Slice):
    """Which episodes are wanted."""

    sign: str = Field("", max_length=40)
    state: Literal["", "open", "answered"] = ""
    going_on: bool | None = None


@signs.get("/signs", response=SignPage, summary="List warning signs")
@needs(SIGNED_IN)
def list_signs(request: HttpRequest, query: Query[SignQuery]) -> dict[str, Any]:
    """Those that were raised, newest first."""
    found = Sign.objects.visible_to(signed_in(request))
    for name in ("sign", "state"):
        if asked := getattr(query, name):
            found = found.filter(**{name: asked})
    if query.going_on is not None:
        found = found.filter(ended_at__isnull=query.going_on)
    items, following = shared.page_of(found, query)
    return {"items": items, "next": following}
