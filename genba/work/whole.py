"""A version with all that its page shows beside its words, in one journey to the database.

The parts of the page each know their own list; asked one by one they would ask about thirty times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import CharField, Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, JSONObject

from genba.people.models import Person, Place, Team
from genba.people.models.name import shown_name
from genba.trail.models import Link
from genba.trail.rows import ANY, ANYBODY, Prepared, Row, Rows, ask, prepare, read, rows_of
from genba.trail.subjects import kind_of
from genba.work.models import (
    CheckRound,
    Document,
    DocumentUse,
    DocumentVersion,
    HelpLot,
    HelpSentence,
    HourCost,
    KnownStep,
    PeerReview,
    Pilot,
    PilotPerson,
    ProcedureImport,
    Reading,
    Retirement,
    Run,
    ShadowTool,
    StepAnswer,
    StepQuestion,
    Suggestion,
    UseCount,
    Version,
)

SUGGESTS = "suggests"  # the meaning of the link from a card to the suggestion that it works on
MOST_SUGGESTIONS, MOST_SENTENCES, MOST_IMPORTS, MOST_RUNS = 30, 30, 5, 6
LATEST = 500  # runs from which times and failures are taken
MOST_TOOLS = MOST_QUESTIONS = MOST_STEPS = 1000  # they are added up, so none may be left out
WORDS = {"body", "why", "question", "expected_answer", "answer_choices", "not_read_because"}


@dataclass(frozen=True)
class Whole:
    """Everything that the page of a version shows beside its words, as one person sees it.

    `steps` are all that it ever had, `latest` the runs from which its times are taken (their beginning and
    seconds). `lots` are how many lots of five votes are closed, and how many votes say that it helps.
    """

    versions: list[Version]
    teams: list[Team]
    pilots: list[Pilot]
    retirement: Retirement | None
    reading: Reading | None
    reviews: list[PeerReview]
    suggestions: list[Suggestion]
    questions: list[StepQuestion]
    steps: list[KnownStep]
    rounds: int
    latest: list[Run]
    runs: list[Run]
    documents: list[DocumentUse]
    lots: tuple[int, int]
    sentences: list[HelpSentence]
    tools: list[ShadowTool]
    cost: HourCost | None
    uses: list[UseCount]
    imports: list[ProcedureImport]

    @property
    def counts(self) -> Version | None:
        """The version that counts today."""
        return next((one for one in self.versions if one.state == Version.State.IN_FORCE), None)

    @property
    def under_way(self) -> Version | None:
        """The version that is being written, tried or approved."""
        return next((one for one in self.versions if one.is_under_way), None)

    @property
    def running(self) -> Pilot | None:
        """The pilot that waits for its decision."""
        return next((pilot for pilot in self.pilots if not pilot.decision), None)


def whole_of(version: Version, person: Person) -> Whole:
    """Asked once, however many parts of a page want to know. One query."""
    known: dict[int, Whole] = version.__dict__.setdefault("_whole", {})
    if person.pk not in known:
        known[person.pk] = _read_whole(version, person)
    return known[person.pk]


def _read_whole(version: Version, person: Person) -> Whole:
    found = ask(_question(connection.vendor), {ANY: version.pk, ANYBODY: person.pk})
    lots = found["lots"][0] if found["lots"] else {"lots": 0, "least": 0}
    return Whole(
        versions=_with(read(Version, found["versions"]), made_by=Person),
        teams=read(Team, found["teams"]),
        pilots=_pilots(found),
        retirement=_first(read(Retirement, found["retirements"])),
        reading=_first(read(Reading, found["readings"])),
        reviews=_with(
            read(PeerReview, found["reviews"]), asked_of=Person, asked_by=Person, by=Person, team=Team
        ),
        suggestions=_suggestions(found["suggestions"]),
        questions=_questions(found),
        rounds=found["rounds"][0]["count"] if found["rounds"] else 0,
        steps=read(KnownStep, found["steps"]),
        latest=read(Run, found["latest"]),
        runs=_with(read(Run, found["runs"]), team=Team, place=Place),
        documents=_documents(found["documents"]),
        lots=(lots["lots"], lots["least"]),
        sentences=read(HelpSentence, found["sentences"]),
        tools=read(ShadowTool, found["tools"]),
        cost=_first(read(HourCost, found["cost"])),
        uses=read(UseCount, found["uses"]),
        imports=read(ProcedureImport, found["imports"]),
    )


@lru_cache(maxsize=2)
def _question(vendor: str) -> Prepared:
    """The lists as one question."""
    del vendor
    return prepare(Version.objects.filter(pk=ANY), _of_the_version() | _of_the_procedure() | _of_its_use())


def _of_the_version() -> dict[str, Rows]:
    this, anybody = OuterRef("pk"), Person(pk=ANYBODY)
    reviews = PeerReview.objects.filter(
        subject_kind=kind_of(Version), subject_id=Cast(this, CharField()), withdrawn_at=None
    )
    named: dict[str, Any] = {f"{who}_name": f"{who}__name" for who in ("asked_of", "asked_by", "by", "team")}
    lots = HelpLot.objects.filter(procedure=OuterRef("procedure_id"), number=OuterRef("number"))
    lots_row = JSONObject(lots=Count("pk"), least=Sum("at_least"))
    return {
        "pilots": rows_of(Pilot.objects.filter(version=this), team_name="team__name"),
        "chosen": rows_of(PilotPerson.objects.filter(pilot__version=this), person_name="person__name"),
        "readings": rows_of(Reading.objects.open().filter(version=this, person=anybody), most=1),
        "reviews": rows_of(reviews, **named),
        "lots": Rows(lots.order_by().values("procedure").annotate(row=lots_row).values("row")),
    }


def _of_the_procedure() -> dict[str, Rows]:
    card = Link.objects.filter(
        to_kind=kind_of(Suggestion), to_id=Cast(OuterRef("pk"), CharField()), meaning=SUGGESTS
    )
    questions = StepQuestion.objects.filter(**_this("step__procedure"))
    answers = StepAnswer.objects.filter(**_this("question__step__procedure"))
    return {
        "versions": rows_of(
            Version.objects.filter(**_this()), only=_but(Version, WORDS), made_by_name="made_by__name"
        ),
        "teams": rows_of(Team.objects.filter(**_this("procedures"))),
        "retirements": rows_of(Retirement.objects.filter(returned_at=None, **_this()), most=1),
        "suggestions": rows_of(
            Suggestion.objects.filter(**_this()),
            most=MOST_SUGGESTIONS,
            step_key="step__key",
            step_what="step__what",
            by_name="by__name",
            taken_in_number="taken_in__number",
            card=Subquery(card.order_by("pk").values("from_id")[:1]),
        ),
        "questions": rows_of(questions, most=MOST_QUESTIONS, step_key="step__key", by_name="by__name"),
        "answers": rows_of(answers, most=MOST_QUESTIONS, by_name="by__name"),
        "documents": _document_rows(),
        "tools": rows_of(
            ShadowTool.objects.visible_to(Person(pk=ANYBODY)).costing().filter(**_this()), most=MOST_TOOLS
        ),
        "cost": rows_of(HourCost.objects.all(), most=1),
        "imports": rows_of(
            ProcedureImport.objects.visible_to(Person(pk=ANYBODY)).filter(**_this("version__procedure")),
            only=_but(ProcedureImport, {"pieces", "notes"}),
            most=MOST_IMPORTS,
        ),
    }


def _of_its_use() -> dict[str, Rows]:
    rounds = CheckRound.objects.going().filter(**_this()).order_by().values("procedure")
    weeks = 12 * len(UseCount.What.choices)
    runs = Run.objects.ended().filter(**_this()).order_by("-ended_at")
    shown = HelpSentence.objects.filter(state=HelpSentence.State.SHOWN, **_this())
    return {
        "rounds": Rows(rounds.annotate(row=JSONObject(count=Count("pk"))).values("row")),
        "steps": rows_of(KnownStep.objects.filter(**_this()), most=MOST_STEPS),
        "latest": rows_of(runs, only=("id", "begun_at", "seconds"), most=LATEST),
        "runs": rows_of(runs, most=MOST_RUNS, team_name="team__name", place_name="place__name"),
        "sentences": rows_of(shown, most=MOST_SENTENCES),
        "uses": rows_of(UseCount.objects.filter(**_this()).order_by("-week"), most=weeks),
    }


def _document_rows() -> Rows:
    counts = DocumentVersion.objects.filter(document=OuterRef("document"), state="in_force")
    seen = Document.objects.visible_to(Person(pk=ANYBODY)).in_use()
    here = Q(procedure=OuterRef("procedure_id")) | Q(step__procedure=OuterRef("procedure_id"))
    return rows_of(
        DocumentUse.objects.filter(here, document__in=seen).order_by("document__code", "pk"),
        code="document__code",
        title="document__title",
        step_key="step__key",
        step_what="step__what",
        revision=Subquery(counts.values("revision")[:1]),
    )


def _this(path: str = "procedure") -> dict[str, OuterRef]:
    return {path: OuterRef("procedure_id")}


def _but(model: type[models.Model], left_out: set[str]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]


def _pilots(found: dict[str, Any]) -> list[Pilot]:
    pilots = _with(read(Pilot, found["pilots"]), team=Team)
    chosen = _with(read(PilotPerson, found["chosen"]), person=Person)
    for pilot in pilots:
        pilot.tried_by = [one.person for one in chosen if one.pilot_id == pilot.pk]
    return pilots


def _suggestions(rows: Sequence[dict[str, Any]]) -> list[Suggestion]:
    found = _with(read(Suggestion, rows), by=Person)
    for one, row in zip(found, rows, strict=True):
        one.step = _step(row, one.procedure_id)
        number = row["taken_in_number"]
        one.taken_in = None if number is None else Version(pk=row["taken_in_id"], number=number)
    return found


def _questions(found: dict[str, Any]) -> list[StepQuestion]:
    answers = _with(read(StepAnswer, found["answers"]), by=Person)
    questions = _with(read(StepQuestion, found["questions"]), by=Person)
    for question, row in zip(questions, found["questions"], strict=True):
        question.step = KnownStep(pk=row["step_id"], key=row["step_key"])
        question.given = [one for one in answers if one.question_id == question.pk]
    return questions


def _documents(rows: Sequence[dict[str, Any]]) -> list[DocumentUse]:
    found = read(DocumentUse, rows)
    for use, row in zip(found, rows, strict=True):
        use.document = Document(pk=row["document_id"], code=row["code"], title=row["title"])
        use.step = _step(row)
    return found


def _step(row: dict[str, Any], procedure: int = 0) -> KnownStep | None:
    if row["step_id"] is None:
        return None
    return KnownStep(pk=row["step_id"], procedure_id=procedure, key=row["step_key"], what=row["step_what"])


def _with(records: list[Row], **named: type[models.Model]) -> list[Row]:
    """Give records those whom they name, as far as a page shows them: by name."""
    for record in records:
        for role, model in named.items():
            key, name = getattr(record, f"{role}_id"), shown_name(getattr(record, f"{role}_name"))
            setattr(record, role, None if key is None else model(pk=key, name=name))
    return records


def _first(records: list[Row]) -> Row | None:
    return records[0] if records else None
