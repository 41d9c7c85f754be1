"""The poster of the checks at a place: one A4 page whose QR code opens their list."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from genba.people.models import Organisation, Place
from genba.ui.pdf import render_pdf

SOURCE = Path(__file__).with_name("poster.typ")
MOST_NAMED = 12


def address_of(place: Place) -> str:
    """Where the QR code leads."""
    return f"{settings.GENBA_ADDRESS}{reverse('work:checks_at', args=[place.code])}"


def poster_of(place: Place, names: list[str]) -> bytes:
    """The poster as a PDF, in the language of whoever asks for it; `names` are the checks of the place."""
    address = address_of(place)
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=0, scale=10)
    data = {
        "language": get_language() or "en",
        "rtl": get_language_bidi(),
        "organisation": Organisation.objects.get().name,
        "place": place.name,
        "site": place.site.name,
        "title": _("Checks at this place"),
        "call": _("Point the camera of your phone here, and the checks of this place open."),
        "names": names[:MOST_NAMED],
        "more": _("and %(count)d more") % {"count": len(names) - MOST_NAMED}
        if len(names) > MOST_NAMED
        else "",
        "hint": _("Open it once with a signal; after that it works without one."),
        "address": address,
        "qr_alt": _("QR code that opens the checks of this place"),
    }
    return render_pdf(SOURCE.read_text(encoding="utf-8"), data=data, files={"qr.svg": out.getvalue()})
