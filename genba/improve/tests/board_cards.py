"""What the browser tests of the board lay out: for each test a board with three cards and a limit."""

from genba.conftest import Cast, make_board
from genba.improve.cards import open_card
from genba.improve.models import Board, Column

TITLES = ["Label printer skips", "Torque wrench drifts", "Forklift lane blocked"]
BOARDS = 9


def lay_out(cast: Cast) -> list[dict[str, object]]:
    return [_lay_out(make_board(cast.line, f"Board {number}"), cast) for number in range(BOARDS)]


def _lay_out(board: Board, cast: Cast) -> dict[str, object]:
    Column.objects.filter(board=board, stage="try").update(wip_limit=1)
    cards = [open_card(board, title=title, kind="nonconformity", by=cast.amira).pk for title in TITLES]
    return {
        "board": board.pk,
        "cards": cards,
        "columns": {column.stage: column.pk for column in board.columns.all()},
    }
