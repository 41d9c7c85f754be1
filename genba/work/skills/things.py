"""What one can be able to do: a skill, or a procedure. In addresses and forms: `skill:3`, `procedure:7`."""

from dataclasses import dataclass
from typing import Any

from genba.work.models import Procedure, Skill

Key = tuple[str, int]


@dataclass(frozen=True)
class Thing:
    """A skill or a procedure."""

    kind: str
    pk: int
    name: str

    @property
    def key(self) -> Key:
        """What it is known by."""
        return (self.kind, self.pk)

    @property
    def value(self) -> str:
        """How it stands in an address."""
        return f"{self.kind}:{self.pk}"

    @property
    def columns(self) -> dict[str, Any]:
        """The column that names it, for competences, needs and teachers."""
        return {f"{self.kind}_id": self.pk}


def thing_of(row: Any) -> Thing:
    """The thing of a need, a competence or a teacher."""
    if row.skill_id is not None:
        return Thing("skill", row.skill_id, row.skill.name)
    return Thing("procedure", row.procedure_id, row.procedure.title)


def thing_meant(value: str) -> Thing | None:
    """The thing written in an address or a form, while it is in use; None where there is none."""
    kind, _colon, key = value.partition(":")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    if kind == "skill":
        skill = Skill.objects.in_use().filter(pk=key).first()
        return Thing("skill", skill.pk, skill.name) if skill else None
    procedure = Procedure.objects.in_use().filter(pk=key).first() if kind == "procedure" else None
    return Thing("procedure", procedure.pk, procedure.title) if procedure else None


def all_things() -> list[Thing]:
    """Everything in use: skills first."""
    skills = [Thing("skill", one.pk, one.name) for one in Skill.objects.in_use()]
    procedures = Procedure.objects.in_use().order_by("title").only("pk", "title")
    return [*skills, *(Thing("procedure", one.pk, one.title) for one in procedures)]
