"""Metrics, signs and days of audits, of one's own team and of others: met on the walk."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from genba.conftest import Cast
from genba.people.models import Organisation
from genba.trail.subjects import kind_of
from genba.understand.feeds import keep_feed
from genba.understand.marking import mark_step_change, set_target
from genba.understand.measuring import close_metric
from genba.understand.models import AuditDate, CostLine, Feed, Metric, Sign
from genba.understand.signs.answering import answer
from genba.understand.signs.audit_dates import keep_audit_date
from genba.understand.tests.factory import make_measured

if TYPE_CHECKING:
    from tests.world import Records


def measured(cast: Cast, met: type) -> "Records":
    """A metric of the line, one of the ward, one that is not measured any more; signs of them."""
    metrics = {
        "the line's metric": make_measured(cast, name="Near misses of the line"),
        "the ward's metric": make_measured(cast, name="Falls", owner=cast.wanda, team=cast.ward),
        "the line's metric, closed": make_measured(cast, name="Scrap of the old press"),
    }
    line, ward, closed = metrics.values()
    close_metric(closed, by=cast.quentin)
    found = {
        what: _values(one, other, cast)
        for what, one, other in zip(metrics, (line, ward, closed), (ward, line, line), strict=True)
    }
    across = {**found["the ward's metric"], "pk": line.pk}
    return [
        (
            r"/metrics/<int:pk>/(readings/<|step-changes/)",
            [
                *(met(what, values) for what, values in found.items()),
                met("the ward's under the line's address", across),
            ],
        ),
        (r"/metrics/<", [met(what, values) for what, values in found.items()]),
        (r"/api/v1/metrics/", [met(what, {"metric_id": one.pk}) for what, one in metrics.items()]),
        (r"/signs/<", _signs(cast, met, line, ward)),
        (r"/audit-dates/<", [_audit(cast, met)]),
        (r"/cost-of-quality/<", _costs(cast, met)),
        (
            r"/feeds/<",
            [
                _feed(cast, met, "a source of the line's metric", line),
                _feed(cast, met, "a source of the ward's", ward),
            ],
        ),
    ]


def _values(metric: Metric, counter: Metric, cast: Cast) -> dict[str, Any]:
    first = metric.readings.first()
    assert first is not None
    change = mark_step_change(metric, at=first.at, why="A new press.", by=cast.quentin)
    day = timezone.localdate() + timedelta(days=90)
    set_target(metric, value=5, by_day=day, counter=counter, by=cast.quentin)
    return {"pk": metric.pk, "key": first.pk, "change": change.pk, "kind": "folder"}


def _signs(cast: Cast, met: type, line: Metric, ward: Metric) -> list[Any]:
    house = Organisation.objects.get()
    raised = {
        "a sign about the line's metric": _raised(line),
        "a sign about the ward's metric": _raised(ward),
        "a sign about all of us, answered": _raised(house),
    }
    answer(raised["a sign about all of us, answered"], reason="Holidays.", by=cast.quentin)
    return [met(what, {"pk": one.pk}) for what, one in raised.items()]


def _raised(subject: Metric | Organisation) -> Sign:
    now = timezone.now()
    return Sign.objects.create(
        sign="metric_moved",
        subject_kind=kind_of(subject),
        subject_id=str(subject.pk),
        opened_at=now,
        last_seen_at=now,
        looked_on=now.date(),
        p=0.0004,
    )


def _audit(cast: Cast, met: type) -> Any:
    audit = AuditDate(day=timezone.localdate() + timedelta(days=30), name="Yearly audit")
    keep_audit_date(audit, by=cast.quentin)
    return met("a day of an audit", {"pk": audit.pk})


def _feed(cast: Cast, met: type, what: str, metric: Metric) -> Any:
    feed = Feed(metric=metric, kind="folder", settings={"folder": "scales", "when": "day", "value": "kg"})
    keep_feed(feed, secret="", by=cast.quentin)
    return met(what, {"pk": feed.pk})


def _costs(cast: Cast, met: type) -> list[Any]:
    """One that the line's lead said, and one of quality that counts no more."""
    today = timezone.localdate()
    lines = {
        "a cost that the line's lead said": CostLine(name="Scrap", amount=5, said_by=cast.amira),
        "a cost that counts no more": CostLine(name="Sorting", said_by=cast.quentin, ended_on=today),
    }
    for line in lines.values():
        line.category, line.said_on = CostLine.Category.INTERNAL, today
        line.save()
    return [met(what, {"pk": line.pk}) for what, line in lines.items()]
