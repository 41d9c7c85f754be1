"""What documents hang into the house: their nouns, their place in the menu, their parts of other pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import LEAD, QUALITY, SIGNED_IN
from genba.people.signables import register_signable
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu
from genba.work.documents.approval import APPROVAL
from genba.work.documents.uses import beside_procedure, beside_process
from genba.work.models import Document, DocumentVersion, PrintedCopy
from genba.work.parts import Part, register_part


def hang_documents() -> None:
    """Called once, when Django starts."""
    _name_them()
    _tie_them()
    register_signable(APPROVAL)
    register_menu(
        MenuEntry("work:documents", _("Documents"), "file", needs=SIGNED_IN, order=26, group="work")
    )
    register_action(PaletteAction("work:new_document", _("New document"), "plus", needs=_WHO_ADDS))
    template = "work/documents/beside.html"
    register_part(Part("documents", "process", template, beside_process, order=60, place="aside"))
    register_part(Part("documents", "procedure", template, beside_procedure, order=60, place="aside"))


class _WhoAdds:
    """Leads and quality, as the door says."""

    def allows(self, person: object, /) -> bool:
        return LEAD.allows(person) or QUALITY.allows(person)  # type: ignore[arg-type]


_WHO_ADDS = _WhoAdds()


def _name_them() -> None:
    register_subject(
        Subject(
            Document,
            _("Document"),
            "file",
            visible_to=Document.objects.visible_to,
            url=lambda document: reverse("work:document", args=[document.pk]),
            title=lambda document: document.title,
            searched=("code", "title", "words"),
            note=lambda document: f"{document.code} · {document.get_kind_display()}",
        )
    )
    register_subject(
        Subject(
            DocumentVersion,
            _("Version of a document"),
            "file",
            visible_to=lambda person: DocumentVersion.objects.visible_to(person).select_related("document"),
            url=lambda version: (
                f"{reverse('work:document', args=[version.document_id])}#version-{version.number}"
            ),
            title=str,
            note=lambda version: version.document.code,
        )
    )


def _tie_them() -> None:
    register_tie(Tie(Document, "owner", _("Documents they own"), ("id", "code", "title")))
    columns = ("id", "number", "revision", "title", "reason", "made_at")
    register_tie(Tie(DocumentVersion, "made_by", _("Versions of documents they brought"), columns))
    register_tie(
        Tie(PrintedCopy, "keeper", _("Copies on paper they look after"), ("id", "where", "given_on"))
    )
