"""A procedure on paper: one page, with the code that leads to what counts today, and whether it fits."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from genba.people.models import Organisation
from genba.trail.files import open_file
from genba.trail.models import File
from genba.ui.pdf import ask_document, reads_from_the_right, render_pdf, render_pictures
from genba.work.look import ShownStep, shown
from genba.work.models import Version
from genba.work.steps import Step, walk

SOURCE = Path(__file__).with_name("procedure.typ")
LONGEST_SHOWN = 3
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
State = Version.State


@dataclass(frozen=True)
class Paper:
    """A sheet; both sides in millimetres."""

    name: str
    label: str
    width: float
    height: float


PAPERS = {
    "a4": Paper("a4", "A4", 210, 297),
    "letter": Paper("letter", "Letter", 215.9, 279.4),
}


@dataclass(frozen=True)
class Tall:
    """One step of the upper level with all that stands under it, and its height on paper in millimetres."""

    number: str
    step: Step
    mm: float


@dataclass(frozen=True)
class Fit:
    """Whether a procedure fits one page: its pages, by how much it is too long (below 0: room left), why."""

    paper: Paper
    pages: int
    over_mm: float
    longest: tuple[Tall, ...]

    @property
    def fits(self) -> bool:
        """Whether it stands on one page."""
        return self.over_mm <= 0

    @property
    def too_long_mm(self) -> int:
        """At least so many whole millimetres have to go."""
        return math.ceil(self.over_mm)

    @property
    def left_mm(self) -> int:
        """So many whole millimetres are left."""
        return math.floor(-self.over_mm)


def printed(version: Version, paper: Paper) -> bytes:
    """The page as an accessible PDF, in the language of whoever asks for it."""
    return render_pdf(_source(), data=_data(version, paper), files=_files(version))


def pictured(version: Version, paper: Paper) -> list[bytes]:
    """The same pages as pictures for the screen."""
    return render_pictures(_source(), data=_data(version, paper), files=_files(version))


def fit(version: Version, paper: Paper) -> Fit:
    """Set the page and measure it: exactly as it will print."""
    data = _data(version, paper) | {"measured": True}
    told = ask_document(_source(), data=data, files=_files(version), tag="fit")
    lines = zip(shown(version.steps), told["heights"], strict=True)
    tall = [Tall(line.number, line.step, float(height)) for line, height in lines]
    longest = sorted(tall, key=lambda one: -one.mm)[:LONGEST_SHOWN]
    return Fit(paper, int(told["pages"]), round(float(told["over"]), 3), tuple(longest))


def address_of(version: Version) -> str:
    """Where the code on the paper leads: what counts today, told which version the paper is."""
    page = reverse("work:procedure", args=[version.procedure_id])
    return f"{settings.GENBA_ADDRESS}{page}?paper={version.number}"


def pictures_of(steps: Sequence[Step]) -> dict[str, File]:
    """The pictures of steps by their number: only those that were kept with a procedure."""
    wanted = {step.picture for _place, step in walk(steps) if step.picture}
    keys = [key for key in wanted if _is_uuid(key)]
    kept = File.objects.filter(pk__in=keys, subject_kind__startswith="work.", content_type__in=ENDINGS)
    return {str(file.pk): file for file in kept} if keys else {}


def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def _files(version: Version) -> dict[str, bytes]:
    files = {"qr.svg": _qr(address_of(version))}
    for file in pictures_of(version.steps).values():
        with open_file(file) as content:
            files[_name_of(file)] = content.read()
    return files


def _data(version: Version, paper: Paper) -> dict[str, Any]:
    procedure = version.procedure
    organisation = Organisation.objects.get().name
    names = {key: _name_of(file) for key, file in pictures_of(version.steps).items()}
    return {
        "paper": {"width": paper.width, "height": paper.height},
        "measured": False,
        "language": get_language() or "en",
        "rtl": get_language_bidi(),
        "organisation": organisation,
        "where": [_apart(procedure.process.value_stream.name), _apart(procedure.process.name)],
        "code": procedure.code,
        "title": _words(version.title),
        "why": _words(version.why),
        "why-label": _("Why:"),
        "warning": _warning(version),
        "facts": _facts(version),
        "steps": [_step(line, 0, names) for line in shown(version.steps)],
        "empty": _("No step is written yet"),
        "foot": [_apart(organisation), _apart(_("printed on %(day)s") % {"day": _day(timezone.now())})],
        # Translators: of a printed document; {n} and {m} are put in when it is set.
        "page": _("page {n} of {m}"),
        "qr-alt": _("QR code that leads to this procedure as it counts today"),
        "qr-words": _("Does this still count? Scan."),
    }


def _step(line: ShownStep, depth: int, names: dict[str, str]) -> dict[str, Any]:
    step = line.step
    picture = names.get(step.picture, "")
    return {
        "number": line.number,
        "depth": depth,
        "heading": step.is_heading,
        "what": _words(step.what),
        "why": _apart(step.why) if step.why else "",
        "marks": line.marks,
        "details": _details(line),
        "picture": picture,
        "picture-alt": _("Picture of step %(number)s") % {"number": line.number},
        "steps": [_step(one, depth + 1, names) for one in line.steps],
    }


def _details(line: ShownStep) -> list[dict[str, Any]]:
    step = line.step
    told = [
        (_("Who:"), step.who),
        (_("How well:"), step.how_well),
        (_("Value:"), line.limits),
        (_("Time limit:"), line.time),
        (_("Tools:"), step.tools),
        (_("Photo:"), _("yes") if step.wants_photo else ""),
    ]
    strong = (line.limits, line.time)
    return [
        {"label": label, "words": _apart(words), "strong": words in strong} for label, words in told if words
    ]


def _facts(version: Version) -> list[str]:
    procedure = version.procedure
    facts = [_("version %(n)s") % {"n": version.number}]
    if version.in_force_at:
        facts.append(_("in force since %(day)s") % {"day": _day(version.in_force_at)})
    if procedure.owner:
        facts.append(_("owner: %(name)s") % {"name": procedure.owner.name})
    return [_apart(fact) for fact in facts]


def _warning(version: Version) -> str:
    if version.state == State.IN_FORCE:
        return ""
    state = version.get_state_display()
    if version.state == State.PILOT:
        return state
    if version.is_under_way:
        return _("%(state)s: not in force") % {"state": state}
    return _("%(state)s: do not use") % {"state": state}


def _words(words: str) -> dict[str, Any]:
    return {"text": words, "rtl": reads_from_the_right(words)}


def _apart(words: str) -> str:
    """Words in a line of the other direction do not push their neighbours around."""
    return f"\u2068{words}\u2069" if get_language_bidi() else words


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), pgettext("date", "j M Y"))


def _name_of(file: File) -> str:
    return f"{file.pk.hex}.{ENDINGS[file.content_type]}"


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, scale=10)
    return out.getvalue()
