"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from genba.front.roles import LABELS, roles_of
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.ui.blocks import blocks_of


@needs(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """What matters today, by role."""
    person = signed_in(request)
    roles = roles_of(person)
    role = request.GET.get("role", "")
    role = role if role in roles else roles[0]
    shown = [(block, look) for block in blocks_of(role) if (look := block.look(person)) is not None]
    context = {
        "role": role,
        "roles": [(name, LABELS[name]) for name in roles],
        "teams": _teams(person, role),
        "today": timezone.localtime(),
        **{
            f"{place}_blocks": [(block, look) for block, look in shown if block.place == place]
            for place in ("wide", "main", "aside")
        },
    }
    return render(request, "front/home.html", context)


def _teams(person: Person, role: str) -> list[str]:
    """The teams in whose name the page speaks."""
    teams = person.teams_led if role == "lead" else person.teams if role == "member" else []
    return [team.name for team in teams]
