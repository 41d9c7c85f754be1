"""Acts on what a code server says, once for each message, whatever comes twice or in another order."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from genba.trail.envelope import CannotOpen
from genba.trail.record import record
from genba.trail.work import job
from genba.work import facts
from genba.work.code.payloads import Heard, Look, Unreadable, read
from genba.work.code.signatures import event_of, is_genuine, message_of
from genba.work.code.telling import tell_status
from genba.work.models import HookDelivery, MergeLook, MergeRequest, Repository

Outcome = HookDelivery.Outcome
State = MergeRequest.State
MOST_KEPT = 100
AUTHORS_KEPT = timedelta(days=400)
DELIVERIES_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Answer:
    """What the server hears: a status of HTTP and a plain word."""

    status: int
    words: str


def take(repository: Repository, headers: Mapping[str, str], body: bytes) -> Answer:
    """Take one message. What does not prove who sent it changes nothing but the list of messages."""
    event = event_of(headers)[:60]
    try:
        if not is_genuine(repository, headers, body):
            return _refuse(repository, event, "signature", Answer(401, "The signature is not right."))
    except CannotOpen:
        return _refuse(repository, event, "secret_lost", Answer(401, "The secret has to be set again."))
    try:
        heard = read(repository.provider, event, body)
    except Unreadable as trouble:
        return _refuse(repository, event, trouble.why, Answer(422, "The message cannot be read."))
    if heard is not None and heard.repository.lower() != repository.name.lower():
        return _refuse(repository, event, "other_repository", Answer(422, "This is another repository."))
    return _take_once(repository, message_of(headers), hashlib.sha256(body).hexdigest(), event, heard)


@transaction.atomic
def _take_once(repository: Repository, message: str, digest: str, event: str, heard: Heard | None) -> Answer:
    message = hashlib.sha256(message.encode(errors="replace")).hexdigest() if message else ""
    why = "" if heard and heard.is_to_main else "other_branch" if heard else "other_event"
    if message and repository.deliveries.exclude(digest="").filter(message=message).exists():
        return Answer(200, "Known already.")
    row = HookDelivery(repository=repository, message=message, digest=digest, event=event, why=why)
    row.outcome = Outcome.IGNORED if why else Outcome.RECEIVED
    HookDelivery.objects.bulk_create([row], ignore_conflicts=True)
    # The row of a twin is not ours: then its message was acted on.
    if not repository.deliveries.filter(digest=digest, at=row.at, message=message).exists():
        return Answer(200, "Known already.")
    if heard is not None and not why:
        _apply(repository, heard)
    return Answer(200, "Thank you.")


def _refuse(repository: Repository, event: str, why: str, answer: Answer) -> Answer:
    """Note that something was refused; of floods only the newest hundred."""
    HookDelivery.objects.create(repository=repository, event=event, outcome=Outcome.REFUSED, why=why)
    refused = repository.deliveries.filter(outcome=Outcome.REFUSED)
    if old := list(refused.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 50]):
        HookDelivery.objects.filter(pk__in=old).delete()
    return answer


def _apply(repository: Repository, heard: Heard) -> None:
    MergeRequest.objects.get_or_create(repository=repository, number=heard.number)
    change = MergeRequest.objects.select_for_update().get(repository=repository, number=heard.number)
    before = (change.state, change.reviewed, change.head)
    _keep_words(change, heard)
    if heard.look is not None:
        _keep_look(change, heard.look)
    change.reviewed = _was_looked_at(change)
    change.save()
    _tell(change, was_merged=before[0] == State.MERGED, was_reviewed=before[1])
    is_news = before != (change.state, change.reviewed, change.head)
    if repository.sealed_token and change.state == State.OPEN and is_news:
        tell_status.enqueue(change.pk)


def _keep_words(change: MergeRequest, heard: Heard) -> None:
    """What a late message says of a merged change does not open it again."""
    change.title, change.page = heard.title, heard.page
    change.author_key = heard.author_key or change.author_key
    change.author = heard.author or change.author
    if change.state != State.MERGED:
        change.state, change.head = State(heard.state), heard.head or change.head
        change.merged_at = heard.merged_at


def _keep_look(change: MergeRequest, look: Look) -> None:
    """Of messages in another order, the newer one counts."""
    if not look.looker:
        change.looks.filter(Q(since=None) | Q(since__lte=look.at or timezone.now())).update(stands=False)
        return
    known = change.looks.filter(looker_key=look.looker).first()
    if known is not None and known.since and look.at and look.at < known.since:
        return
    if known is not None and look.stands and known.stands:
        return  # it has stood since it was given first
    if not look.stands and change.state == State.MERGED:
        return  # when it came in, it stood
    MergeLook.objects.update_or_create(
        merge_request=change, looker_key=look.looker, defaults={"since": look.at, "stands": look.stands}
    )


def _was_looked_at(change: MergeRequest) -> bool:
    """Whether somebody else than the author approved it, before it came in."""
    looks = change.looks.filter(stands=True).exclude(looker_key=change.author_key)
    if change.merged_at is not None:
        looks = looks.filter(Q(since=None) | Q(since__lte=change.merged_at))
    return looks.exists()


def _tell(change: MergeRequest, *, was_merged: bool, was_reviewed: bool) -> None:
    if change.state != State.MERGED:
        return
    if not was_merged:
        record(facts.MERGED_REVIEWED if change.reviewed else facts.MERGED_UNREVIEWED, change)
    elif change.reviewed and not was_reviewed:
        record(facts.REVIEW_CAME_LATE, change)


@job()
def forget_authors() -> None:
    """Forget who wrote and who looked at what came in long ago, and old messages."""
    now = timezone.now()
    old = MergeRequest.objects.filter(merged_at__lt=now - AUTHORS_KEPT).exclude(author_key="")
    MergeLook.objects.filter(merge_request__in=old).delete()
    old.update(author="", author_key="")
    HookDelivery.objects.filter(at__lt=now - DELIVERIES_KEPT).delete()
