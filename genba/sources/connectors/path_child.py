"""Follows a path expression through a JSON answer. A few words can ask for any memory, so: apart."""

import json
import sys
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from genba.sources.connectors.child import Told, answer

SECONDS = 10


def find(given: dict[str, Any]) -> Any:
    """`given` has the body as text, the path, and how many rows are taken. A list of what was found."""
    try:
        value = json.loads(given["body"])
    except (ValueError, RecursionError):
        raise Told("not_json") from None
    try:
        found = jmespath.search(given["path"], value) if given["path"] else value
    except JMESPathError as trouble:
        raise Told("query", str(trouble)) from None
    except (ValueError, TypeError, AttributeError) as trouble:
        raise Told("query", type(trouble).__name__) from None
    if found is None:
        raise Told("column")
    rows = found if isinstance(found, list) else [found]
    if len(rows) > given["rows"]:
        raise Told("huge")
    return rows


if __name__ == "__main__":
    sys.exit(answer(find, seconds=SECONDS))
