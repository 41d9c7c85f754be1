"""What every request passes: the content security policy, the first run, and refusals in words."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from genba.front.views.kept_form import kept_form
from genba.people.access import SignInNeeded
from genba.people.models import Organisation
from genba.trail.once import KeyUsedBefore

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OPEN_BEFORE_THE_FIRST_RUN = ("/welcome/", "/static/", "/health/", "/api/")


class ContentSecurityPolicy:
    """Nothing inline runs and nothing foreign loads, on any page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response


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
