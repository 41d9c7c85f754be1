"""What becomes of a shadow tool: looked at, made official, absorbed or kept, with a sentence; and back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.models import Link
from genba.trail.record import record
from genba.trail.subjects import kind_of
from genba.work import facts
from genba.work.models import ShadowTool

State = ShadowTool.State
OFFICIAL_AS = "made official as"
FACT_OF_END = {
    State.OFFICIAL: facts.SHADOW_OFFICIAL,
    State.ABSORBED: facts.SHADOW_ABSORBED,
    State.KEPT: facts.SHADOW_KEPT,
}


@transaction.atomic
def look_at(tool: ShadowTool, *, by: Person) -> bool:
    """Somebody who may decide has looked at it. Whether it was still waiting for that."""
    found = ShadowTool.objects.filter(pk=tool.pk, state=State.FOUND)
    if not found.update(state=State.LOOKED_AT):
        return False
    record(facts.SHADOW_LOOKED_AT, tool, by=by)
    tool.refresh_from_db()
    return True


@transaction.atomic
def end(tool: ShadowTool, *, state: str, ending: str, by: Person, official_as: Model | None = None) -> bool:
    """It is made official (perhaps as a record of ours), absorbed or kept. Whether it was still open.

    Raises ValidationError without a sentence, because whoever told us reads what became of it.
    """
    end_state = State(state)
    if not ending.strip():
        raise ValidationError({"ending": _("Say in one sentence what was decided, and why.")})
    is_official = end_state == State.OFFICIAL and official_as is not None
    open_ = ShadowTool.objects.filter(pk=tool.pk).exclude(state__in=ShadowTool.ENDS)
    if not open_.update(
        state=end_state,
        ending=ending.strip(),
        ended_on=timezone.localdate(),
        ended_by=by,
        official_kind=kind_of(official_as) if is_official and official_as else "",
        official_key=str(official_as.pk) if is_official and official_as else "",
    ):
        return False
    if is_official and official_as is not None:
        Link.objects.tie(tool, official_as, meaning=OFFICIAL_AS)
    record(FACT_OF_END[end_state], tool, by=by)
    tool.refresh_from_db()
    return True


@transaction.atomic
def open_again(tool: ShadowTool, *, by: Person) -> bool:
    """It was not the end after all. The sentence of before stays until another takes its place."""
    ended = ShadowTool.objects.filter(pk=tool.pk, state__in=ShadowTool.ENDS)
    if not ended.update(state=State.LOOKED_AT, ended_on=None, ended_by=None):
        return False
    record(facts.SHADOW_OPENED_AGAIN, tool, by=by)
    tool.refresh_from_db()
    return True
