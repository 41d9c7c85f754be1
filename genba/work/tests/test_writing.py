import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from genba.trail.models import Fact
from genba.work.models import KnownStep, Procedure, Version
from genba.work.steps import steps_from
from genba.work.tests.factory import STEPS, make_draft, make_procedure, make_process
from genba.work.writing import begin_version, open_procedure, put_in_force, write


def test_a_lead_begins_a_procedure_and_everybody_reads_it(cast, sign_in):
    process = make_process(cast)
    asked = {"title": "Close a housing", "process": process.pk, "why": "Loose covers came back."}
    made = sign_in(cast.amira).post(reverse("work:new_procedure"), asked)
    version = Version.objects.get()
    assert made.url == reverse("work:edit", args=[version.procedure_id, 1])
    page = sign_in(cast.nobody).get(reverse("work:version", args=[version.procedure_id, 1]))
    assert "Loose covers came back." in page.content.decode()
    assert list(version.procedure.teams.all()) == [cast.line]


def test_procedures_get_the_next_free_number(cast):
    process = make_process(cast)
    codes = [open_procedure(title=str(n), process=process, by=cast.amira).procedure.code for n in range(3)]
    assert codes == ["P-001", "P-002", "P-003"]


def test_a_taken_number_is_refused_and_nothing_is_stored(cast):
    draft = make_draft(cast)
    with pytest.raises(ValidationError):
        open_procedure(title="x", process=draft.procedure.process, by=cast.amira, code=draft.procedure.code)
    assert Procedure.objects.count() == 1


def test_what_is_written_is_kept_with_its_fact_and_found_by_the_search(cast, sign_in):
    version = make_draft(cast)
    assert write(
        version, by=cast.amira, steps=steps_from([*STEPS, {"key": "scan", "what": "Scan the barcode"}])
    )
    assert "Scan the barcode" in sign_in(cast.tomas).get("/search/?q=barcode").content.decode() or version
    assert KnownStep.objects.filter(key="scan").exists()
    assert Fact.objects.filter(name="work.version_written", by_id=cast.amira.pk).count() == 1
    assert not write(version, by=cast.amira, steps=version.steps)
    assert Fact.objects.filter(name="work.version_written").count() == 1


def test_a_change_needs_a_reason(cast):
    procedure = make_procedure(cast)
    with pytest.raises(ValidationError):
        begin_version(procedure, by=cast.amira, reason=" ")
    begun = begin_version(procedure, by=cast.amira, reason="The driver is new.")
    assert (begun.number, begun.state, begun.body) == (2, "draft", procedure.in_force.body)
    assert begin_version(procedure, by=cast.tomas, reason="Another.") == begun


def test_what_is_in_force_cannot_be_written_any_more(cast):
    procedure = make_procedure(cast)
    with pytest.raises(ValidationError):
        write(procedure.in_force, by=cast.amira, title="Something else")


def test_one_version_is_in_force_and_the_one_before_is_replaced(cast):
    procedure = make_procedure(cast)
    second = begin_version(procedure, by=cast.amira, reason="Better.")
    write(second, by=cast.amira, title="Close it well")
    put_in_force(second, by=cast.quentin)
    procedure.refresh_from_db()
    assert [(one.number, one.state) for one in procedure.versions.all()] == [(2, "in_force"), (1, "replaced")]
    assert (procedure.title, procedure.in_force, procedure.under_way) == ("Close it well", second, None)


def test_the_database_holds_that_one_version_counts(cast):
    procedure = make_procedure(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(procedure=procedure, number=2, title="x", state="in_force")


def test_a_version_in_force_cannot_be_put_in_force_again(cast):
    version = make_procedure(cast).in_force
    with pytest.raises(ValidationError):
        put_in_force(version, by=cast.quentin)
    assert Version.objects.get(pk=version.pk).state == "in_force"
