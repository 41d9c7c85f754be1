"""What is the same for every route of the API, written into its description once: refusals, and keys."""

from copy import deepcopy
from functools import cache
from typing import Any

from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from genba.people.once import HEADER, LONGEST_KEY, READING

REFUSAL = {
    "title": "Refusal",
    "description": "Why not, in words; for wrong fields one line each.",
    "type": "object",
    "required": ["detail"],
    "properties": {
        "detail": {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["field", "message"],
                        "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                    },
                },
            ]
        }
    },
}
ALWAYS = {
    "400": "This could not be read.",
    "401": "This needs a valid token.",
    "403": "This token may not do that.",
    "404": "There is nothing here that this token may see.",
    "422": "Something in it is not right.",
    "429": "Too many at once; `Retry-After` says when to come again.",
    "503": "It cannot be done just now; `Retry-After` says when to come again.",
}
WHERE_SOMETHING_IS_WRITTEN = {
    "409": "It does not fit what is there now.",
    "413": "It is too large.",
    "415": "Send this as application/json.",
}
KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A random key of yours: what is sent twice with it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[A-Za-z0-9_-]+$"},
}


class Api(NinjaAPI):
    """The API, whose description also tells what is the same everywhere."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document, put together once for each address and language: routes stand fast."""
        address = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return deepcopy(self._document(address, get_language()))

    @cache  # noqa: B019  (there is one API, which lives as long as the process)
    def _document(self, path_prefix: str, _language: str | None) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix)
        document["components"]["schemas"]["Refusal"] = REFUSAL
        for routes in document["paths"].values():
            for method, route in routes.items():
                _complete(route, writes=method.upper() not in READING)
        return document


def _complete(route: dict[str, Any], *, writes: bool) -> None:
    refusals = {**ALWAYS, **(WHERE_SOMETHING_IS_WRITTEN if writes else {})}
    # The numbers of the routes' own answers come first; some libraries write them as numbers.
    known = {str(status) for status in route["responses"]}
    for status, sentence in sorted(refusals.items()):
        if status not in known:
            content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
            route["responses"][status] = {"description": sentence, "content": content}
    if writes:
        route.setdefault("parameters", []).append(KEY)
