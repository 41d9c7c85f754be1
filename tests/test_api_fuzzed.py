"""Whatever a program sends to any route, in any role: no fault, and an answer as the description says."""

from functools import cache

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from genba.config.api import api
from genba.improve.cards import open_card
from genba.listen.models import Report
from genba.people.models import ApiToken

MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ROLES = {
    "stranger": None,
    "member": "tomas",
    "lead": "amira",
    "quality": "quentin",
    "administrator": "adam",
}
ROUTES = [
    f"{method.upper()} {path}"
    for path, routes in api.get_openapi_schema()["paths"].items()
    for method in routes
]
bounded = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def described() -> schemathesis.BaseSchema:
    """The description as a program reads it; it is the same in every test."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture
def stays_connected():
    """The end of a request closes nothing, because the test's own transaction is open around it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def there(cast, stays_connected):
    """Some of what the routes name, and their keys."""
    card = open_card(cast.board, title="Loose labels", kind="idea", by=cast.amira)
    Report.objects.create(
        pk=1, text="The guard is loose", team=cast.line, reporter=cast.amira, received_on="2026-11-01"
    )
    return {"board": cast.board.pk, "card": card.pk, "card_id": card.pk, "report_id": 1, "team": cast.ward.pk}


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", ROLES)
def test_no_route_breaks_and_every_answer_is_as_described(cast, there, role, route):
    method, _space, path = route.partition(" ")
    person = getattr(cast, ROLES[role]) if ROLES[role] else None
    headers = (
        {"Authorization": f"Bearer {ApiToken.issue(person, name='p', scope='write')[1]}"} if person else {}
    )
    fitting, wrong = (described()[path][method].as_strategy(generation_mode=mode) for mode in MODES)
    is_free = method == "GET" and "{" not in path  # what takes nothing can be sent nothing wrong

    @bounded
    @given(case=fitting if is_free else fitting | wrong, aimed=st.booleans())
    def send(case, aimed):
        if aimed:  # at something that is there, so that more than "not found" is tried
            hit(case, there)
        case.call_and_validate(headers=dict(headers), checks=CHECKS)

    send()


def hit(case, there) -> None:
    """Let the case name records that exist."""
    for named in (case.path_parameters, case.body):
        if isinstance(named, dict):
            named.update({name: key for name, key in there.items() if name in named})


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_describes_its_refusals_and_every_writing_one_its_key(route):
    method, _space, path = route.partition(" ")
    described = api.get_openapi_schema()["paths"][path][method.lower()]
    assert {"401", "403", "404", "422"} <= set(map(str, described["responses"]))
    keys = [each["name"] for each in described.get("parameters", []) if each["in"] == "header"]
    assert keys == ([] if method == "GET" else ["Idempotency-Key"])
