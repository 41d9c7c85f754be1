"""Before the first page: a database at another version than this Genba stops the start."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from genba.config.database import Unreachable, refuse_another_version
from genba.config.prepare import check_engine
from genba.config.terminal import Refusal, complain

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

STOPS_GUNICORN = 4  # its own number for an application that cannot be loaded: it ends, instead of trying on


class Opening:
    """The application, once the database is known to be at this version.

    When the database cannot be reached at the start, the look is made up for with the first request that
    finds it there; until then the application answers as it does without a database.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.is_open = False
        if trouble := self._look():
            complain(trouble)
            sys.exit(STOPS_GUNICORN)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if not self.is_open and (trouble := self._look()):
            complain(trouble)
            start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Genba is being brought to a new version. Please come back in a few minutes.\n"]
        return self.application(environ, start_response)

    def _look(self) -> str:
        """What stands in the way, in words; nothing when the doors may open."""
        try:
            check_engine()
            refuse_another_version()
        except Unreachable:
            return ""
        except Refusal as trouble:
            return str(trouble)
        finally:
            connection.close()
        self.is_open = True
        return ""
