"""The fixed cast of every test: one workshop, its people, and a stranger."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from genba.improve.models import Board, Column
from genba.people.models import Membership, Organisation, Person, Place, Site, Team
from genba.trail.worker import Worker

PASSWORD = "a long enough password"  # noqa: S105


@dataclass(frozen=True)
class Cast:
    """Who and what the tests are about."""

    organisation: Organisation
    site: Site
    plant: Team
    line: Team
    ward: Team
    station: Place
    amira: Person  # leads the line
    tomas: Person  # a member of the line
    wanda: Person  # leads the ward, a stranger to the line
    quentin: Person  # quality
    elena: Person  # top management
    audrey: Person  # auditor
    adam: Person  # administrator
    nobody: Person  # signed in, in no team
    board: Board

    @property
    def people(self) -> dict[str, Person | None]:
        """Every role by name, and the stranger."""
        return {
            "lead": self.amira,
            "member": self.tomas,
            "other_lead": self.wanda,
            "quality": self.quentin,
            "executive": self.elena,
            "auditor": self.audrey,
            "administrator": self.adam,
            "nobody": self.nobody,
            "stranger": None,
        }


def make_board(team: Team, name: str = "Improvement") -> Board:
    board = Board.objects.create(team=team, name=name)
    for position, (stage, label) in enumerate(Column.Stage.choices):
        Column.objects.create(board=board, stage=stage, name=str(label), position=position)
    return board


def make_person(name: str, **extra: bool) -> Person:
    return Person.objects.create_user(
        f"{name.split(maxsplit=1)[0].lower()}@example.org", name, PASSWORD, **extra
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    organisation = Organisation.objects.create(
        name="Riverside",
        promise="Nobody here is punished for a report.",
        promise_by="Elena Voss",
        promise_role="Chief executive",
        promise_on=timezone.localdate(),
    )
    site = Site.objects.create(name="Riverside works", town="Riverside")
    plant = Team.objects.create(site=site, name="Plant")
    line = Team.objects.create(site=site, name="Line 4", parent=plant)
    ward = Team.objects.create(site=site, name="Ward 2")
    people = {
        "amira": make_person("Amira Khan"),
        "tomas": make_person("Tomas Berg"),
        "wanda": make_person("Wanda Ilic"),
        "quentin": make_person("Quentin Lee", is_quality=True),
        "elena": make_person("Elena Voss", is_executive=True),
        "audrey": make_person("Audrey Stone", is_auditor=True),
        "adam": make_person("Adam Novak", is_administrator=True),
        "nobody": make_person("Noor Haddad"),
    }
    Membership.objects.create(person=people["amira"], team=line, role=Membership.Role.LEAD)
    Membership.objects.create(person=people["tomas"], team=line)
    Membership.objects.create(person=people["wanda"], team=ward, role=Membership.Role.LEAD)
    return Cast(
        organisation=organisation,
        site=site,
        plant=plant,
        line=line,
        ward=ward,
        station=Place.objects.create(site=site, team=line, name="Station 7"),
        board=make_board(line),
        **people,
    )


@pytest.fixture
def sign_in() -> Callable[[Person | None], Client]:
    """A browser without JavaScript, signed in as somebody or as a stranger."""

    def as_(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return as_


@pytest.fixture
def work_off() -> Callable[[], int]:
    """Let the worker do everything that is waiting."""
    return Worker().run_all


@pytest.fixture(autouse=True)
def forget_between_tests() -> Iterator[None]:
    yield
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes can hold the time at which they were packed, but every process must give a test the same name."""
    return argname if isinstance(val, bytes) else None
