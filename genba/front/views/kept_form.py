"""When a sign-in has run out, what was typed comes back in a form that can be sent again."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import ANYBODY, needs, person_of
from genba.people.once import FIELD

SECRETS = ("password", "secret", "token", "code", "otp", "csrf", "credential")
TECHNICAL = ("key", "next", "id", "submit")


class Typed(NamedTuple):
    """One thing that was typed."""

    name: str
    value: str

    @property
    def is_secret(self) -> bool:
        """Whether it must not come back on a page."""
        return any(word in self.name.lower() for word in SECRETS)

    @property
    def is_words(self) -> bool:
        """Whether a reader knows it again."""
        is_technical = self.name.lower().replace("_", "-").rsplit("-", 1)[-1] in TECHNICAL
        return bool(self.value.strip()) and not is_technical and not self.value.isdecimal()

    @property
    def label(self) -> str:
        """Its name in a readable form."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()


def kept_form(request: HttpRequest, *, was_sent_before: bool = False) -> HttpResponse:
    """Show everything that was typed, with a way to sign in and a button to send it again.

    Passwords and files never come back, and what a foreign site has sent is not offered for sending.
    """
    everything = [
        Typed(name, value) for name, values in request.POST.lists() if name != FIELD for value in values
    ]
    typed = [line for line in everything if not line.is_secret] if not _is_foreign(request) else []
    context = {
        "action": request.get_full_path(),
        "signed_out": person_of(request) is None,
        "was_sent_before": was_sent_before,
        "typed": typed,
        "shown": [line for line in typed if line.is_words],
        "had_secrets": any(line.is_secret and "csrf" not in line.name for line in everything),
        "had_files": bool(request.FILES),
    }
    return render(request, "front/kept_form.html", context, status=422 if was_sent_before else 403)


@needs(ANYBODY)
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page is older than the sign-in: nothing is lost, send it again."""
    del reason
    return kept_form(request)


def _is_foreign(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()
