"""A register of documents comes in whole, twice is once, and it can be undone."""

from datetime import date

from django.urls import reverse

from genba.sources.check import check_import
from genba.sources.commit import claim_commit, commit_import
from genba.sources.start import start_import
from genba.sources.targets import target_named
from genba.sources.undo import undo_import
from genba.trail.models import Fact
from genba.work.models import Document

REGISTER = """Doc No;Title;Rev;Owner;Next review;Type
D-100;Pump housing;C;amira@example.org;1.3.2027;Drawing
F-9;Order form;2;Somebody Else;;Form
ISO 9001;Quality management systems;2015;;;Standard
"""


def bring(cast, content=REGISTER):
    target = target_named("documents")
    begun = start_import(
        [content.encode()], target=target, file_name="r.csv", place="documents", by_id=cast.quentin.pk
    )
    check_import(begun, target)
    assert claim_commit(begun)
    begun.refresh_from_db()
    commit_import(begun, target)
    begun.refresh_from_db()
    assert begun.error == ""
    return begun


def test_a_register_comes_in_with_revision_owner_and_review(cast, sign_in):
    assert bring(cast).new == 3
    drawing = Document.objects.get(code="D-100")
    assert (drawing.kind, drawing.owner, drawing.review_on) == ("drawing", cast.amira, date(2027, 3, 1))
    assert (drawing.in_force.revision, drawing.in_force.is_taken_over) == ("C", True)
    assert Document.objects.get(code="ISO 9001").is_external
    page = sign_in(cast.tomas).get(reverse("work:document", args=[drawing.pk])).content.decode()
    assert "Taken over from a list" in page
    assert Fact.objects.filter(name="work.document_imported").count() == 3


def test_the_same_register_twice_changes_nothing(cast):
    bring(cast)
    again = bring(cast)
    assert (again.new, Document.objects.count()) == (0, 3)


def test_a_changed_register_changes_what_is_known_but_no_revision(cast):
    bring(cast)
    bring(cast, REGISTER.replace("Pump housing;C", "Pump housing, cast;D"))
    drawing = Document.objects.get(code="D-100")
    assert (drawing.title, drawing.in_force.revision) == ("Pump housing, cast", "C")


def test_an_import_that_is_undone_hides_its_documents(cast, sign_in):
    undo_import(bring(cast), target_named("documents"))
    assert Document.objects.current().count() == 0
    assert "Pump housing" not in sign_in(cast.tomas).get(reverse("work:documents")).content.decode()
