"""What people say on a card, and the small steps that they tick off."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from genba.improve import facts
from genba.improve.models import Card, CheckItem, Comment
from genba.people.models import Person
from genba.trail.models import File
from genba.trail.record import record


@transaction.atomic
def comment(card: Card, *, text: str, by: Person) -> Comment:
    """Say something about a card."""
    written = Comment.objects.create(card=card, by=by, text=text)
    record(facts.COMMENT_WRITTEN, card, by=by, comment=written.pk)
    return written


@transaction.atomic
def add_item(card: Card, *, text: str, by: Person) -> CheckItem:
    """Add a line to the end of the checklist."""
    last = card.checklist.aggregate(last=Max("position"))["last"] or 0
    item = CheckItem.objects.create(card=card, text=text, position=min(last + 1, 32_000))
    record(facts.CHECKLIST_CHANGED, card, by=by, added=item.pk)
    return item


@transaction.atomic
def remove_item(item: CheckItem, *, by: Person) -> None:
    """Take a line off the checklist."""
    record(facts.CHECKLIST_CHANGED, item.card, by=by, removed=item.pk)
    item.delete()


@transaction.atomic
def tick(item: CheckItem, *, is_ticked: bool, by: Person) -> bool:
    """Tick a line, or take the tick back. False when it was so already."""
    changed = CheckItem.objects.filter(pk=item.pk, is_ticked=not is_ticked).update(is_ticked=is_ticked)
    if changed:
        item.is_ticked = is_ticked
        record(facts.ITEM_TICKED if is_ticked else facts.ITEM_UNTICKED, item.card, by=by, item=item.pk)
    return bool(changed)


@transaction.atomic
def take_file_off(card: Card, file: File, *, by: Person) -> None:
    """Take a file off a card. Its bytes stay, so that it can come back."""
    if File.objects.filter(pk=file.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        record(facts.FILE_TAKEN_OFF, card, by=by, file=str(file.pk))


@transaction.atomic
def put_file_back(card: Card, file: File, *, by: Person) -> None:
    """Put a file that was taken off back on its card."""
    if File.objects.filter(pk=file.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        record(facts.FILE_PUT_BACK, card, by=by, file=str(file.pk))
