"""Who is told of documents, equipment and skills. Nobody is told of their own doings."""

from collections.abc import Iterable

from genba.front.notices import leads_of
from genba.front.reactions.telling import tell
from genba.people.models import Person, Team
from genba.trail.models import Fact
from genba.trail.reactions import on
from genba.work.facts import (
    COMPETENCE_EXPIRES,
    DOCUMENT_EDITION_NOTED,
    DOCUMENT_IN_FORCE,
    DOCUMENT_RETIRED,
    DOCUMENT_REVIEW_DUE,
    DOCUMENT_VERSION_ASKED,
    EQUIPMENT_DUE,
    EQUIPMENT_LATE,
    EQUIPMENT_OUT_OF_TOLERANCE,
)
from genba.work.models import Competence, Document, Equipment, PrintedCopy

Told = Iterable[tuple[Person, str]]
EQUIPMENT_CODES = {
    EQUIPMENT_DUE.name: "equipment_due",
    EQUIPMENT_LATE.name: "equipment_late",
    EQUIPMENT_OUT_OF_TOLERANCE.name: "equipment_out",
}


@on(DOCUMENT_REVIEW_DUE, DOCUMENT_EDITION_NOTED)
def tell_whose_document_it_is(fact: Fact) -> None:
    """The day of looking has come, or there is a newer edition: for its owner, else for who answers."""
    document = _document(fact)
    if document is not None:
        code = "document_due" if fact.name == DOCUMENT_REVIEW_DUE.name else "document_edition"
        _tell(fact, _owners(document), code=code)


@on(DOCUMENT_VERSION_ASKED)
def ask_for_the_approval(fact: Fact) -> None:
    """A version waits: for the owner and for quality, but not for who brought it."""
    document = _document(fact)
    version = document.under_way if document else None
    if document is None or version is None:
        return
    asked = [(person, "quality") for person in Person.objects.filter(is_quality=True, is_active=True)]
    everybody = [*asked, *_owners(document)]
    _tell(fact, [one for one in everybody if one[0].pk != version.made_by_id], code="document_waits")


@on(DOCUMENT_IN_FORCE, DOCUMENT_RETIRED)
def tell_who_gets_it(fact: Fact) -> None:
    """Those who get it hear of the new version, in the teams below as well; those who keep a copy on paper
    take it in.
    """
    document = _document(fact)
    if document is None:
        return
    copies = PrintedCopy.objects.out().filter(version__document=document).exclude(called_back_on=None)
    keepers = Person.objects.filter(pk__in=copies.values("keeper"), is_active=True)
    _tell(fact, [(person, "keeper") for person in keepers], code="copy_back")
    if fact.name == DOCUMENT_IN_FORCE.name:
        teams = Team.objects.below(document.teams.all())
        members = Person.objects.filter(memberships__team__in=teams, is_active=True)
        others = members.exclude(pk__in=keepers).distinct()
        _tell(fact, [(person, "gets") for person in others], code="document_new")


@on(EQUIPMENT_DUE, EQUIPMENT_LATE, EQUIPMENT_OUT_OF_TOLERANCE)
def tell_who_looks_after_it(fact: Fact) -> None:
    """A calibration is due, late, or found the gauge wrong: for those who answer for its team."""
    equipment = Equipment.objects.select_related("team").filter(pk=fact.subject_id).first()
    if equipment is not None:
        _tell(fact, leads_of(equipment.team), code=EQUIPMENT_CODES[fact.name])


@on(COMPETENCE_EXPIRES)
def tell_what_runs_out(fact: Fact) -> None:
    """For the person, and for those who answer for one of their teams."""
    found = Competence.objects.standing().select_related("person").filter(pk=fact.subject_id).first()
    if found is None:
        return
    teams = Team.objects.filter(memberships__person=found.person)
    leads = [one for team in teams for one in leads_of(team) if one[0].pk != found.person_id]
    _tell(fact, [(found.person, "learner"), *leads], code="competence_expires")


def _document(fact: Fact) -> Document | None:
    return Document.objects.current().select_related("owner").filter(pk=fact.subject_id).first()


def _owners(document: Document) -> list[tuple[Person, str]]:
    if document.owner is not None and document.owner.is_active:
        return [(document.owner, "document_owner")]
    return leads_of(document.teams.first())


def _tell(fact: Fact, people: Told, *, code: str) -> None:
    for person, why in people:
        tell(fact, person, code=code, why=why)
