"""Short words after a deed, with a way back: "Moved to Try. Undo"."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

LEVELS = {"ok": messages.SUCCESS, "info": messages.INFO, "warn": messages.WARNING, "bad": messages.ERROR}
TONES = {"success": "ok", "info": "info", "debug": "info", "warning": "warn", "error": "bad"}
_MARK = "toast:"


@dataclass(frozen=True, slots=True)
class Toast:
    """What one toast says. `undo_url` is empty when there is no way back."""

    text: str
    tone: str = "ok"
    undo_url: str = ""
    undo_fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_message(cls, message: Message) -> "Toast":
        """Read a toast back; words that other apps left (sign-in) become plain toasts."""
        tone = TONES.get(message.level_tag, "info")
        for word in (message.extra_tags or "",):
            if word.startswith(_MARK):
                return cls(text=str(message.message), **json.loads(word[len(_MARK) :]))
        return cls(text=str(message.message), tone=tone)


def toast(
    request: HttpRequest, text: object, *, tone: str = "ok", undo: tuple[str, dict[str, str]] | None = None
) -> None:
    """Say what was done on the next page or fragment; `undo` is the address to post to and its fields."""
    url, fields = undo or ("", {})
    details = {
        "tone": tone,
        "undo_url": url,
        "undo_fields": {key: str(value) for key, value in fields.items()},
    }
    messages.add_message(
        request, LEVELS[tone], str(text), extra_tags=_MARK + json.dumps(details), fail_silently=True
    )


def waiting_toasts(request: HttpRequest | None) -> list[Toast]:
    """Take the toasts that have not been shown yet."""
    if request is None or not hasattr(request, "_messages"):
        return []
    return [Toast.from_message(message) for message in messages.get_messages(request)]


def toast_trigger(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Append the waiting toasts to a fragment, so that htmx drops them into the region of the page."""
    found = waiting_toasts(request)
    if found:
        context = {"toasts": found, "csrf_token": get_token(request)}
        response.write(render_to_string("ui/parts/toasts_oob.html", context))
    return response


class ToastMiddleware:
    """Give every htmx fragment its toasts, so that views need not think of it. Stands after the messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _takes_toasts(request, response):
            toast_trigger(request, response)
        return response


def _takes_toasts(request: HttpRequest, response: HttpResponse) -> bool:
    leaves = ("HX-Redirect", "HX-Refresh", "HX-Location")
    return (
        request.headers.get("HX-Request") == "true"
        and response.status_code not in (204, 304)
        and not 300 <= response.status_code < 400
        and response.get("Content-Type", "").startswith("text/html")
        and not any(header in response for header in leaves)
        and b"</html>" not in response.content[-200:]
    )
