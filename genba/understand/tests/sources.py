"""Sources for tests: a local server that replays answers, and one fetch from it."""

import json
from contextlib import contextmanager
from pathlib import Path

from genba.sources.connectors.kinds import KINDS
from genba.trail.tests.machines import Machine, running, says
from genba.understand.fetching import outside

RECORDINGS = Path(__file__).parent / "recordings"


def recorded(name, status=200):
    """The answer of a file, as JSON."""
    return says((RECORDINGS / name).read_bytes(), status, Content_Type="application/json; charset=utf-8")


@contextmanager
def replaying(*replies):
    """A server that gives these answers in turn, the last one for ever."""
    waiting = list(replies)

    def reply(handler):
        (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)

    with running(Machine(reply)) as one:
        yield one


def fetched(kind, settings, secret="", seconds=60.0):
    """What a connector gives, without a feed."""
    return KINDS[kind].fetch(settings, secret, outside(seconds))


def values(came):
    return [(f"{row.at:%Y-%m-%d}", row.value, row.out_of) for row in came.rows]


def bodies(machine):
    """What was sent, as JSON."""
    return [json.loads(body) for _method, _path, _headers, body in machine.asked]
