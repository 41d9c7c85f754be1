"""A procedure as one HTML file: it needs no server, loads nothing, and its own policy forbids it to."""

import base64
import hashlib
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from genba.analysis.procedure_words import what_it_allows
from genba.people.models import Organisation
from genba.trail.files import open_file
from genba.trail.models import File
from genba.work.look import shown
from genba.work.models import Version
from genba.work.paper import address_of, pictures_of

STYLE = Path(__file__).with_name("take_along.css")


def whole_page(version: Version) -> str:
    """The page, in the language of whoever asks for it."""
    style = STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    context = {
        "version": version,
        "procedure": version.procedure,
        "organisation": Organisation.objects.get(),
        "lines": shown(version.steps),
        "allows": what_it_allows(version.steps, _),
        "pictures": {key: _as_data(file) for key, file in pictures_of(version.steps).items()},
        "address": address_of(version),
        "now": timezone.now(),
        "language": get_language() or "en",
        "dir": "rtl" if get_language_bidi() else "ltr",
        # Our own file, never anybody's words: the one place of the house with a style inside a page.
        "style": mark_safe(f"<style>{style}</style>"),
        "policy": f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'",
    }
    return render_to_string("work/take_along.html", context)


def _as_data(file: File) -> str:
    with open_file(file) as content:
        return f"data:{file.content_type};base64,{base64.b64encode(content.read()).decode()}"
