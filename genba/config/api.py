"""`/api/v1/`: the routers of the rooms put together, under the same access rules as the pages."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import ValidationError

from genba.config.doors import each_route_once, hang_needs
from genba.config.openapi import Api
from genba.front.api import imports, signatures
from genba.front.api import router as facts
from genba.improve.api import router as cards
from genba.listen.api import router as reports
from genba.people.access import ANYBODY, SignInNeeded, needs
from genba.people.api import by_token
from genba.understand.metrics_api import router as metrics
from genba.understand.signs_api import signs
from genba.work.api import router as work
from genba.work.checks.api import router as checks
from genba.work.formats.api import router as procedures
from genba.work.shadow.api import router as shadow_tools

api = Api(
    title="Genba",
    version="1",
    description=(
        "Say it, answer it, improve it, see that it helped. Send a token as `Authorization: Bearer genba_…`; "
        'a token may do what its person may do. Errors are `{"detail": …}`.'
    ),
    urls_namespace="api",
    auth=by_token,
    docs_url=None,
    docs_decorator=needs(ANYBODY),
)
for router in (
    reports,
    cards,
    work,
    imports,
    facts,
    signatures,
    procedures,
    checks,
    shadow_tools,
    signs,
    metrics,
):
    api.add_router("", each_route_once(router))


def _answer(request: HttpRequest, status: HTTPStatus, detail: Any) -> HttpResponse:
    return api.create_response(request, {"detail": detail}, status=status)


@api.exception_handler(SignInNeeded)
def _no_token(request: HttpRequest, _trouble: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.UNAUTHORIZED, "This needs a valid token.")


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, _trouble: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, "This token may not do that.")


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, _trouble: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND, "There is nothing here that this token may see.")


@api.exception_handler(RawPostDataException)
def _not_json(request: HttpRequest, _trouble: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send this as application/json.")


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    """Say which field is wrong and why; never repeat what was sent."""
    detail = [
        {
            "field": ".".join(str(part) for part in error["loc"] if part not in {"body", "payload"}),
            "message": error["msg"],
        }
        for error in trouble.errors
    ]
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail)


@csrf_exempt
@needs(ANYBODY)
def no_such_route(request: HttpRequest) -> HttpResponse:
    """A program is answered as a program, also where there is no route."""
    return _answer(request, HTTPStatus.NOT_FOUND, "There is no such route; see /api/v1/openapi.json.")


api_doors = api.urls
"""The API's doors, made once; its first page and its description are open to anybody."""
hang_needs(
    [
        door
        for door in api_doors[0]
        if isinstance(door, URLPattern) and door.name in {"api-root", "openapi-json"}
    ],
    ANYBODY,
)
