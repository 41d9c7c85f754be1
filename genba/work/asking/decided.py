"""What the organisation has decided about rules and fields, read at once and kept for a few seconds."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import Value

from genba.work.models import FieldOff, RuleWhy

KEY = "work.decided"
FRESH_FOR = 5  # seconds until other processes know what changed


@dataclass(frozen=True)
class Decided:
    """The fields that are not asked, and the own words for why a rule is there."""

    off: frozenset[str]
    whys: dict[str, str]


def decided() -> Decided:
    """What counts now; pages for reporters ask this, too, so it is one question at most."""
    known: Decided | None = cache.get(KEY)
    if known is None:
        off = FieldOff.objects.filter(back_on=None).order_by().values_list("field", Value(""))
        whys = RuleWhy.objects.exclude(why="").order_by().values_list("code", "why")
        rows = list(off.union(whys, all=True))
        known = Decided(frozenset(code for code, why in rows if not why), {c: why for c, why in rows if why})
        cache.set(KEY, known, FRESH_FOR)
    return known


def forget_decided() -> None:
    """Something changed: read it anew, here at once and again when it is committed."""
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))
