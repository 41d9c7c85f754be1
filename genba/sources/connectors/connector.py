"""What every source has in common: what it asks for, what it may do, what it gives, how it says no."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Settings = Mapping[str, str]

LONGEST_DETAIL = 2000  # of what is handed on; whoever shows it cuts it once the secret is taken out
MEGABYTES_OF_AN_ANSWER = 8


class State:
    """The codes of what a source can be; facts and rows hold them, never words."""

    FINE = "fine"
    EMPTY = "empty"
    SLOW = "slow"
    HUGE = "huge"
    INSIDE = "inside"
    AWAY = "away"
    SENT_ON = "sent_on"
    WEB_PAGE = "web_page"
    NOT_JSON = "not_json"
    PASSWORD = "password"  # noqa: S105  (a code)
    NOT_THERE = "not_there"
    BUSY = "busy"
    REFUSED = "refused"
    COLUMN = "column"
    QUERY = "query"
    SETTING = "setting"
    MIGHTY = "mighty"
    NONE_FITS = "none_fits"
    LOST = "lost"


#: How each state reads on a page, before what the other side said.
STATE_WORDS: dict[str, Words] = {
    State.FINE: _("It works."),
    State.EMPTY: _("It answered, with nothing to take: no rows, or no whole period yet."),
    State.SLOW: _("It took too long to answer."),
    State.HUGE: _("It answered with more than Genba takes. Ask for less."),
    State.INSIDE: _("Genba may not call there."),
    State.AWAY: _("Nobody answers there."),
    State.SENT_ON: _("It sends us on to another address. Write that one here if it is right."),
    State.WEB_PAGE: _("It answered with a web page instead of data, perhaps the page for signing in."),
    State.NOT_JSON: _("It answered with something that is neither JSON nor a table."),
    State.PASSWORD: _("It did not let us in. The name, password or key is wrong, or may not see this."),
    State.NOT_THERE: _("There is nothing at this address."),
    State.BUSY: _("It is busy and asked us to come back later."),
    State.REFUSED: _("It refused the question."),
    State.COLUMN: _("What should be read is not there."),
    State.QUERY: _("This query is not one that Genba asks."),
    State.SETTING: _("Something here is not as it has to be."),
    State.MIGHTY: _("This database user may do everything. Give Genba one who may only read."),
    State.NONE_FITS: _("It answered, but no row of it can be a reading of this metric."),
    State.LOST: _("The password or key that was kept can no longer be read. Please give it again."),
}


class SourceTrouble(Exception):  # noqa: N818  (a state of affairs, not a fault of the program)
    """A source gave no rows. `state` is one of State; `detail` says more, in words, never with a secret."""

    def __init__(self, state: str, detail: Words = "") -> None:
        super().__init__(state)
        self.state, self.detail = state, str(detail)[:LONGEST_DETAIL]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(STATE_WORDS[self.state]), self.detail]))


@dataclass(frozen=True, slots=True)
class Asked:
    """One setting that a person fills in. `is_place` ones decide where the secret goes.

    `check` raises SourceTrouble, with its detail, for what cannot be.
    """

    name: str
    label: Words
    help: Words = ""
    required: bool = True
    lines: int = 1
    choices: Sequence[tuple[str, Words]] = ()
    start: str = ""
    is_place: bool = False
    check: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call over the web; `seconds` and `bytes` are how much it may cost."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 20.0
    bytes: int = MEGABYTES_OF_AN_ANSWER * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Came:
    """What came back; header names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outside:
    """What a source may do, handed to it by the room that asks: this room calls nobody by itself.

    `call` makes one careful call and `judged` gives the harmless addresses of a name; both raise
    SourceTrouble. `root` is the folder below which files may be read; None: no files. `now` is when it is,
    `zone` where it is. `seconds` counts for everything together, from the moment this is made.
    """

    call: Callable[[Call], Came]
    judged: Callable[[str, int], list[str]]
    root: Path | None
    zone: tzinfo
    now: datetime
    seconds: float = 20.0
    rows: int = 10_000
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Seconds that are left. Raises SourceTrouble when there are none."""
        left = self.begun + self.seconds - time.monotonic()
        if left <= 0:
            raise SourceTrouble(State.SLOW)
        return left


@dataclass(frozen=True, slots=True)
class Found:
    """One reading that a source gave: when, how much, and out of how many where it has that."""

    at: datetime
    value: float
    out_of: float | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that could not be taken: its place from 1, 0 where it was made of several, and why."""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that came. Only the first rows left out are kept in words, `left_out_count` counts all."""

    rows: tuple[Found, ...]
    left_out: tuple[LeftOut, ...] = ()
    left_out_count: int = 0


@dataclass(frozen=True)
class Connector:
    """One kind of source. `fetch(settings, secret, outside)` gives rows or raises SourceTrouble."""

    kind: str
    label: Words
    about: Words
    asks: tuple[Asked, ...]
    fetch: Callable[[Settings, str, Outside], Fetched]
    secret: Words = ""
    secret_help: Words = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The settings that decide where the secret goes."""
        return tuple(one.name for one in self.asks if one.is_place)
