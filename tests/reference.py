"""Writes `docs/reference/{facts,doors,api}.md` from the code: `python -m tests.reference`."""

import os
from pathlib import Path
from typing import Any

import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def pages() -> dict[str, str]:
    """Every written page by its file name."""
    from genba.config.api import api  # noqa: PLC0415  (Django has to be set up first)
    from genba.trail.kinds import all_kinds  # noqa: PLC0415
    from tests.doors import all_doors  # noqa: PLC0415

    facts = [
        (kind.name, f"“… {kind.sentence}”")
        for kind in all_kinds()
        if not kind.name.startswith(("trail.test", "test."))
    ]
    doors = [
        (
            f"`{door.path.replace('|', chr(92) + '|')}`",
            door.name,
            "; ".join(str(need.sentence) for need in door.needs or ()),
        )
        for door in all_doors()
    ]
    return {
        "facts.md": _page(
            "Facts", "Every line of the trail is one of these.", ("fact", "read after a name"), facts
        ),
        "doors.md": _page("Doors", "Every address and who may open it.", ("address", "name", "who"), doors),
        "api.md": _page(
            "API",
            "Under the same access rules as the pages. The whole document is at `/api/v1/openapi.json`. "
            "A token is sent as `Authorization: Bearer genba_…`. What is sent twice with the same "
            "`Idempotency-Key` is done once, at every route that writes.",
            ("route", "what it does"),
            _routes(api.get_openapi_schema()),
        ),
    }


def _routes(document: Any) -> list[tuple[str, ...]]:
    return [
        (f"`{method.upper()} {path}`", f"{route['summary']}. {route.get('description', '').splitlines()[0]}")
        for path, routes in document["paths"].items()
        for method, route in routes.items()
    ]


def _page(title: str, lead: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"# {title}", "", lead, "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genba.config.settings_test")
    django.setup()
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
