"""Numbers that no column can hold match no row, in lists too: Django does this for one number only."""

from typing import Any

from django.db.models import IntegerField
from django.db.models.lookups import In

LEAST, MOST = -(2**63), 2**63 - 1


@IntegerField.register_lookup
class AmongWholeNumbers(In):
    """`pk__in` with what somebody sent: a number beyond 64 bits is left out, as it is nobody's."""

    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        if not self.rhs_is_direct_value():
            return prepared
        return [one for one in prepared if not isinstance(one, int) or LEAST <= one <= MOST]
