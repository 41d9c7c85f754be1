"""Who can do what in one team: people beside what their work needs. Never a sum, never an order of people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.work.models import Competence, Need, Reading, RoleHolder, Teacher
from genba.work.skills.things import Key, Thing, thing_of

SOON = 30
HAS, RUNS_OUT, MISSING, NOT_NEEDED = "has", "soon", "missing", "not_needed"
WORDS: dict[str, str | Promise] = {
    HAS: _("has it"),
    RUNS_OUT: _("runs out soon"),
    MISSING: _("missing"),
    NOT_NEEDED: _("not needed"),
}
ICONS = {HAS: "check", RUNS_OUT: "clock", MISSING: "problem", NOT_NEEDED: "more"}
TONES = {HAS: "ok", RUNS_OUT: "warn", MISSING: "bad", NOT_NEEDED: ""}


@dataclass(frozen=True)
class Cell:
    """One person and one thing: a shape, a word, and the day until which it is good."""

    code: str
    until: date | None = None
    by_reading: bool = False

    @property
    def words(self) -> str | Promise:
        """What it says."""
        return _("read and understood") if self.by_reading else WORDS[self.code]

    @property
    def icon(self) -> str:
        """Its shape."""
        return ICONS[self.code]

    @property
    def tone(self) -> str:
        """Its colour, which never speaks alone."""
        return TONES[self.code]


@dataclass
class Column:
    """One thing that the work needs, and of whom: of everybody, or of some roles."""

    thing: Thing
    needs: list[Need] = field(default_factory=list)

    @property
    def reading_counts(self) -> bool:
        """Whether having read it is enough for any of the needs."""
        return any(need.reading_counts for need in self.needs)


@dataclass(frozen=True)
class Row:
    """One person of the team."""

    person: Person
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """The people of a team beside what its work needs."""

    team: Team
    columns: list[Column]
    rows: list[Row]

    def by_need(self) -> list[tuple[Column, list[tuple[Person, Cell]]]]:
        """The same by need, for a phone: only those who need it or have it."""
        return [
            (column, [(row.person, row.cells[at]) for row in self.rows if row.cells[at].code != NOT_NEEDED])
            for at, column in enumerate(self.columns)
        ]

    def counts(self) -> dict[str, int]:
        """How many needs of the whole team are met, run out, or are missing; nobody is named."""
        codes = [cell.code for row in self.rows for cell in row.cells]
        return {code: codes.count(code) for code in (HAS, RUNS_OUT, MISSING)}


@dataclass(frozen=True)
class Gap:
    """One thing that somebody of the team still needs, and who would show it."""

    thing: Thing
    people: list[tuple[Person, Cell]]
    teachers: list[Person]


def matrix_of(team: Team, *, today: date | None = None) -> Matrix:
    """Read a team: five questions to the database, however many people and needs."""
    today = today or timezone.localdate()
    people = list(Person.objects.filter(memberships__team=team, is_active=True).distinct().order_by("name"))
    columns = columns_of(team)
    known = _known(people, columns, today)
    roles: dict[int, set[int]] = defaultdict(set)
    for person, role in RoleHolder.objects.filter(team=team).values_list("person_id", "role_id"):
        roles[person].add(role)
    rows = [
        Row(person, [_cell(column, person, roles[person.pk], known) for column in columns])
        for person in people
    ]
    return Matrix(team, columns, rows)


def columns_of(team: Team) -> list[Column]:
    """What the work of this team and of the teams above asks for; each thing once."""
    above = [int(part) for part in team.path.split("/") if part]
    needs = Need.objects.filter(team__in=above, ended_on=None).select_related("skill", "procedure", "role")
    found: dict[Key, Column] = {}
    for need in needs:
        thing = thing_of(need)
        found.setdefault(thing.key, Column(thing)).needs.append(need)
    return sorted(found.values(), key=lambda column: (column.thing.kind, column.thing.name))


def gaps_of(matrix: Matrix, *, today: date | None = None) -> list[Gap]:
    """What is missing or runs out, with those who have it and have agreed to show it."""
    open_ones = [
        (column, [(who, cell) for who, cell in people if cell.code in (MISSING, RUNS_OUT)])
        for column, people in matrix.by_need()
    ]
    wanted = [column.thing for column, people in open_ones if people]
    teachers = teachers_of(wanted, today=today or timezone.localdate())
    return [
        Gap(column.thing, people, teachers.get(column.thing.key, []))
        for column, people in open_ones
        if people
    ]


def teachers_of(things: Iterable[Thing], *, today: date) -> dict[Key, list[Person]]:
    """Who can do these things today and has agreed to show others."""
    wanted = list(things)
    skills = [one.pk for one in wanted if one.kind == "skill"]
    procedures = [one.pk for one in wanted if one.kind == "procedure"]
    offers = Teacher.objects.filter(skill__in=skills) | Teacher.objects.filter(procedure__in=procedures)
    offers = offers.filter(person__is_active=True).select_related("person", "skill", "procedure")
    able = {
        (one.person_id, thing_of(one).key)
        for one in Competence.objects.standing()
        .filter(person__in=[offer.person_id for offer in offers])
        .select_related("skill", "procedure")
        if one.expires_on is None or one.expires_on >= today
    }
    found: dict[Key, list[Person]] = defaultdict(list)
    for offer in offers:
        key = thing_of(offer).key
        if (offer.person_id, key) in able:
            found[key].append(offer.person)
    return found


def _known(people: list[Person], columns: list[Column], today: date) -> dict[tuple[int, Key], Cell]:
    """The best that each person has shown of each thing, and what they have read."""
    found: dict[tuple[int, Key], Cell] = {}
    for one in Competence.objects.standing().filter(person__in=people).select_related("skill", "procedure"):
        key = (one.person_id, thing_of(one).key)
        found[key] = better(found.get(key), cell_until(one.expires_on, today))
    read = [
        column.thing.pk for column in columns if column.thing.kind == "procedure" and column.reading_counts
    ]
    readings = Reading.objects.filter(
        person__in=people, version__procedure__in=read, version__state="in_force"
    ).exclude(read_at=None)
    for person, procedure in readings.values_list("person_id", "version__procedure_id"):
        key = (person, ("procedure", procedure))
        if key not in found or found[key].code == MISSING:
            found[key] = Cell(HAS, by_reading=True)
    return found


def cell_until(expires_on: date | None, today: date) -> Cell:
    """What a competence that is good until a day says today; the day itself still counts."""
    if expires_on is None:
        return Cell(HAS)
    if expires_on < today:
        return Cell(MISSING, expires_on)
    return Cell(RUNS_OUT if expires_on <= today + timedelta(SOON) else HAS, expires_on)


def better(one: Cell | None, other: Cell) -> Cell:
    """Of two of the same thing the one that is good for longer; without an end is the longest."""
    if one is None:
        return other
    return max(one, other, key=lambda cell: (cell.until is None, cell.until or date.min))


def _cell(column: Column, person: Person, roles: set[int], known: dict[tuple[int, Key], Cell]) -> Cell:
    asked = [need for need in column.needs if need.role_id is None or need.role_id in roles]
    cell = known.get((person.pk, column.thing.key))
    if cell is not None and cell.by_reading and not any(need.reading_counts for need in asked):
        cell = None
    if asked:
        return cell or Cell(MISSING)
    return cell if cell is not None and cell.code != MISSING else Cell(NOT_NEEDED)
