"""Metrics of one's own team and of others: met on the walk."""

from typing import TYPE_CHECKING

from genba.conftest import Cast
from genba.understand.measuring import close_metric
from genba.understand.tests.factory import make_measured

if TYPE_CHECKING:
    from tests.world import Records


def measured(cast: Cast, met: type) -> "Records":
    """A metric of the line, one of the ward, and one of the line that is not measured any more."""
    metrics = {
        "the line's metric": make_measured(cast, name="Near misses of the line"),
        "the ward's metric": make_measured(cast, name="Falls", owner=cast.wanda, team=cast.ward),
        "the line's metric, closed": make_measured(cast, name="Scrap of the old press"),
    }
    close_metric(metrics["the line's metric, closed"], by=cast.quentin)
    return [(r"/metrics/<", [met(what, {"pk": one.pk}) for what, one in metrics.items()])]
