"""How the work is done, of one's own team and of others: the records of the room `work` met on the walk."""

from typing import TYPE_CHECKING

from genba.conftest import Cast
from genba.work.models import Flow, Process, ValueStream
from genba.work.tests.factory import make_draft, make_procedure, make_process

if TYPE_CHECKING:
    from tests.world import Records


def worked(cast: Cast, met: type) -> "Records":
    """A procedure in force at the line, a draft at the ward, their processes, arrow and value stream."""
    line = make_process(cast)
    ward = make_process(cast, "Care", owner=cast.wanda, team=cast.ward)
    arrow = Flow.objects.create(source=line, target=ward)
    counts = make_procedure(cast, process=line)
    draft = make_draft(cast, process=ward, title="Wash hands", owner=cast.wanda).procedure
    stream = ValueStream.objects.get()
    keys = {"the line's procedure in force": counts, "the ward's draft": draft}
    procedures = [
        met(what, {"pk": one.pk, "number": 1, "page": 1, "key": one.known_steps.earliest("id").key})
        for what, one in keys.items()
    ]
    processes: list[tuple[str, Process]] = [("the line's process", line), ("the ward's process", ward)]
    return [
        (r"/procedures/import/<", [met("an import that is not there", {"pk": 1})]),
        (r"/procedures/<int:pk>/suggestions/<", [met("", {"pk": counts.pk, "suggestion": 1})]),
        (r"/procedures/<", procedures),
        (r"/checks/(run|of)/<", procedures),
        (r"/checks/at/<", [met("place of the line", {"code": cast.station.code})]),
        (
            r"/work/streams/<",
            [met("the value stream", {"pk": stream.pk, "arrow": arrow.pk, "process": line.pk})],
        ),
        (r"/work/processes/<", [met(what, {"pk": one.pk}) for what, one in processes]),
        (r"/skills/teams/<", [met("the line", {"pk": cast.line.pk}), met("the ward", {"pk": cast.ward.pk})]),
        (r"/skills/people/<", [met("the member", {"pk": cast.tomas.pk})]),
        (r"/rules/fields/<", [met("a field", {"code": "improve.card.text"})]),
        (r"/rules/<", [met("a rule", {"code": "improve.card.board"})]),
        (r"/reviews/ask/<", [met("the draft", {"kind": "work.version", "key": draft.under_way.pk})]),
        (
            r"/api/v1/procedures/<",
            [met(what, {"procedure_id": one.pk, "number": 1}) for what, one in keys.items()],
        ),
        (r"/api/v1/value-streams/<", [met("the value stream", {"stream_id": stream.pk})]),
        (r"/api/v1/processes/<", [met(what, {"process_id": one.pk}) for what, one in processes]),
    ]
