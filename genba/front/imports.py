"""Imports as a person sees them: which may be seen, and the long work that the worker does."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from genba.people.access import ADMINISTRATOR, LEAD, QUALITY, Need, may_open
from genba.people.models import Person
from genba.sources.check import check_import
from genba.sources.commit import claim_commit, commit_import
from genba.sources.models import Import
from genba.sources.start import forget_old_files
from genba.sources.targets import Target, all_targets, target_named
from genba.trail.work import job

IMPORTERS = (QUALITY, ADMINISTRATOR, LEAD)
MAY_IMPORT = Need(
    "imports", _("Quality, administrators and team leads"), lambda who: may_open(who, IMPORTERS)
)

BYTES_CHECKED_AT_ONCE = 3_000_000
UPLOADS_KEPT = timedelta(days=30)


def imports_of(person: Person) -> QuerySet[Import]:
    """Return the imports this person may see: their own; quality and administrators see all."""
    if person.is_quality or person.is_administrator:
        return Import.objects.all()
    return Import.objects.filter(started_by=person.pk)


def targets_for(person: Person) -> list[tuple[Target, list[tuple[str, str]]]]:
    """Return what this person may import, each with the places where it may go."""
    offered = [(target, places_for(person, target)) for target in all_targets()]
    return [(target, places) for target, places in offered if places]


def places_for(person: Person, target: Target) -> list[tuple[str, str]]:
    """Return where this person may import this to; nowhere means that they may not."""
    return [(value, str(words)) for value, words in target.places(person)]


def target_of(begun: Import) -> Target:
    """Return the target of an import. Raises LookupError when its room no longer offers it."""
    target = target_named(begun.target)
    if target is None:
        message = f"Nothing becomes {begun.target} any more."
        raise LookupError(message)
    return target


def begin_check(begun: Import) -> None:
    """Check at once what is small; a large table is checked by the worker, with progress."""
    if begun.size <= BYTES_CHECKED_AT_ONCE:
        check_import(begun, target_of(begun))
        return
    with transaction.atomic():
        begun.state = Import.State.CHECKING
        begun.save(update_fields=["state"])
        check_later.enqueue(begun.pk)


@transaction.atomic
def begin_commit(checked: Import) -> bool:
    """Let the worker take the import over. False when it is being taken over already."""
    claimed = claim_commit(checked)
    if claimed:
        commit_later.enqueue(checked.pk)
    return claimed


@job(attempts=3)
def check_later(import_id: int) -> None:
    """Check a large table."""
    begun = Import.objects.get(pk=import_id)
    if begun.state == Import.State.CHECKING:
        with translation.override(_language_of(begun)):
            check_import(begun, target_of(begun))


@job(attempts=3)
def commit_later(import_id: int) -> None:
    """Take an import over; run again after a crash, it begins afresh."""
    claimed = Import.objects.get(pk=import_id)
    with translation.override(_language_of(claimed)):
        commit_import(claimed, target_of(claimed))


@job()
def forget_old_tables() -> None:
    """Uploaded tables hold names and stories of people; after a month nobody needs the file any more."""
    forget_old_files(before=timezone.now() - UPLOADS_KEPT)


def _language_of(begun: Import) -> Any:
    person = Person.objects.filter(pk=begun.started_by).first() if begun.started_by else None
    return (person.language if person else "") or settings.LANGUAGE_CODE
