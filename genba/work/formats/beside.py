"""What stands on the page of a procedure about its files."""

from typing import Any

from genba.people.models import Person
from genba.work.models import Version
from genba.work.parts import Part, register_part


def files(person: Person, version: Version) -> dict[str, Any]:
    """The version to take along."""
    del person
    return {"version": version}


register_part(Part("files", "procedure", "work/procedure/files.html", files, order=95, place="aside"))
