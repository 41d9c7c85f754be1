"""Intake: how a report comes in, with a name or without.

Without a name the words go into an envelope (`models/original.py`): a random key, the Monday of the week, and
nothing that could tell who sent it or when; no fact, no job, no session. There they wait until somebody
admits a copy into the quality system (`admission.py`); only "stop, danger" is admitted at once. Whoever sends
the same thing twice stores it once.
"""

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from genba.listen import facts
from genba.listen.admission import admit_danger
from genba.listen.beginning import tie_to_what_it_is_about
from genba.listen.models import Original, Report
from genba.listen.models.original import Words
from genba.listen.models.report import week_of
from genba.listen.receipt import keys_of, make_receipt
from genba.people.models import Person, Place, Team
from genba.trail.files import check_file, keep_file, paint
from genba.trail.record import record


@dataclass(frozen=True)
class Said:
    """What somebody says. Only the words are needed."""

    text: str
    kind: str = ""
    severity: str = ""
    place: Place | None = None
    name: str = ""
    photo: "UploadedFile[bytes] | None" = None
    about: str = ""  # of named reports only: what it was said about (`beginning.py`)


@dataclass(frozen=True)
class Received:
    """What became of it: a report under a name, or an original with its receipt.

    `is_new` is False when the same was sent before.
    """

    record: Report | Original
    receipt: str
    is_new: bool


def receive(said: Said, *, by: Person | None = None, client_key: str = "") -> Received:
    """Take in a report: named when `by` is given, otherwise anonymous with a receipt.

    Raises FileRefused (see trail.files) when the photo cannot be kept; then nothing is stored.
    """
    if by is not None:
        return _receive_named(said, by=by, client_key=client_key)
    return _receive_anonymous(said, client_key=client_key)


def _receive_named(said: Said, *, by: Person, client_key: str) -> Received:
    report = _report(said, team=_team_for(said, by))
    report.reporter = by
    report.language = by.language
    report.received_at = timezone.now()
    report.received_on = timezone.localdate()
    report.client_key = _own_key(by, client_key, said.text)
    if said.photo is not None:
        check_file(said.photo)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            if said.photo is not None:
                keep_file(report, said.photo, by=by)
            tie_to_what_it_is_about(report, said.about, by=by)
            record(facts.REPORT_RECEIVED, report, by=by, severity=report.severity)
    except IntegrityError:
        return Received(Report.objects.get(client_key=report.client_key), "", is_new=False)
    return Received(report, "", is_new=True)


def _receive_anonymous(said: Said, *, client_key: str) -> Received:
    receipt = make_receipt(client_key=client_key, words=said.text)
    keys = keys_of(receipt)
    words = Words(text=_storable(said.text), name=_storable(said.name))
    original = Original.closed(
        words, week=week_of(timezone.localdate()), lookup=keys.lookup, receipt_key=keys.key
    )
    original.kind, original.severity, original.place = said.kind, said.severity, said.place
    original.team = _team_for(said, None)
    if said.photo is not None:
        original.close_photo(paint(said.photo))
    with transaction.atomic():
        is_new = _store(original)
        if is_new and said.severity == Report.Severity.HIGH:
            admit_danger(original)
    stored = original if is_new else Original.objects.get(lookup=keys.lookup)
    return Received(stored, receipt, is_new=is_new)


def _store(original: Original) -> bool:
    """Whether it is new. A conflict is no error here, because PostgreSQL logs errors, with the second."""
    Original.objects.bulk_create([original], ignore_conflicts=True)
    return Original.objects.filter(pk=original.pk, lookup=original.lookup).exists()


def _report(said: Said, *, team: Team | None) -> Report:
    text = _storable(said.text)
    return Report(text=text, kind=said.kind, severity=said.severity, place=said.place, team=team)


def _storable(text: str) -> str:
    return text.replace("\0", "")  # PostgreSQL keeps no NUL; the doors have said so before


def _team_for(said: Said, by: Person | None) -> Team | None:
    """The team that looks after the place, else the reporter's first; None is for quality to route."""
    if said.place is not None:
        return said.place.team
    return by.teams[0] if by is not None and by.teams else None


def _own_key(by: Person, client_key: str, words: str) -> str | None:
    """One key for one person saying one thing, however long or odd the client's own key is."""
    if not client_key:
        return None
    parts = f"{by.pk}\0{client_key}\0{words}"
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()
