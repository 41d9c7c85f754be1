"""Rows of a list become shadow tools: where somebody has collected them before us."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.bringing import Withdrawable, tell_of_import
from genba.people.models import Person, Team
from genba.sources.rows import FineRow
from genba.sources.targets import Before, ImportContext, Target, Words, register_target
from genba.sources.values import FieldSpec, words
from genba.work import facts
from genba.work.models import Process, ShadowTool
from genba.work.models.shadow_tool import MOST_MINUTES, MOST_PEOPLE

LONGEST = {"people": MOST_PEOPLE, "minutes": MOST_MINUTES}
KINDS = {
    "spreadsheet": words("excel; sheet; table; tabelle; hoja de cálculo; tableur"),
    "chat": words("mail; e mail; group; whatsapp; teams; slack; messenger; correo; courriel"),
    "notebook": words("paper; book; notes; notizbuch; papier; zettel; cuaderno; papel; carnet"),
    "board": words("whiteboard; wall; tafel; pizarra; tableau"),
    "list": words("private list; to do; liste; lista"),
    "habit": words("asking; ask; gewohnheit; fragen; costumbre; preguntar; habitude"),
    "other": words("andere; otro; autre"),
}
OFTEN = {
    "hourly": words("many times a day; always; ständig; constantemente; sans cesse"),
    "daily": words("every day; day; täglich; diario; quotidien"),
    "weekly": words("every week; week; wöchentlich; semanal; hebdomadaire"),
    "monthly": words("every month; month; monatlich; mensual; mensuel"),
    "seldom": words("rarely; less often; selten; raramente; rarement"),
}
FIELDS = (
    FieldSpec(
        "sentence",
        _("Where people really look"),
        required=True,
        max_length=300,
        synonyms=words("tool; name; title; what; shadow tool; werkzeug; was; herramienta; outil"),
    ),
    FieldSpec(
        "external_id",
        _("Number in your list"),
        kind="id",
        max_length=200,
        synonyms=words("id; no; nr; number; key; nummer; número; numéro"),
    ),
    FieldSpec(
        "kind",
        _("Kind"),
        kind="choice",
        choices=KINDS,
        other_choice="other",
        synonyms=words("type; art; tipo"),
    ),
    FieldSpec(
        "process",
        _("Process"),
        kind="lookup",
        max_length=120,
        synonyms=words("prozess; proceso; processus"),
        help=_("By its name. One that we do not know stays as a word with the tool."),
    ),
    FieldSpec(
        "team",
        _("Team"),
        kind="lookup",
        max_length=250,
        synonyms=words("teams; who; used by; abteilung; equipo; équipe"),
        help=_("By its name; several with a semicolon between them."),
    ),
    FieldSpec("people", _("People"), kind="number", synonyms=words("users; how many; personen; personas")),
    FieldSpec(
        "often",
        _("How often"),
        kind="choice",
        choices=OFTEN,
        other_choice="",
        synonyms=words("frequency; häufigkeit; frecuencia; fréquence"),
    ),
    FieldSpec(
        "minutes",
        _("Minutes of double entry a week"),
        kind="number",
        synonyms=words("minutes; time; effort; minuten; aufwand; minutos"),
    ),
    FieldSpec(
        "minutes_of",
        _("Whose minutes"),
        kind="choice",
        choices={
            "each": words("each; per person; of each person; pro person"),
            "all": words("all; total; together; of all together; gesamt"),
        },
        other_choice="all",
        synonyms=words("per person or total"),
    ),
    FieldSpec(
        "lacks",
        _("What it has that our system lacks"),
        kind="long_text",
        max_length=2000,
        synonyms=words("why; reason; gap; lacks; grund; motivo; raison"),
    ),
)
BROUGHT = Withdrawable(ShadowTool, imported=facts.SHADOW_IMPORTED, undone=facts.SHADOW_IMPORT_UNDONE)


@transaction.atomic
def make(rows: Sequence[FineRow], context: ImportContext) -> list[int]:
    """Make the tools of these rows, still withdrawn."""
    processes, teams = _names(Process, context), _names(Team, context)
    now = timezone.now()
    tools = [
        ShadowTool(
            **_values(row, processes),
            external_id="" if row.external_id.startswith("#") else row.external_id,
            added_by_id=context.by_id,
            import_id=context.import_id,
            imported=_rest(row, processes, teams),
            withdrawn_at=now,
        )
        for row in rows
    ]
    ShadowTool.objects.bulk_create(tools)
    through = ShadowTool.teams.through
    through.objects.bulk_create(
        [
            through(shadowtool_id=tool.pk, team_id=team)
            for tool, row in zip(tools, rows, strict=True)
            for team in {teams[name] for name in _team_names(row) if name in teams}
        ]
    )
    return [tool.pk for tool in tools]


def change(pairs: Sequence[tuple[int, FineRow]], context: ImportContext) -> list[Before]:
    """Take over what the list says now; what it leaves open stays as it is."""
    processes = _names(Process, context)
    tools = ShadowTool.objects.in_bulk([pk for pk, _row in pairs])
    befores: list[Before] = []
    for pk, row in pairs:
        wanted = {name: value for name, value in _values(row, processes).items() if value not in ("", None)}
        before = {
            name: getattr(tools[pk], name) for name in wanted if getattr(tools[pk], name) != wanted[name]
        }
        ShadowTool.objects.filter(pk=pk).update(**{name: wanted[name] for name in before})
        befores.append(before)
    tell_of_import(facts.SHADOW_CHANGED_BY_IMPORT, ShadowTool, [pk for pk, _row in pairs], context)
    return befores


def put_back(pairs: Sequence[tuple[int, Before]], context: ImportContext) -> None:
    """Undo what `change` did."""
    for pk, before in pairs:
        if before:
            ShadowTool.objects.filter(pk=pk).update(**before)
    tell_of_import(facts.SHADOW_IMPORT_UNDONE, ShadowTool, [pk for pk, _before in pairs], context)


def places(person: Person) -> list[tuple[str, Words]]:
    """Whoever leads a team or looks after quality brings in a list."""
    may = person.is_quality or person.is_administrator or person.is_lead
    return [("register", _("The register of shadow tools"))] if may else []


def address(place: str) -> str:
    """The register."""
    del place
    return reverse("work:shadow_tools")


def _values(row: FineRow, processes: Mapping[str, int]) -> dict[str, Any]:
    given = row.values
    return {
        "sentence": " ".join(str(given["sentence"]).split()),
        "kind": given.get("kind") or "",
        "process_id": processes.get(str(given.get("process") or "").strip().casefold()),
        "people": _whole(row, "people"),
        "often": given.get("often") or "",
        "minutes": _whole(row, "minutes"),
        "minutes_of": given.get("minutes_of") or ShadowTool.Minutes.ALL.value,
        "lacks": given.get("lacks") or "",
    }


def _whole(row: FineRow, field: str) -> int | None:
    """A whole number that can be; anything else stays as a word with the tool (`_rest`)."""
    value = row.values.get(field)
    if not isinstance(value, Decimal | int) or not 0 <= value <= LONGEST[field]:
        return None
    return round(value)


def _rest(row: FineRow, processes: Mapping[str, int], teams: Mapping[str, int]) -> dict[str, str]:
    """What fits no field, in the list's own words: nothing of the row gets lost."""
    rest = dict(row.rest)
    for field in LONGEST:
        if row.values.get(field) is not None and _whole(row, field) is None:
            rest[field] = str(row.values[field])
    process = str(row.values.get("process") or "").strip()
    if process and process.casefold() not in processes:
        rest["process"] = process
    unknown = [name for name in _team_names(row) if name not in teams]
    return rest | ({"team": "; ".join(unknown)} if unknown else {})


def _team_names(row: FineRow) -> list[str]:
    given = str(row.values.get("team") or "").split(";")
    return [name.strip().casefold() for name in given if name.strip()]


def _names(model: Any, context: ImportContext) -> dict[str, int]:
    """The records of a kind by their name, read once for a whole import; the first of equal names counts."""
    key = f"names of {model.__name__}"
    if key not in context.memory:
        found = model.objects.order_by("-pk").values_list("name", "pk")
        context.memory[key] = {name.casefold(): pk for name, pk in found}
    return dict(context.memory[key])


register_target(
    Target(
        kind="shadow_tools",
        label=_("Shadow tools"),
        fields=FIELDS,
        make=make,
        show=BROUGHT.show,
        withdraw=BROUGHT.withdraw,
        discard=BROUGHT.discard,
        change=change,
        put_back=put_back,
        address=address,
        place_label=_("Register"),
        places=places,
    )
)
