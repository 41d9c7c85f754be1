"""What makes the report form an app that opens without a signal: its worker, its manifest, its files."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from genba import __version__
from genba.people.access import ANYBODY, needs
from genba.people.models import Organisation

OFFLINE_SCOPES = "/report/ /receipt/"
OFFLINE_PAGES = ["/report/", "/report/protection/", "/receipt/"]
#: Exactly the files of these pages; a test compares.
PAGE_FILES = [
    *(f"ui/css/{name}.css" for name in ("tokens", "base", "button", "form", "panel", "marks", "toast")),
    *(f"ui/css/{name}.css" for name in ("bare", "print")),
    *(f"ui/js/{name}.js" for name in ("bare", "toast", "form", "draft", "cupboard")),
    *(
        f"listen/{name}.js"
        for name in ("proof", "solving", "swap", "outbox", "report", "receipt", "receipt-form")
    ),
    "listen/listen.css",
    "ui/vendor/noble-sha256.js",
    "ui/mark.svg",
]
WORKER_FILES = [
    "ui/vendor/noble-sha256.js",
    "ui/js/cupboard.js",
    "listen/proof.js",
    "listen/outbox.js",
    "listen/offline.js",
]
ICONS = [("192", "any"), ("512", "any"), ("512", "maskable")]
#: A number of each plural form that languages have, by the name that browsers give the form.
PLURAL_FORMS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


@needs(ANYBODY)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker: what to keep, and the scripts that do it. Its version changes with any of its files."""
    del request
    files = [static(name) for name in PAGE_FILES]
    scripts = [static(name) for name in WORKER_FILES]
    version = hashlib.sha256(" ".join([__version__, *files, *scripts]).encode()).hexdigest()[:12]
    kept = {"version": version, "pages": OFFLINE_PAGES, "files": files}
    source = f"self.genba = {{ kept: {json.dumps(kept)} }};\nimportScripts(...{json.dumps(scripts)});\n"
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers=headers)


@needs(ANYBODY)
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """How the form looks on a home screen."""
    organisation = Organisation.objects.first()
    name = organisation.name if organisation else "Genba"
    here = reverse("listen:report")
    app = {
        "id": here,
        "start_url": here
        + (f"?lang={request.GET['lang']}" if request.GET.get("lang") == get_language() else ""),
        "scope": "/",
        "name": name,
        "short_name": name[:24],
        "description": _("Say what is wrong or could be better, in one sentence."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "display": "standalone",
        "theme_color": "#3b4fd6",
        "background_color": "#fafafb",
        "icons": [_icon(size, purpose) for size, purpose in ICONS],
    }
    return JsonResponse(app, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


def waiting_words() -> dict[str, str]:
    """How many reports wait, in every plural form of the language; `#` stands for the number."""
    return {
        form: ngettext("%(number)s waiting", "%(number)s waiting", number) % {"number": "#"}
        for form, number in PLURAL_FORMS.items()
    }


def _icon(size: str, purpose: str) -> dict[str, str]:
    name = f"listen/icons/{size}{'-maskable' if purpose == 'maskable' else ''}.png"
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
