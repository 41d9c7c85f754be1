"""Walks every door with every role and every record, and writes what happened: `docs/security/access.md`.

To write it anew: `WRITE_ACCESS=1 bin/test tests/test_access.py`. Each try is undone before the next one.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.test import Client

from genba.conftest import Cast
from genba.people.access import ANYBODY
from genba.people.models import ApiToken, Person
from genba.ui import pdf
from tests.doors import Door, all_doors
from tests.world import Met, Records, make_world, records_behind

PAGE = Path(__file__).resolve().parent.parent / "docs" / "security" / "access.md"
ROLES = [
    "lead",
    "member",
    "other_lead",
    "quality",
    "executive",
    "auditor",
    "administrator",
    "nobody",
    "stranger",
]
IN, NO, HIDDEN, SIGN_IN = "●", "✕", "∅", "→"
BROKEN = "!"
NO_SUCH_METHOD = 405
SHOWS_WHAT_IT_DID = {"work:repository_secret"}  # the new secret stands on this one page


@dataclass(frozen=True)
class Line:
    """One door, one record, and how far each role came."""

    path: str
    name: str
    method: str
    record: str
    marks: dict[str, str]


def walk(cast: Cast) -> list[Line]:
    """Every door that is not for anybody and not a library's, with every record behind it."""
    records = make_world(cast)
    clients = {role: _clients(cast.people[role]) for role in ROLES}
    with drawn_once():
        return list(_lines(cast, records, clients))


def _lines(cast: Cast, records: Records, clients: dict[str, tuple[Client, Client]]) -> Iterator[Line]:
    strangers: dict[tuple[str, str], int] = {}
    for door, method in _ways():
        for met in records_behind(door.path, records):
            answers: dict[str, int] = {}
            for role in ROLES:
                if role == "stranger" and (door.name, method) in strangers:  # no record changes that answer
                    answers[role] = strangers[door.name, method]
                    continue
                answers[role] = _try(clients[role], door, method, met, cast)
                if answers[role] == NO_SUCH_METHOD:
                    break
            else:
                strangers[door.name, method] = answers["stranger"]
                marks = {role: _mark(status) for role, status in answers.items()}
                if not _only_shows(door, method, answers):
                    yield Line(door.path, door.name, method, met.what, marks)


@contextmanager
def drawn_once() -> Iterator[None]:
    """Each page for the printer is drawn once, whoever asks: it takes long and is the same for all."""
    draw = pdf._set
    drawn: dict[tuple[str, ...], Path] = {}
    with ExitStack() as kept:

        @contextmanager
        def once(source: str, data: dict[str, Any], files: Any, *how: str) -> Iterator[Path]:
            key = (source, json.dumps(data, cls=DjangoJSONEncoder), *sorted(files or {}), *how)
            if key not in drawn:
                drawn[key] = kept.enter_context(draw(source, data, files, *how))
            yield drawn[key]

        with patch.object(pdf, "_set", once):
            yield


def _ways() -> Iterator[tuple[Door, str]]:
    seen = set()
    for door in all_doors():
        if ANYBODY in (door.needs or ()) or door.path.startswith("/account/"):
            continue
        for method in door.methods or ("GET", "POST"):
            if (door.name, method) not in seen:
                seen.add((door.name, method))
                yield door, method


def _clients(person: Person | None) -> tuple[Client, Client]:
    browser, program = Client(raise_request_exception=False), Client(raise_request_exception=False)
    if person is not None:
        browser.force_login(person)
        secret = ApiToken.issue(person, name="walk")[1]
        program = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    return browser, program


def _only_shows(door: Door, method: str, answers: dict[str, int]) -> bool:
    """Whether a page was sent a form and did no more than to show itself."""
    if door.name in SHOWS_WHAT_IT_DID:
        return False
    came_in = {status for status in answers.values() if _mark(status) == IN}
    return method == "POST" and not door.path.startswith("/api/") and came_in == {200}


def _try(clients: tuple[Client, Client], door: Door, method: str, met: Met, cast: Cast) -> int:
    """The status of the answer; 401 where somebody is sent to sign in."""
    of_the_api = door.path.startswith("/api/")
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(met.values.get(found.group(1), 1)), door.path)
    words = {
        "words": "x",
        "text": "x",
        "title": "x",
        "kind": "idea",
        "board": cast.board.pk,
        "card": 1,
        "team": cast.ward.pk,
        "stage": "new",
        "procedure": 1,
        "process": 1,
        "sentence": "x",
        "state": "kept",
        "steps": [],
        "results": [],
        "readings": [{"at": "2026-01-05T00:00:00Z", "value": 1}],
    }
    if "shadow-tools" in address:
        del words["kind"]  # of a tool there are other kinds
    with transaction.atomic():
        if method == "GET":
            answer = clients[of_the_api].get(address)
        elif of_the_api:
            answer = clients[True].post(address, json.dumps(words), content_type="application/json")
            if answer.status_code == 422 and "imports" in address:
                table = SimpleUploadedFile("table.csv", b"title\nx")
                answer = clients[True].post(address, {"target": "cards", "file": table})
        else:
            answer = clients[False].post(address, {"column": met.values.get("column", "")})
        to_sign_in = "/account/login/" in answer.headers.get("Location", "")
        transaction.set_rollback(True)
    return 401 if to_sign_in else answer.status_code


def _mark(status: int) -> str:
    known = {401: SIGN_IN, 403: NO, 404: HIDDEN}
    return known.get(status, BROKEN if status >= 500 else IN)


def page(lines: list[Line]) -> str:
    """The matrix as a page, room by room."""
    told = [TOP]
    for room, (begins, rule) in ROOMS.items():
        own = [line for line in lines if begins(line)]
        told += [f"\n## {room}\n", rule.strip(), "", _head(), *(_row(line) for line in own)]
    return "\n".join(told) + "\n"


def _head() -> str:
    names = [role.replace("_", " ") for role in ROLES]
    return f"| door | record | {' | '.join(names)} |\n|---|---|{'---|' * len(ROLES)}"


def _row(line: Line) -> str:
    marks = " | ".join(line.marks[role] for role in ROLES)
    return f"| {line.method} `{line.path}` | {line.record} | {marks} |"


def _room(*rooms: str) -> Callable[[Line], bool]:
    return lambda line: line.name.split(":")[0] in rooms


TOP = f"""# Who comes how far

Written by the machine from a walk through every door (`WRITE_ACCESS=1 bin/test tests/test_access.py`);
a test fails when it is stale.
The walk really asks, with the fixed cast of the tests, and undoes each try before the next.

The roles: *lead* leads Line 4, *member* works there, *other lead* leads Ward 2, *nobody* is signed in and
in no team, *stranger* is not signed in; quality, executive, auditor and administrator hold that role and are
in no team. {IN} comes in (or is told what is wrong with what was sent), {NO} is told that it is not for them,
{HIDDEN} is told that there is nothing here, {SIGN_IN} is asked to sign in. Doors that are open to anybody
(`docs/reference/doors.md`) and those of the sign-in library are left out: the first ask nobody, the second
know only oneself.

Reviewed line by line against the rule that stands in each room; `tests/test_access.py` holds the rules as
tests, so that a wrong mark does not become right by being written down."""

ROOMS: dict[str, tuple[Callable[[Line], bool], str]] = {
    "Listen": (
        _room("listen"),
        """
Quality, top management and auditors read every report; leads those of their teams and the teams below;
everybody their own. Only quality and the leads of the team answer, sort, pass on, write notes and put the
outcome on the wall. What came without a name waits closed: only those who answer for the team read and admit
it, never top management, auditors or administrators. A report whose import was undone is there for nobody.
A report of nobody's team is quality's. Who may not see a report is told that there is nothing here.""",
    ),
    "Improve": (
        _room("improve"),
        """
Boards and cards are open: everybody who is signed in reads them. Those who work in the team of the board,
those who lead it or a team above, and quality change them; leads and quality change the board itself. For
everybody else a change is not there. A part (cause, experiment, item, file) opens only under its own card. A
closed board and a card whose import was undone are there for nobody.""",
    ),
    "Front": (
        _room("front"),
        """
Notices belong to one person; imports to whoever began them, and to quality and administrators; files,
histories and signatures to whoever may see the record. The worker's page is for quality and
administrators.""",
    ),
    "People": (
        _room("people"),
        """
Everybody who is signed in looks up names, teams, sites and places. Quality and administrators change them;
only administrators touch administrators and top management, and who left is seen by those who manage people.
Leads change who is in the teams for which they answer. Tokens and browsers are one's own; administrators see
and withdraw tokens, and nobody ends the browser of somebody else.""",
    ),
    "API": (
        _room("api"),
        """
A token comes as far as its person comes through the pages, and never further than it was made for
(`tests/test_tokens.py`). Where a page says that a change is not there, the API may say that it is not
allowed: cards are no secret. The trail is read by quality, auditors, top management and administrators; it
holds numbers and no words.""",
    ),
    "Work": (
        _room("work"),
        """
How the work is done is open: everybody who is signed in reads value streams, processes and procedures,
begins procedures, suggests, asks, runs checks and says where people really look. Owners, those who answer for
a team and quality change them; who has read what and who can do what is told to those who answer for the
team. A run goes on with whoever began it, a look is given by those who were asked and taken back by whoever
asked, a document that is only looked at is its reader's own; what somebody can do is seen by their teams.""",
    ),
    "Everything else": (
        lambda line: line.name.split(":")[0] not in {"listen", "improve", "front", "people", "work", "api"},
        "Each asks for a role and shows nothing of a record, or says so here.",
    ),
}
