"""Results as they are sent: by the page of one step, by a phone that was without a signal, by a program."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from genba.work.models import StepResult
from genba.work.steps import Step

LONGEST_NOTE = 1000
MOST_RESULTS = 2000
SKEW = timedelta(minutes=2)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789,")
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Given:
    """One result as somebody gave it. `value` is what they typed."""

    key: str
    result: str = ""
    value: str = ""
    note: str = ""
    at: datetime | None = None
    photo: "UploadedFile[bytes] | None" = None
    gauge: str = ""


@dataclass(frozen=True)
class Judged:
    """One result after the limits of its step have been looked at."""

    key: str
    result: str
    value: float | None
    is_within: bool | None
    note: str
    at: datetime | None
    photo: "UploadedFile[bytes] | None"
    gauge: str = ""


def judge(given: Given, step: Step, *, has_photo: bool = False) -> Judged:
    """Say what a result comes to: a value outside of its limits is a failed step, whatever else was said.

    Raises ValidationError, by field, where something is missing or cannot be read.
    """
    result = given.result
    value = number_from(given.value) if given.value.strip() else None
    if result and result not in StepResult.Result.values:
        raise ValidationError({"result": _("Choose what came out here.")})
    if result == StepResult.Result.NOT_APPLICABLE:
        value = None
    is_within = _within(step, value)
    if value is None and step.is_measured and result != StepResult.Result.NOT_APPLICABLE:
        raise ValidationError({"value": _("This step asks for a value.")})
    if is_within is not None:
        result = result or StepResult.Result.PASS
        result = result if is_within else StepResult.Result.FAIL
    if not result:
        raise ValidationError({"result": _("Choose what came out here.")})
    note = _note(given.note)
    lacks = step.wants_photo and not (given.photo or has_photo or note)
    if lacks and result != StepResult.Result.NOT_APPLICABLE:
        raise ValidationError({"photo": _("Take a photo, or say in the note why there is none.")})
    return Judged(given.key, str(result), value, is_within, note, given.at, given.photo, given.gauge)


def number_from(typed: str) -> float:
    """A number as people type it, with a comma or a point. Raises ValidationError in words."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", typed.translate(DIGITS)).replace("\u2212", "-")
    if not NUMBER.fullmatch(plain):
        raise ValidationError({"value": _("Write the value as one number, such as 80.02 or 80,02.")})
    value = float(plain.replace(",", "."))
    if not abs(value) < 1e15:
        raise ValidationError({"value": _("This value is too large.")})
    return value


def _within(step: Step, value: float | None) -> bool | None:
    if value is None or (step.low is None and step.high is None):
        return None
    return not ((step.low is not None and value < step.low) or (step.high is not None and value > step.high))


def _note(words: str) -> str:
    note = words.replace("\0", "").replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": _("This note is too long. Up to 1,000 letters fit.")})
    return note


@dataclass(frozen=True)
class GivenRun:
    """A whole run as a phone or a program sends it; `ending` is empty, end or give_up."""

    procedure: int
    version: int
    client_key: str
    results: tuple[Given, ...]
    ending: str = ""
    team: int | None = None
    place: str = ""
    person: int | None = None
    begun_at: datetime | None = None


def run_from(words: str, photos: "Mapping[str, UploadedFile[bytes]]") -> GivenRun:
    """Read a run that waited on a phone. Raises ValidationError for anything else.

    The phone says what its clock shows now (`sent_at`), so that a clock that is wrong does no harm.
    """
    try:
        sent = json.loads(words)
        shift = _shift(sent.get("sent_at"))
        results = sent["results"]
        if not isinstance(results, Sequence) or len(results) > MOST_RESULTS:
            raise TypeError
        begun_at = _moment(sent.get("begun_at"))
        return GivenRun(
            procedure=_whole(sent["procedure"]) or 0,
            version=_whole(sent["version"]) or 0,
            client_key=str(sent["client_key"])[:255],
            results=tuple(_shifted(_given(one, photos), shift) for one in results),
            ending=str(sent.get("ending") or ""),
            team=_whole(sent.get("team")),
            place=str(sent.get("place") or "")[:16],
            person=_whole(sent.get("person")),
            begun_at=begun_at + shift if begun_at else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as trouble:
        raise ValidationError(_("This run of a check cannot be read.")) from trouble


def _given(one: Mapping[str, Any], photos: "Mapping[str, UploadedFile[bytes]]") -> Given:
    return Given(
        key=str(one["key"]),
        result=str(one.get("result") or ""),
        value=str(one.get("value") if one.get("value") is not None else ""),
        note=str(one.get("note") or ""),
        at=_moment(one.get("at")),
        photo=photos.get(str(one.get("photo") or "")),
        gauge=str(one.get("gauge") or "")[:200],
    )


def _shifted(given: Given, shift: timedelta) -> Given:
    return replace(given, at=given.at + shift) if given.at else given


def _shift(sent_at: object) -> timedelta:
    told = _moment(sent_at)
    off = timezone.now() - told if told else timedelta()
    return off if abs(off) > SKEW else timedelta()


def _moment(value: object) -> datetime | None:
    if not value:
        return None
    found = parse_datetime(str(value))
    if found is None:
        raise ValueError
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _whole(value: object) -> int | None:
    if value in (None, ""):
        return None
    number = int(str(value))
    if not 0 <= number < 2**63:
        raise ValueError
    return number
