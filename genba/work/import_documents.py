"""Rows of a register of documents become documents, each with the revision that counts today."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from genba.people.bringing import Withdrawable, tell_of_import
from genba.people.models import Person
from genba.sources.rows import FineRow
from genba.sources.targets import Before, Ids, ImportContext, Target, Words, register_target
from genba.sources.values import FieldSpec, words
from genba.sources.writing import reserve_keys, write_many
from genba.work import facts
from genba.work.models import Document, DocumentVersion

Kind = Document.Kind

FIELDS = (
    FieldSpec(
        "code",
        _("Number"),
        kind="id",
        required=True,
        identifies=True,
        max_length=60,
        synonyms=words(
            "code; document no; document number; doc no; doc id; no; nr; dokumentnummer; nummer; "
            "dokument nr; código; número; codigo documento; numéro; référence; reference; id"
        ),
    ),
    FieldSpec(
        "title",
        _("Title"),
        required=True,
        max_length=200,
        synonyms=words("name; document; description; titel; bezeichnung; título; nombre; titre; nom"),
    ),
    FieldSpec(
        "revision",
        _("Revision"),
        max_length=40,
        synonyms=words(
            "rev; version; issue; edition; index; ausgabe; stand; revisión; versión; edición; révision"
        ),
    ),
    FieldSpec(
        "owner",
        _("Owner"),
        kind="person",
        other_choice="",
        synonyms=words(
            "document owner; responsible; author; verantwortlich; verantwortlicher; eigner; inhaber; "
            "responsable; propietario; propriétaire; auteur"
        ),
    ),
    FieldSpec(
        "review",
        _("Review date"),
        kind="date",
        synonyms=words(
            "review; next review; review on; review due; valid until; prüfdatum; nächste prüfung; "
            "überprüfung; gültig bis; revisar; fecha de revisión; date de révision; prochaine révision"
        ),
    ),
    FieldSpec(
        "kind",
        _("Kind"),
        kind="choice",
        other_choice=Kind.OTHER.value,
        choices={
            Kind.DRAWING.value: words("zeichnung; dibujo; plano; dessin; plan; cad"),
            Kind.FORM.value: words("formular; vorlage; template; formulario; formulaire; record form"),
            Kind.POLICY.value: words("politik; richtlinie; política; politique; policies; manual; handbuch"),
            Kind.SPECIFICATION.value: words("spezifikation; spec; especificación; spécification"),
            Kind.EXTERNAL.value: words("external; standard; norm; norma; norme; law; gesetz; regulation"),
            Kind.OTHER.value: words("sonstiges; otro; autre"),
        },
        synonyms=words("type; category; document type; art; dokumentart; typ; tipo; clase; genre; catégorie"),
    ),
)
BROUGHT = Withdrawable(Document, imported=facts.DOCUMENT_IMPORTED, undone=facts.DOCUMENT_IMPORT_UNDONE)


def make(rows: Sequence[FineRow], context: ImportContext) -> list[int]:
    """Make the documents of these rows, still withdrawn."""
    keys, now = reserve_keys(Document, len(rows)), timezone.now()
    write_many(
        Document,
        ("id", "code", "title", "kind", "owner_id", "review_on", "external_id", "import_id", "withdrawn_at"),
        (
            (
                key,
                str(row.values["code"]),
                _title(row),
                row.values.get("kind") or Kind.OTHER.value,
                row.values.get("owner"),
                row.values.get("review"),
                row.external_id,
                context.import_id,
                now,
            )
            for key, row in zip(keys, rows, strict=True)
        ),
    )
    write_many(
        DocumentVersion,
        ("document_id", "number", "revision", "state", "title", "in_force_at", "made_by_id", "is_taken_over"),
        (
            (key, 1, str(row.values["revision"]), "in_force", _title(row), now, context.by_id, True)
            for key, row in zip(keys, rows, strict=True)
            if row.values.get("revision")
        ),
    )
    return keys


def discard(ids: Ids) -> None:
    """Remove documents that nobody has ever seen."""
    unseen = BROUGHT.unseen(ids)
    DocumentVersion.objects.filter(document__in=unseen).delete()
    unseen.delete()


def change(pairs: Sequence[tuple[int, FineRow]], context: ImportContext) -> list[Before]:
    """Take over title, owner, kind and review date. A revision changes by its file, never by a list."""
    documents = Document.objects.in_bulk([pk for pk, _row in pairs])
    befores = [_change(documents[pk], row, context) for pk, row in pairs]
    tell_of_import(facts.DOCUMENT_CHANGED_BY_IMPORT, Document, [pk for pk, _row in pairs], context)
    return befores


def put_back(pairs: Sequence[tuple[int, Before]], context: ImportContext) -> None:
    """Undo what `change` did."""
    for pk, before in pairs:
        values = {
            name: parse_date(value) if name == "review_on" and value else value
            for name, value in before.items()
        }
        if values:
            Document.objects.filter(pk=pk).update(**values)
    tell_of_import(facts.DOCUMENT_IMPORT_UNDONE, Document, [pk for pk, _before in pairs], context)


def known(rows: Sequence[FineRow], context: ImportContext) -> dict[str, int]:
    """Documents that are here already, whoever brought them."""
    del context
    codes = [row.external_id for row in rows]
    return dict(Document.objects.current().filter(code__in=codes).values_list("code", "pk"))


def places(person: Person) -> list[tuple[str, Words]]:
    """Quality brings registers in."""
    return [("documents", _("The documents of the organisation"))] if person.is_quality else []


def address(place: str) -> str:
    """The list of documents."""
    del place
    return reverse("work:documents")


def people() -> list[tuple[int, str, str]]:
    """Everybody who may own a document."""
    return list(Person.objects.filter(is_active=True).values_list("pk", "email", "name"))


def _title(row: FineRow) -> str:
    return " ".join(str(row.values["title"]).split())


def _change(document: Document, row: FineRow, context: ImportContext) -> Before:
    wanted: dict[str, Any] = {"title": _title(row)}
    for name, column in (("owner", "owner_id"), ("kind", "kind"), ("review", "review_on")):
        if context.column_of(name) and row.values.get(name):
            wanted[column] = row.values[name]
    before = {
        name: cast(Any, getattr(document, name))
        for name, value in wanted.items()
        if getattr(document, name) != value
    }
    if before:
        Document.objects.filter(pk=document.pk).update(**{name: wanted[name] for name in before})
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}


register_target(
    Target(
        kind="documents",
        label=_("Register of documents"),
        fields=FIELDS,
        make=make,
        show=BROUGHT.show,
        withdraw=BROUGHT.withdraw,
        discard=discard,
        change=change,
        put_back=put_back,
        address=address,
        place_label=_("Organisation"),
        places=places,
        known=known,
        people=people,
    )
)
