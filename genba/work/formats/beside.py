"""What stands on the page of a procedure about its files."""

from typing import Any

from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.work.models import ProcedureImport, Version
from genba.work.parts import Part, register_part
from genba.work.whole import whole_of


def files(person: Person, version: Version) -> dict[str, Any]:
    """The version to take along."""
    del person
    return {"version": version}


def what_it_was(person: Person, version: Version) -> dict[str, Any] | None:
    """The documents that a procedure was made of, and how much shorter it is."""
    found = whole_of(version, person).imports
    return {"imports": [{"seen": one, "bar": bar_of(one)} for one in found]} if found else None


def bar_of(seen: ProcedureImport) -> list[tuple[int, str, str]]:
    """Words in steps, and words less."""
    return [
        (seen.words_after, str(_("words in steps")), "ok"),
        (max(0, seen.words_before - seen.words_after), str(_("words less")), "mute"),
    ]


register_part(Part("files", "procedure", "work/procedure/files.html", files, order=95, place="aside"))
register_part(Part("imports", "procedure", "work/imports/part.html", what_it_was, order=90, place="aside"))
