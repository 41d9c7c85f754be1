"""Records of every kind, in every state, of one's own team and of others: met on the walk."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from genba.conftest import Cast, make_board
from genba.front.models import Backup, Notification
from genba.improve.cards import open_card
from genba.improve.models import Card, Cause, CheckItem, Experiment
from genba.improve.recurrence.joining import same_trouble
from genba.listen import facts
from genba.listen.admission import Copy, admit
from genba.listen.intake import Said, receive
from genba.listen.models import Report
from genba.people.models import ApiToken, BrowserSession, Membership, Place
from genba.sources.models import Import
from genba.sources.start import imports_folder
from genba.trail.files import keep_file
from genba.trail.models import Fact
from genba.trail.record import record
from tests.control_world import files_at_work
from tests.measured_world import measured
from tests.work_world import worked


@dataclass(frozen=True)
class Met:
    """One record at a door: what it is, and the values in the address."""

    what: str
    values: dict[str, Any] = field(default_factory=dict)


Records = list[tuple[str, list[Met]]]
"""Which records stand behind the doors whose address begins so; the first that fits counts."""


def make_world(cast: Cast) -> Records:
    cards, work = _cards(cast), worked(cast, Met)
    return [
        (r"/boards/<int:pk>", _boards(cast)),
        (r"/cards/<int:pk>/(causes|experiments|checklist|files)/<", _parts(cast, cards)),
        (
            r"/cards/<int:pk>",
            [Met(what, {"pk": card.pk, "column": card.column_id}) for what, card in cards.items()],
        ),
        (r"/api/v1/cards/<int", [Met(what, {"card_id": card.pk}) for what, card in cards.items()]),
        *_heard(cast),
        (r"/files/", [*_files(cast, cards), *files_at_work(cast, Met)]),
        (
            r"/history/|/signatures/<str",
            [Met(what, {"kind": "improve.card", "key": card.pk}) for what, card in cards.items()],
        ),
        *_imports(cast),
        *_of_people(cast),
        (r"/notifications/<int", [_notice(cast, cards)]),
        (r"/worker/<", [Met("a job that is not there", {"key": "00000000-0000-4000-8000-000000000000"})]),
        *_told(cards),
        *_recurring(cast, cards),
        *work,
        *measured(cast, Met),
        (r"/places/<slug", [Met("place of the line", {"code": cast.station.code})]),
        (r"/imports/new/", [Met("", {"kind": "cards"})]),
    ]


def records_behind(path: str, records: Records) -> list[Met]:
    """The records at a door; one without a name where the door has no record or the world holds none."""
    for begins, met in records:
        if re.match(begins, path):
            return met
    return [Met("")]


def _cards(cast: Cast) -> dict[str, Card]:
    cards = {
        "the line's card": open_card(cast.board, title="New", kind="idea", by=cast.amira),
        "the line's card, done": open_card(cast.board, title="Done", kind="idea", by=cast.amira),
        "the line's card, its import undone": open_card(cast.board, title="Gone", kind="idea", by=cast.amira),
        "the ward's card": open_card(make_board(cast.ward), title="Ward", kind="idea", by=cast.wanda),
    }
    done, gone = cards["the line's card, done"], cards["the line's card, its import undone"]
    column = cast.board.columns.get(stage="done")
    Card.objects.filter(pk=done.pk).update(column=column, done_at=timezone.now())
    Card.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    return cards


def _boards(cast: Cast) -> list[Met]:
    closed = make_board(cast.line, "Closed")
    type(closed).objects.filter(pk=closed.pk).update(is_closed=True)
    ward = cast.ward.boards.get()
    return [
        Met("the line's board", {"pk": cast.board.pk}),
        Met("the line's board, closed", {"pk": closed.pk}),
        Met("the ward's board", {"pk": ward.pk}),
    ]


def _recurring(cast: Cast, cards: dict[str, Card]) -> Records:
    """The line's card and the ward's as one trouble, and what looks like each."""
    names = ("the line's card", "the ward's card", "the line's card, done")
    line, ward, done = (cards[name] for name in names)
    family = same_trouble(line, ward, by=cast.quentin)
    return [
        (
            r"/alike/<",
            [
                Met(what, {"kind": "card", "pk": cards[what].pk, "other_kind": "card", "other": done.pk})
                for what in ("the line's card", "the ward's card")
            ],
        ),
        (
            r"/families/<int:pk>/members",
            [
                Met("the line's card in a family", {"pk": family.pk, "member": line.family_member.pk}),
                Met("the ward's card in a family", {"pk": family.pk, "member": ward.family_member.pk}),
            ],
        ),
        (r"/families/<", [Met("a family of cards", {"pk": family.pk})]),
    ]


def _parts(cast: Cast, cards: dict[str, Card]) -> list[Met]:
    card, other = cards["the line's card"], cards["the ward's card"]
    tomorrow = timezone.localdate() + timedelta(days=1)

    def values(of: Card) -> dict[str, Any]:
        begun = Experiment.objects.create(
            card=of, change="x", expectation="y", until=tomorrow, review_at=timezone.now()
        )
        return {
            "pk": of.pk,
            "cause": Cause.objects.create(card=of, category="method", text="x").pk,
            "experiment": begun.pk,
            "item": CheckItem.objects.create(card=of, position=1, text="x").pk,
            "file": keep_file(of, SimpleUploadedFile("note.txt", b"words"), by=cast.amira).pk,
        }

    own, foreign = values(card), values(other)
    return [
        Met("part of the line's card", own),
        Met("part of the ward's card", foreign),
        Met("part of the ward's card under the line's address", {**foreign, "pk": card.pk}),
    ]


def _report(text: str, **more: Any) -> Report:
    return Report.objects.create(text=text, received_on=timezone.localdate(), **more)


def _heard(cast: Cast) -> Records:
    reports = {
        "the line's report": _report("new", team=cast.line),
        "the line's report, answered": _report("done", team=cast.line, state="closed"),
        "the line's report, its import undone": _report("x", team=cast.line, withdrawn_at=timezone.now()),
        "the ward's report": _report("ward", team=cast.ward),
        "the ward's report, said by the member": _report("own", team=cast.ward, reporter=cast.tomas),
        "a report of no team": _report("nobody's"),
    }
    waiting = receive(Said("words", place=cast.station)).record
    admitted = receive(Said("more words", place=cast.station)).record
    admit(admitted, Copy(text="copy"))
    originals = {"the line's original, waiting": waiting, "the line's original, admitted": admitted}
    return [
        (r"/reports/<", [Met(what, {"pk": one.pk, "outcome": "answered"}) for what, one in reports.items()]),
        (r"/api/v1/reports/<", [Met(what, {"report_id": one.pk}) for what, one in reports.items()]),
        (r"/originals/<", [Met(what, {"pk": one.pk}) for what, one in originals.items()]),
        (r"/api/v1/originals/<", [Met(what, {"original_id": one.pk}) for what, one in originals.items()]),
    ]


def _files(cast: Cast, cards: dict[str, Card]) -> list[Met]:
    def kept(subject: Any, **more: Any) -> dict[str, Any]:
        file = keep_file(subject, SimpleUploadedFile("note.txt", b"words"), by=cast.amira)
        type(file).objects.filter(pk=file.pk).update(**more)
        return {"key": file.pk}

    return [
        Met("file on the line's card", kept(cards["the line's card"])),
        Met("file taken off", kept(cards["the line's card"], withdrawn_at=timezone.now())),
        Met("file on the card whose import was undone", kept(cards["the line's card, its import undone"])),
        Met("file on the line's report", kept(Report.objects.get(text="new"))),
        Met("file on the ward's report", kept(Report.objects.get(text="ward"))),
    ]


def _imports(cast: Cast) -> Records:
    states = ["uploaded", "checked", "committed", "undone"]
    for state in states:
        (imports_folder() / state).write_bytes(b"title\nWords\n")
    made = {
        f"the lead's import, {state}": Import.objects.create(
            target="cards",
            register_name=state,
            file_name="table.csv",
            sha256="0" * 64,
            size=1,
            stored_as=state,
            state=state,
            started_by=cast.amira.pk,
        )
        for state in states
    }
    return [
        (r"/imports/<", [Met(what, {"pk": one.pk}) for what, one in made.items()]),
        (r"/api/v1/imports/<", [Met(what, {"import_id": one.pk}) for what, one in made.items()]),
    ]


def _of_people(cast: Cast) -> Records:
    gone = type(cast.tomas).objects.create_user("gone@example.org", "Gone Away", is_active=False)
    closed = Place.objects.create(site=cast.site, team=cast.line, name="Old hall", is_closed=True)
    token = ApiToken.issue(cast.tomas, name="of the member")[0]
    browser = BrowserSession.objects.create(
        session_key="0" * 40,
        session_data="",
        expire_date=timezone.now() + timedelta(days=1),
        person=cast.tomas,
    )
    people = {"the member": cast.tomas, "an administrator": cast.adam, "somebody who left": gone}
    own, other = (Membership.objects.get(person=one) for one in (cast.tomas, cast.wanda))
    return [
        (r"/people/<int", [Met(what, {"pk": one.pk}) for what, one in people.items()]),
        (r"/people/teams/<", [Met("the line", {"pk": cast.line.pk}), Met("the ward", {"pk": cast.ward.pk})]),
        (
            r"/people/memberships/",
            [Met("place in the line", {"pk": own.pk}), Met("place in the ward", {"pk": other.pk})],
        ),
        (r"/people/sites/<", [Met("the site", {"pk": cast.site.pk})]),
        (
            r"/people/places/<",
            [Met("place of the line", {"pk": cast.station.pk}), Met("place, closed", {"pk": closed.pk})],
        ),
        (r"/people/tokens/<", [Met("the member's token", {"pk": token.pk})]),
        (r"/people/browsers/<", [Met("the member's browser", {"key": browser.pk})]),
    ]


def _told(cards: dict[str, Card]) -> Records:
    report = Report.objects.get(text="ward")
    record(facts.REPORT_RECEIVED, report, by=None)
    told = {"the line's card": cards["the line's card"], "the ward's report": report}
    lines = {what: Fact.objects.filter(subject_id=str(one.pk)).earliest("id") for what, one in told.items()}
    backup = Backup.objects.create(state=Backup.State.GOOD, why=Backup.Why.values[0], taken_at=timezone.now())
    return [
        (r"/proofs/<", [Met(f"fact of {what}", {"pk": fact.pk}) for what, fact in lines.items()]),
        (r"/api/v1/facts/<", [Met(f"fact of {what}", {"fact_id": fact.pk}) for what, fact in lines.items()]),
        (r"/backups/<", [Met("a good backup", {"pk": backup.pk})]),
    ]


def _notice(cast: Cast, cards: dict[str, Card]) -> Met:
    notice = Notification.objects.create(
        person=cast.tomas,
        subject_kind="improve.card",
        subject_id=str(cards["the line's card"].pk),
        code="assigned",
    )
    return Met("the member's notice", {"pk": notice.pk})
