"""Facts by API."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from genba.people.access import ADMINISTRATOR, AUDITOR, EXECUTIVE, QUALITY, needs
from genba.trail.models import Fact

router = Router(tags=["facts"])


class FactOut(Schema):
    """One line of the trail. `by` is a person's number, or null for nobody."""

    id: int
    at: datetime
    name: str
    subject_kind: str
    subject_id: str
    by: int | None = Field(None, alias="by_id")
    data: dict[str, Any]


class FactPage(Schema):
    """Facts in the order in which they were written; ask again with `after` = `next` for more."""

    items: list[FactOut]
    next: int | None


class FactQuery(Schema):
    """Which facts are wanted."""

    after: int = Field(0, ge=0, le=2**62)
    limit: int = Field(100, ge=1, le=1000)
    subject_kind: str = Field("", max_length=64)
    subject_id: str = Field("", max_length=40)


@router.get("/facts", response=FactPage, summary="Read the trail")
@needs(QUALITY, AUDITOR, EXECUTIVE, ADMINISTRATOR)
def list_facts(request: HttpRequest, query: Query[FactQuery]) -> dict[str, Any]:
    """Facts after a given one, oldest first; of one record where its kind and id are given."""
    del request
    facts = Fact.objects.filter(pk__gt=query.after).order_by("pk")
    if query.subject_kind:
        facts = facts.filter(subject_kind=query.subject_kind)
    if query.subject_id:
        facts = facts.filter(subject_id=query.subject_id)
    found = list(facts[: query.limit])
    return {"items": found, "next": found[-1].pk if len(found) == query.limit else None}
