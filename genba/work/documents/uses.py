"""Where a document is used: said on its page, and shown on the pages of processes and procedures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.models import Document, DocumentUse, DocumentVersion, KnownStep, Procedure, Process, Version
from genba.work.steps import walk
from genba.work.whole import whole_of


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every process and every procedure in use, for a list to choose from."""
    processes = Process.objects.filter(is_closed=False).select_related("value_stream")
    procedures = Procedure.objects.in_use().order_by("title")
    return [
        (str(_("Processes")), [(f"process:{one.pk}", f"{one.value_stream} · {one}") for one in processes]),
        (str(_("Procedures")), [(f"procedure:{one.pk}", f"{one.code} · {one}") for one in procedures]),
    ]


@transaction.atomic
def tie(document: Document, target: str, *, by: Person, step: str = "") -> DocumentUse:
    """Say where it is used. `step` is the number of a step as people count it (2.1), within a procedure.

    Raises ValidationError where there is no such place.
    """
    kind, _colon, key = target.partition(":")
    if not key.isdecimal() or len(key) > 18:
        raise ValidationError({"target": _("Choose where it is used.")})
    wanted: dict[str, Any] = {}
    if kind == "process":
        wanted = {"process": Process.objects.filter(pk=key, is_closed=False).first()}
    elif kind == "procedure":
        procedure = Procedure.objects.filter(pk=key).first()
        wanted = {"procedure": procedure}
        if procedure is not None and step.strip():
            wanted = {"step": _step(procedure, step.strip())}
    if not any(wanted.values()):
        raise ValidationError({"target": _("Choose where it is used.")})
    use, is_new = DocumentUse.objects.get_or_create(document=document, **wanted)
    if is_new:
        record(facts.DOCUMENT_TIED, document, by=by, use=use.pk)
    return use


@transaction.atomic
def untie(use: DocumentUse, *, by: Person) -> None:
    """It is not used there any more."""
    document, key = use.document, use.pk
    if DocumentUse.objects.filter(pk=key).delete()[0]:
        record(facts.DOCUMENT_UNTIED, document, by=by, use=key)


def uses_of(document: Document) -> list[DocumentUse]:
    """Where it is used, with what is needed to name it."""
    return list(document.uses.select_related("process__value_stream", "procedure", "step__procedure"))


def beside_process(person: Person | None, process: Any) -> dict[str, Any] | None:
    """The documents of a process, for its page."""
    counts = DocumentVersion.objects.filter(document=OuterRef("pk"), state="in_force")
    found = (
        Document.objects.visible_to(person)
        .in_use()
        .filter(Q(process=process) | Q(uses__process=process))
        .distinct()
        .annotate(revision=Subquery(counts.values("revision")[:1]))
    )
    return {"documents": [(one, one.__dict__["revision"] or "", []) for one in found]} if found else None


def beside_procedure(person: Person, version: Version) -> dict[str, Any] | None:
    """The documents that a procedure or one of its steps uses, for its page."""
    rows: dict[int, tuple[Document, str, list[KnownStep]]] = {}
    for use in whole_of(version, person).documents:
        *_words, steps = rows.setdefault(use.document_id, (use.document, use.revision or "", []))
        if use.step is not None:
            steps.append(use.step)
    return {"documents": list(rows.values())} if rows else None


def _step(procedure: Procedure, number: str) -> KnownStep | None:
    version = procedure.in_force or procedure.under_way
    if version is None:
        return None
    for place, step in walk(version.steps):
        if ".".join(str(at + 1) for at in place) == number.strip("."):
            return KnownStep.objects.filter(procedure=procedure, key=step.key).first()
    raise ValidationError({"step": _("This procedure has no step with this number.")})
