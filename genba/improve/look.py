"""How a board is looked at: lanes, the huddle, and the addresses that lead from one look to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from genba.improve.filters import Filters


@dataclass(frozen=True)
class Look:
    """The ways of looking at a board that an address may ask for."""

    lanes: bool = False
    huddle: bool = False

    def as_dict(self) -> dict[str, str]:
        """The look as it stands in an address."""
        asked = {"lanes": "kind" if self.lanes else "", "view": "huddle" if self.huddle else ""}
        return {name: value for name, value in asked.items() if value}


def read_look(asked: Mapping[str, str]) -> Look:
    """Read the look of an address; words that mean nothing mean the usual board."""
    return Look(lanes=asked.get("lanes") == "kind", huddle=asked.get("view") == "huddle")


@dataclass(frozen=True)
class Links:
    """The addresses (after the question mark) of the other looks at the same board.

    `more` holds what a table adds: its order, its column.
    """

    filters: Filters
    look: Look
    more: Mapping[str, str]

    @property
    def here(self) -> str:
        """This very look, ready to have something added."""
        return f"{query}&" if (query := self._query({})) else ""

    @property
    def plain(self) -> str:
        """The same cards in another view."""
        return urlencode(self.filters.as_dict())

    @property
    def board(self) -> str:
        """The board without the huddle."""
        return self._query({"view": ""})

    @property
    def huddle(self) -> str:
        """The board in large type, without controls."""
        return self._query({"view": "huddle"})

    @property
    def lanes(self) -> str:
        """With lanes, or without them."""
        return self._query({"lanes": "" if self.look.lanes else "kind"})

    @property
    def mine(self) -> str:
        """My cards, or everybody's."""
        return self._query({"mine": "" if self.filters.mine else "1"})

    @property
    def late(self) -> str:
        """Late cards, or all."""
        return self._query({"late": "" if self.filters.late else "1"})

    @property
    def clear(self) -> str:
        """Without any filter."""
        return urlencode({**self.look.as_dict(), **self.more})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along, because it does not ask for it."""
        outside = {name: value for name, value in self.filters.as_dict().items() if name in {"mine", "late"}}
        return list({**outside, **self.look.as_dict(), **self.more}.items())

    @property
    def whole(self) -> str:
        """This very look, as it stands."""
        return self._query({})

    def with_state(self, state: str) -> str:
        """The same table of other cards."""
        return self._query({"state": state})

    def sorted_by(self, sort: str) -> str:
        """The same rows in another order."""
        return self._query({"sort": sort})

    def _query(self, changed: Mapping[str, str]) -> str:
        wishes = {**self.filters.as_dict(), **self.look.as_dict(), **self.more, **changed}
        return urlencode({name: value for name, value in wishes.items() if value})
