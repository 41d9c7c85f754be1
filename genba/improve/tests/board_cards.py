"""What the browser tests of the board lay out: three cards and a limit."""

from genba.conftest import Cast
from genba.improve.cards import open_card
from genba.improve.models import Column


def lay_out(cast: Cast) -> dict[str, object]:
    Column.objects.filter(board=cast.board, stage="try").update(wip_limit=1)
    titles = ["Label printer skips", "Torque wrench drifts", "Forklift lane blocked"]
    cards = [open_card(cast.board, title=title, kind="nonconformity", by=cast.amira).pk for title in titles]
    columns = {column.stage: column.pk for column in cast.board.columns.all()}
    return {"board": cast.board.pk, "cards": cards, "columns": columns}
