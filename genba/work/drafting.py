"""How a draft is kept while somebody writes: often, with little noise, never over the words of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.models import Fact
from genba.work import facts
from genba.work.models import Version
from genba.work.steps import Steps, plain
from genba.work.writing import write

A_SITTING = timedelta(minutes=30)


@dataclass
class Overtaken(Exception):  # noqa: N818  (a state of affairs, not a fault)
    """Somebody else wrote meanwhile; `version` is what stands there now."""

    version: Version

    @property
    def base(self) -> str:
        """What to send back by whoever has read it now."""
        return token_of(self.version)

    @property
    def writer(self) -> str:
        """Who it was, as far as the trail knows."""
        last = _last_writing(self.version)
        found = Person.objects.filter(pk=last.by_id).first() if last and last.by_id else None
        return found.name if found else _("Somebody")


def token_of(version: Version) -> str:
    """What somebody has read when they begin to write: sent back, it shows whether others wrote meanwhile."""
    return version.changed_at.isoformat()


@transaction.atomic
def keep_draft(version: Version, *, by: Person, base: str, steps: Steps, words: Mapping[str, str]) -> Version:
    """Keep what was written. Raises Overtaken where somebody else wrote since `base`, and ValidationError.

    One fact is written for a sitting, not for each pause in typing.
    """
    held = Version.objects.select_for_update().get(pk=version.pk)
    if token_of(held) != base and not _says(held, steps, words):
        raise Overtaken(held)
    write(held, by=by, steps=steps, quietly=_is_same_sitting(held, by), **words)
    return held


def _says(held: Version, steps: Steps, words: Mapping[str, str]) -> bool:
    same = all(getattr(held, name) == value for name, value in words.items())
    return same and held.body == plain(steps)


def _is_same_sitting(version: Version, by: Person) -> bool:
    last = _last_writing(version)
    return last is not None and last.by_id == by.pk and last.at > timezone.now() - A_SITTING


def _last_writing(version: Version) -> Fact | None:
    written = Fact.objects.about(version.procedure).filter(name=facts.VERSION_WRITTEN.name)
    return next((fact for fact in written[:20] if fact.data.get("version") == version.number), None)
