"""What the room `work` asks: its rules with their why, its optional fields, and what of it says no why."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from genba.people.models import Person
from genba.ui.rules import Rule, register_rule
from genba.work.asking.fields import Answers, AskedField, AskedForm, answers_in, register_asked
from genba.work.asking.overview import Lacking, register_lacking
from genba.work.asking.reading import answered, was_read
from genba.work.models import ShadowTool, Version
from genba.work.steps import walk

MOST_LACKING = 50
STEP_FIELDS = ("who", "how_well", "minutes", "tools", "picture", "why")
TOOL_FIELDS = ("kind", "process", "people", "often", "minutes", "lacks")
STEP_WHY = _("A step whose why is known is also done right on the day that nobody foresaw.")

_PROCEDURE, _TOOL, _RULES = _("Procedures"), _("Shadow tools"), _("Organisation")
register_rule(
    Rule(
        "work.procedure.title",
        _PROCEDURE,
        _("A procedure says in one line what is done"),
        _(
            "People look for the work, not for a number. The line is what they find in the search and on the "
            "wall."
        ),
    ),
    Rule(
        "work.procedure.process",
        _PROCEDURE,
        _("A procedure belongs to a process"),
        _(
            "So that it stands where value is made, beside what comes before and after it, and somebody "
            "answers for it."
        ),
    ),
    Rule(
        "work.procedure.why",
        _PROCEDURE,
        _("A procedure says why the work is done this way"),
        _("Whoever knows why can tell a good exception from a bad one, and notices when the reason is gone."),
    ),
    Rule(
        "work.import.file",
        _PROCEDURE,
        _("An import begins with the document"),
        _("It is read and shown beside draft steps. Nothing of it counts before you take it over."),
    ),
    Rule("work.step.why", _PROCEDURE, _("Each step says why"), STEP_WHY),
    Rule(
        "work.version.reason",
        _PROCEDURE,
        _("A change needs a reason"),
        _(
            "In a year nobody remembers what was wrong before. The reason keeps us from changing it back by "
            "mistake."
        ),
    ),
    Rule(
        "work.version.approval",
        _PROCEDURE,
        _("A version comes into force by an approval with a signature"),
        _(
            "Somebody who answers for the work has read it and stands for it, and everybody can see who and "
            "when."
        ),
    ),
    Rule(
        "work.version.pilot",
        _PROCEDURE,
        _("A pilot has a small team, an end date and a decision"),
        _(
            "What works on paper may not work at the machine. A trial with an end costs little and cannot "
            "linger on."
        ),
    ),
    Rule(
        "work.version.one_page",
        _PROCEDURE,
        _("A procedure fits one page; the editor says by how much it does not"),
        _("One page is read at the place of work. What is longer is read in the office, before an audit."),
    ),
    Rule(
        "work.version.question",
        _PROCEDURE,
        _("Reading a change ends with one question"),
        _("A tick says that a page was opened. An answer says that the change was understood."),
    ),
    Rule(
        "work.shadow.sentence",
        _TOOL,
        _("A shadow tool is told in one sentence"),
        _(
            "You know where you really look; nobody else does. One sentence is enough to see what our system "
            "lacks."
        ),
    ),
    Rule(
        "work.shadow.minutes",
        _TOOL,
        _("Minutes of double entry a week"),
        _(
            "Hours that are lost every month weigh more in a decision than a feeling. A guess is enough to "
            "begin."
        ),
    ),
    Rule(
        "work.shadow.ending",
        _TOOL,
        _("Each end of a shadow tool needs a sentence"),
        _("Whoever told us took a risk. They should read what became of it, also when nothing changes."),
    ),
    Rule(
        "work.hour.source",
        _TOOL,
        _("The cost of an hour needs a source"),
        _("A sum of money convinces only as far as people trust the figure behind it."),
    ),
    Rule(
        "work.hour.amount",
        _TOOL,
        _("An hour of work has a cost"),
        _("Hours that are lost become money by it, and money is heard where decisions are made."),
    ),
    Rule(
        "work.hour.currency",
        _TOOL,
        _("The cost names its currency"),
        _("A sum without a currency can be read in two ways."),
    ),
    Rule(
        "work.rule.why",
        _RULES,
        _("A rule says why"),
        _("People keep a rule more gladly when they know what it is for."),
    ),
)


def step_answers(since: date, before: date) -> Answers:
    """Of the steps that came into force in these days; a heading is no question."""
    bodies = Version.objects.filter(in_force_at__date__gte=since, in_force_at__date__lt=before)
    steps = [
        step for version in bodies.only("body") for _place, step in walk(version.steps) if not step.is_heading
    ]
    rows = [{name: getattr(step, name) for name in STEP_FIELDS} for step in steps]
    return answers_in(rows, STEP_FIELDS)


def tool_answers(since: date, before: date) -> Answers:
    """Of the shadow tools told in these days, as far as they are completed today."""
    told = ShadowTool.objects.current().filter(added_on__gte=since, added_on__lt=before, import_id=None)
    found = answers_in(told.values(*TOOL_FIELDS), TOOL_FIELDS)
    with_teams = told.exclude(teams=None).distinct().count()
    return Answers(found.asked, found.answered | {"teams": with_teams})


def tool_was_read(tool: ShadowTool, *, by: Person) -> None:
    """Its page was opened."""
    values = {name: getattr(tool, name) for name in ("kind", "people", "often", "minutes", "lacks")}
    values |= {"process": tool.process_id, "teams": tool.teams.first()}
    was_read(answered("work.shadow", **values), by=by, writer=tool.added_by_id)


def steps_were_read(version: Version, *, by: Person) -> None:
    """The page of a version was opened."""
    steps = [step for _place, step in walk(version.steps)]
    codes = [f"work.step.{name}" for name in STEP_FIELDS if any(getattr(step, name) for step in steps)]
    was_read(codes, by=by, writer=version.made_by_id)


register_asked(
    AskedForm(
        "work.step",
        _("Steps of a procedure"),
        (
            AskedField("who", _("Who")),
            AskedField("how_well", _("How well")),
            AskedField("minutes", _("Time limit")),
            AskedField("tools", _("Tools")),
            AskedField("picture", _("Picture")),
            AskedField("why", _("Why"), kept_because=STEP_WHY),
        ),
        step_answers,
    )
)
register_asked(
    AskedForm(
        "work.shadow",
        _("Shadow tools"),
        (
            AskedField("kind", _("What is it?")),
            AskedField("process", _("In which process?"), kept_because=_("The sum per process hangs on it.")),
            AskedField("teams", _("Who uses it?")),
            AskedField("people", _("How many people?"), kept_because=_("The sum hangs on it.")),
            AskedField("often", _("How often?")),
            AskedField(
                "minutes", _("Minutes of double entry a week"), kept_because=_("The sum hangs on it.")
            ),
            AskedField("lacks", _("What does it have that our system lacks?")),
        ),
        tool_answers,
    )
)


def without_why() -> list[Lacking]:
    """Procedures in force that do not say why, or that have steps which do not; the poorest first."""
    found = []
    in_force = Version.objects.filter(state=Version.State.IN_FORCE, procedure__retired_on=None)
    for version in in_force.only("procedure_id", "title", "why", "body"):
        steps = [step for _place, step in walk(version.steps) if not step.is_heading]
        missing = sum(not step.why for step in steps)
        if missing or not version.why:
            found.append((bool(version.why), -missing, version, len(steps)))
    found.sort(key=lambda one: one[:2])
    return [
        Lacking(
            version.title,
            _missing(has_why, -less, steps),
            reverse("work:procedure", args=[version.procedure_id]),
        )
        for has_why, less, version, steps in found[:MOST_LACKING]
    ]


def _missing(has_why: bool, missing: int, steps: int) -> str:
    if not has_why:
        return str(_("The procedure does not say why."))
    return ngettext(
        "%(n)d of %(all)d steps does not say why.", "%(n)d of %(all)d steps do not say why.", missing
    ) % {"n": missing, "all": steps}


register_lacking("work.procedures", without_why)
