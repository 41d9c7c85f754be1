"""Which documents a list shows: the filters of an address."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.sources.export import Exported
from genba.work.models import Document, DocumentVersion


def listed(person: Person, asked: dict[str, Any]) -> QuerySet[Document]:
    """What this person asked for: q, kind, team, process, owner, state (due, retired, none), mine."""
    found = Document.objects.visible_to(person)
    state = asked.get("state") or ""
    found = found.exclude(retired_on=None) if state == "retired" else found.in_use()
    for word in (asked.get("q") or "").split()[:8]:
        found = found.filter(
            Q(code__icontains=word) | Q(title__icontains=word) | Q(publisher__icontains=word)
        )
    for name in ("kind", "process", "owner"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("team"):
        found = found.filter(teams=asked["team"])
    if state == "due":
        found = found.filter(review_on__lte=timezone.localdate())
    if state == "waits":
        found = found.filter(versions__state="approval")
    if state == "none":
        found = found.exclude(versions__state="in_force")
    return found.annotate(revision=_of_version("revision", "in_force")).select_related("owner", "process")


def heading() -> list[str]:
    """The columns of the exported list."""
    return [
        str(word)
        for word in (
            _("Number"),
            _("Title"),
            _("Kind"),
            _("Revision"),
            _("In force since"),
            _("Owner"),
            _("Teams"),
            _("Review date"),
            _("Retired on"),
        )
    ]


def lines(documents: QuerySet[Document]) -> Iterator[list[Exported]]:
    """One line a document."""
    dated = documents.annotate(since=_of_version("in_force_at", "in_force")).prefetch_related("teams")
    for one in dated:
        since = getattr(one, "since", None)
        yield [
            one.code,
            one.title,
            one.get_kind_display(),
            getattr(one, "revision", "") or "",
            timezone.localtime(since).date() if since else None,
            one.owner.name if one.owner else "",
            ", ".join(team.name for team in one.teams.all()),
            one.review_on,
            one.retired_on,
        ]


def _of_version(column: str, state: str) -> Subquery:
    versions = DocumentVersion.objects.filter(document=OuterRef("pk"), state=state)
    return Subquery(versions.values(column)[:1])
