"""What no column can hold matches no row: numbers beyond 64 bits in lists, and words with a NUL.

Django knows it of one number only. Without this, an address that somebody made up would end in a fault of the
database: of SQLite for the numbers, of PostgreSQL for the NUL.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, IntegerField
from django.db.models.lookups import Exact, IExact, In

LEAST, MOST = -(2**63), 2**63 - 1


@IntegerField.register_lookup
class AmongWholeNumbers(In):
    """`pk__in` with what somebody sent; a number that is too large is left out."""

    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        if not self.rhs_is_direct_value():
            return prepared
        return [one for one in prepared if not isinstance(one, int) or LEAST <= one <= MOST]


class _Words:
    rhs: Any

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, str) and "\0" in self.rhs:
            raise EmptyResultSet
        return super().as_sql(compiler, connection)  # type: ignore[misc]  # of the lookup that it stands before


@CharField.register_lookup
class SameWords(_Words, Exact):
    """`code=` with what somebody sent."""


@CharField.register_lookup
class SameWordsInAnyCase(_Words, IExact):
    """`email__iexact=` with what somebody sent."""
