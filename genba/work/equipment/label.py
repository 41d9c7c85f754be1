"""The label of a gauge: number, name, good until, and a QR code that opens its page."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from genba.ui.pdf import render_pdf
from genba.work.models import Equipment

SOURCE = Path(__file__).with_name("label.typ")
NAME_ON_LABEL = 60


def address_of(equipment: Equipment) -> str:
    """Where the QR code leads."""
    return f"{settings.GENBA_ADDRESS}{reverse('work:equipment', args=[equipment.pk])}"


def label_of(equipment: Equipment) -> bytes:
    """A label of 62 by 29 millimetres as a PDF, in the language of whoever asks for it."""
    name = equipment.name
    data = {
        "language": get_language() or "en",
        "rtl": get_language_bidi(),
        "title": str(equipment),
        "code": equipment.code,
        "name": name if len(name) <= NAME_ON_LABEL else f"{name[: NAME_ON_LABEL - 1].rstrip()}…",
        "serial": equipment.serial,
        "until_words": _("good until") if equipment.needs_calibration else _("needs no calibration"),
        "until": equipment.due_on.isoformat() if equipment.due_on else "",
        "qr_alt": _("QR code that opens the page of this gauge"),
    }
    return render_pdf(SOURCE.read_text(encoding="utf-8"), data=data, files={"qr.svg": _qr(equipment)})


def _qr(equipment: Equipment) -> bytes:
    out = io.BytesIO()
    segno.make(address_of(equipment), error="m", micro=False).save(out, kind="svg", border=0, scale=10)
    return out.getvalue()
