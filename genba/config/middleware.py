"""What every request passes: safe headers, the first run, and refusals in words."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect

from genba.front.views.kept_form import kept_form
from genba.people.access import ANYBODY, SignInNeeded
from genba.people.models import Organisation
from genba.trail.once import KeyUsedBefore

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ON_EVERY_ANSWER = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
PERSONAL = ("/account/", "/api/")
SIGN_OUT = "/account/logout/"
OPEN_BEFORE_THE_FIRST_RUN = ("/welcome/", "/static/", "/health/", "/api/")


class SafeHeaders:
    """Nothing inline runs, nothing foreign loads or frames a page, and no browser keeps what is personal."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        for name, value in ON_EVERY_ANSWER.items():
            response.headers.setdefault(name, value)
        if is_personal(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.method == "POST" and request.path == SIGN_OUT:
            response.headers.setdefault("Clear-Site-Data", '"cache"')
        return response


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer is for one person's eyes: doors that ask who comes, and those that let in."""
    door = getattr(request.resolver_match, "func", None)
    return request.path.startswith(PERSONAL) or ANYBODY not in getattr(door, "needs", (ANYBODY,))


class FirstRun:
    """An instance without an organisation shows the wizard and nothing else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.organisation_exists = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.organisation_exists and not request.path.startswith(OPEN_BEFORE_THE_FIRST_RUN):
            if not Organisation.objects.exists():
                return redirect("front:welcome")
            self.organisation_exists = True
        return self.get_response(request)


class Refusals:
    """Who is not signed in is asked to sign in, and what was typed is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, KeyUsedBefore):
            return _another_wish(request)
        if not isinstance(exception, SignInNeeded):
            return None
        if request.method == "POST":
            return kept_form(request)
        return redirect_to_login(request.get_full_path())


def _another_wish(request: HttpRequest) -> HttpResponse:
    """The key of an earlier sending came with other words: nothing is done, and nothing typed is lost."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "This Idempotency-Key was used before with another body."}, status=422)
    return kept_form(request, was_sent_before=True)
