"""The poster of a place: one A4 page whose QR code opens the report form with the place filled in."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from genba.people.models import Organisation, Place
from genba.ui.pdf import reads_from_the_right, render_pdf

SOURCE = Path(__file__).with_name("poster.typ")
PROMISE_ON_PAPER = 240
SIZES = ((28, 23), (60, 17), (120, 13))  # letters of a name, and the points in which they fit two lines


def address_of(place: Place) -> str:
    """Where the QR code leads."""
    return f"{settings.GENBA_ADDRESS}{reverse('listen:report')}?place={place.code}"


def poster_of(place: Place) -> bytes:
    """The poster as a PDF, in the language of whoever asks for it."""
    address = address_of(place)
    data = {
        "language": get_language() or "en",
        "rtl": get_language_bidi(),
        "organisation": Organisation.objects.get().name,
        "place": place.name,
        "place_size": next(points for letters, points in SIZES if len(place.name) <= letters),
        "site": place.site.name,
        "title": [_("Something wrong?"), _("Something to improve?")],
        "call": _("Say it in one sentence."),
        "steps": [
            _("Open the camera of your phone and point it here."),
            _("Say what happened. No login, no name, any language."),
            _("Keep the receipt, and come back to read the answer."),
        ],
        "promise": _promise(),
        "address": address,
        "by_hand": _("Without a phone: tell your team lead, or type this address on any computer."),
        "qr_alt": _("QR code that opens the report form for this place"),
    }
    return render_pdf(SOURCE.read_text(encoding="utf-8"), data=data, files={"qr.svg": _qr(address)})


def _promise() -> dict[str, str | bool]:
    organisation = Organisation.objects.get()
    words = _shortened(" ".join(organisation.promise.split()))
    signed = ", ".join(filter(None, [organisation.promise_by, organisation.promise_role]))
    return {
        "words": words,
        "rtl": reads_from_the_right(words),
        "signed": signed if organisation.promise_is_signed else "",
    }


def _shortened(words: str) -> str:
    """Whole sentences as far as they fit; of one endless sentence its beginning."""
    if len(words) <= PROMISE_ON_PAPER:
        return words
    start = words[:PROMISE_ON_PAPER]
    ends = [start.rfind(mark) for mark in (". ", "! ", "? ", "。", "؟ ")]
    return start[: max(ends) + 1] if max(ends) > 0 else start.rsplit(" ", 1)[0] + "…"


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=0, scale=10)
    return out.getvalue()
