"""Where records point at people: what goes when a person is erased, what stays, and what an export holds.

Each room names in its `registrations.py` the columns in which its records point at a person. The walk itself
reads the models, so that a column nobody has named is found too: it is treated by its `on_delete`, and a test
asks for its words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CASCADE, Model, Q, QuerySet
from django.utils.functional import Promise

from genba.people.models import Person


@dataclass(frozen=True)
class Tie:
    """One column in which records point at a person.

    `exported` names the columns that an export about the person holds (none named: the number only),
    `only` leaves out records that came without a name, and `emptied` names columns of words that go with an
    erased person although the record stays.
    """

    model: type[Model]
    column: str
    words: str | Promise
    exported: tuple[str, ...] = ("id",)
    only: Q = field(default_factory=Q)
    emptied: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name, for example `improve.card.owner`."""
        return f"{self.model._meta.label_lower}.{self.column}"

    @property
    def goes(self) -> bool:
        """Whether the records belong to the person, so that they go with them. Others stay."""
        relation = self.model._meta.get_field(self.column).remote_field
        return bool(relation and getattr(relation, "on_delete", None) is CASCADE)

    def rows(self, person: Person) -> QuerySet[Any]:
        """The records that point at this person."""
        return self.model._base_manager.filter(**{self.column: person.pk})


_named: dict[str, Tie] = {}


def register_tie(tie: Tie) -> None:
    """Say in words what a column ties to a person."""
    _named[tie.key] = tie


def all_ties() -> list[Tie]:
    """Every column of every model that points at a person, named or not, in the order of their names."""
    found = {tie.key: tie for tie in _walked()}
    return [_named.get(key, found[key]) for key in sorted(found)]


def unnamed_ties() -> list[str]:
    """The columns for which nobody has said what they are."""
    return [tie.key for tie in _walked() if tie.key not in _named]


def _walked() -> Iterator[Tie]:
    for relation in Person._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model is not None:
            model: Any = relation.related_model
            column = getattr(relation, "field", None)
            if column is not None and not column.many_to_many:
                yield Tie(model, column.name, model._meta.verbose_name_plural or column.name)
