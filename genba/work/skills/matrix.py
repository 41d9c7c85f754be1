"""Who can do what in one team: people beside what their work needs. Never a sum, never an order of people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Membership, Person, Team
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
    holders: list[RoleHolder]  # who works here as what; they need not be among the people any more

    @property
    def people(self) -> list[Person]:
        """Who works here, by name."""
        return [row.person for row in self.rows]

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
class _Known:
    """What people of several teams can do. A reading counts only in the columns that let it."""

    shown: dict[tuple[int, Key], Cell]
    read: set[tuple[int, Key]]

    def cell(self, person: int, column: Column) -> Cell | None:
        """The best that somebody has of a thing, in the eyes of one team."""
        key = (person, column.thing.key)
        shown = self.shown.get(key)
        if column.reading_counts and key in self.read and (shown is None or shown.code == MISSING):
            return Cell(HAS, by_reading=True)
        return shown


@dataclass(frozen=True)
class Gap:
    """One thing that somebody of the team still needs, and who would show it."""

    thing: Thing
    people: list[tuple[Person, Cell]]
    teachers: list[Person]


def matrix_of(team: Team, *, today: date | None = None) -> Matrix:
    """Read one team."""
    return matrices_of([team], today=today)[0]


def matrices_of(teams: Iterable[Team], *, today: date | None = None) -> list[Matrix]:
    """Read teams, in their order: five questions to the database, however many teams, people and needs."""
    wanted = list(teams)
    people, columns, holders = _people(wanted), _columns(wanted), _holders(wanted)
    everybody = {person.pk for members in people.values() for person in members}
    shown = Competence.objects.standing().filter(person__in=everybody).select_related("skill", "procedure")
    known = _Known(_best(shown, today or timezone.localdate()), _read(everybody, columns))
    return [
        Matrix(
            team,
            columns[team.pk],
            _rows(people[team.pk], columns[team.pk], holders[team.pk], known),
            holders[team.pk],
        )
        for team in wanted
    ]


def needed_of(
    person: Person, teams: Iterable[Team], shown: Iterable[Competence], *, today: date | None = None
) -> list[tuple[Column, Cell]]:
    """What the work in these teams asks for beside what one person of them has `shown`, team by team."""
    asking = list({team.pk: team for team in teams}.values()) if person.is_active else []
    columns = _columns(asking)
    known = _Known(_best(shown, today or timezone.localdate()), _read({person.pk}, columns))
    roles: dict[int, set[int]] = defaultdict(set)
    held = RoleHolder.objects.filter(person=person, team__in=asking)
    for team, role in held.values_list("team_id", "role_id"):
        roles[team].add(role)
    return [
        (column, _cell(column, person, roles[team.pk], known))
        for team in asking
        for column in columns[team.pk]
    ]


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
    able = Competence.objects.standing().filter(
        Q(skill=OuterRef("skill")) | Q(procedure=OuterRef("procedure")),
        Q(expires_on=None) | Q(expires_on__gte=today),
        person=OuterRef("person"),
    )
    found: dict[Key, list[Person]] = defaultdict(list)
    for offer in offers.filter(Exists(able)):
        found[thing_of(offer).key].append(offer.person)
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


def _people(teams: list[Team]) -> dict[int, list[Person]]:
    """Who works in each team, each person once a team, by name."""
    members = Membership.objects.filter(team__in=teams, person__is_active=True).select_related("person")
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    for one in members.order_by("person__name", "person_id"):
        found[one.team_id].setdefault(one.person_id, one.person)
    return {team.pk: list(found[team.pk].values()) for team in teams}


def _columns(teams: list[Team]) -> dict[int, list[Column]]:
    """What the work of each team and of the teams above it asks for; each thing once a team."""
    above = {team.pk: {int(part) for part in team.path.split("/") if part} for team in teams}
    needs = Need.objects.filter(team__in=set().union(*above.values()), ended_on=None)
    found: dict[int, dict[Key, Column]] = {team.pk: {} for team in teams}
    for need in needs.select_related("skill", "procedure", "role"):
        thing = thing_of(need)
        for team in teams:
            if need.team_id in above[team.pk]:
                found[team.pk].setdefault(thing.key, Column(thing)).needs.append(need)
    return {
        team: sorted(columns.values(), key=lambda column: (column.thing.kind, column.thing.name))
        for team, columns in found.items()
    }


def _holders(teams: list[Team]) -> dict[int, list[RoleHolder]]:
    """Who works in each team as what."""
    found: dict[int, list[RoleHolder]] = defaultdict(list)
    for holder in RoleHolder.objects.filter(team__in=teams).select_related("role", "person"):
        found[holder.team_id].append(holder)
    return found


def _best(shown: Iterable[Competence], today: date) -> dict[tuple[int, Key], Cell]:
    """The best that each person has shown of each thing."""
    found: dict[tuple[int, Key], Cell] = {}
    for one in shown:
        key = (one.person_id, thing_of(one).key)
        found[key] = better(found.get(key), cell_until(one.expires_on, today))
    return found


def _read(people: set[int], columns: dict[int, list[Column]]) -> set[tuple[int, Key]]:
    """Who has read and understood the procedures of which reading is enough for somebody."""
    asked = [column for of_team in columns.values() for column in of_team]
    wanted = {
        column.thing.pk for column in asked if column.thing.kind == "procedure" and column.reading_counts
    }
    readings = Reading.objects.filter(
        person__in=people, version__procedure__in=wanted, version__state="in_force"
    ).exclude(read_at=None)
    return {
        (person, ("procedure", procedure))
        for person, procedure in readings.values_list("person_id", "version__procedure_id")
    }


def _rows(people: list[Person], columns: list[Column], holders: list[RoleHolder], known: _Known) -> list[Row]:
    roles: dict[int, set[int]] = defaultdict(set)
    for holder in holders:
        roles[holder.person_id].add(holder.role_id)
    return [
        Row(person, [_cell(column, person, roles[person.pk], known) for column in columns])
        for person in people
    ]


def _cell(column: Column, person: Person, roles: set[int], known: _Known) -> Cell:
    asked = [need for need in column.needs if need.role_id is None or need.role_id in roles]
    cell = known.cell(person.pk, column)
    if cell is not None and cell.by_reading and not any(need.reading_counts for need in asked):
        cell = None
    if asked:
        return cell or Cell(MISSING)
    return cell if cell is not None and cell.code != MISSING else Cell(NOT_NEEDED)
