import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from genba.trail.models import Fact, File
from genba.work.formats.bpmn.writing import write_bpmn
from genba.work.formats.document import Document
from genba.work.formats.tests.papers import REAL, docx, real_passages
from genba.work.formats.yaml import write_yaml
from genba.work.models import Procedure, ProcedureImport, Version
from genba.work.steps import steps_from
from genba.work.tests.factory import STEPS, make_draft, make_procedure, make_process

DIAGRAM = (Path(__file__).parent / "data" / "order.bpmn").read_bytes()
TEXT = (
    b"# Clean the tank\n\n## Purpose\n\nSo that nobody gets ill from the water.\n\n"
    b"## Steps\n\n1. Drain the tank\n2. Rinse it twice\n\nTanks are grey.\n"
)


def upload(client, content, name, query=""):
    return client.post(reverse("work:import_procedure") + query, {"file": SimpleUploadedFile(name, content)})


def ticked(seen, **more):
    """The form as the page sends it when nothing was touched."""
    sent = {"title": seen.title, "why": seen.why}
    for number, piece in enumerate(seen.pieces):
        if piece["became"] in {"step", "heading"}:
            sent |= {
                f"take-{number}": "on",
                f"what-{number}": piece["fields"]["what"],
                f"depth-{number}": piece["depth"],
                f"place-{number}": number + 1,
            }
    return sent | more


def test_a_document_is_looked_at_first_and_nothing_is_changed(cast, sign_in):
    make_process(cast)
    made = upload(sign_in(cast.amira), TEXT, "tank.md")
    seen = ProcedureImport.objects.get()
    page = sign_in(cast.amira).get(made.url).content.decode()
    assert "Drain the tank" in page
    assert "Tanks are grey." in page
    assert not Procedure.objects.exists()
    assert File.objects.of(seen).count() == 1
    assert sign_in(cast.wanda).get(made.url).status_code == 404


def test_a_document_without_steps_says_what_to_do_about_it(cast, sign_in):
    client = sign_in(cast.amira)
    made = upload(client, b"Tea is a drink.\n", "tea.md")
    assert "Nothing here was taken for a step" in client.get(made.url).content.decode()
    other = upload(client, TEXT, "tank.md")
    assert "Nothing here was taken for a step" not in client.get(other.url).content.decode()


def test_what_is_ticked_becomes_a_draft_and_the_rest_is_kept_beside_it(cast, sign_in):
    process, client = make_process(cast), sign_in(cast.amira)
    upload(client, TEXT, "tank.md")
    seen = ProcedureImport.objects.get()
    made = client.post(reverse("work:take_procedure", args=[seen.pk]), ticked(seen, process=process.pk))
    version = Version.objects.get()
    assert made.url == reverse("work:version", args=[version.procedure_id, 1])
    assert (version.title, version.state) == ("Clean the tank", "draft")
    assert version.why == "So that nobody gets ill from the water."
    assert [step.what for step in version.steps[0].steps] == ["Drain the tank", "Rinse it twice"]
    page = sign_in(cast.nobody).get(made.url).content.decode()
    assert "tank.md" in page
    before = sign_in(cast.nobody).get(reverse("work:imported_procedure", args=[seen.pk])).content.decode()
    assert "Tanks are grey." in before
    file = File.objects.of(seen).get()
    assert b"".join(sign_in(cast.nobody).get(reverse("front:file", args=[file.pk]))) == TEXT
    assert Fact.objects.get(name="work.procedure_imported").data["steps"] == 2


@pytest.mark.parametrize("name", ["order.bpmn", "order.xml"])
def test_a_diagram_is_kept_byte_for_byte_and_only_ever_saved(cast, sign_in, name):
    process, client = make_process(cast), sign_in(cast.amira)
    nasty = b'<?xml-stylesheet type="text/xsl" href="x.xsl"?>\n<!-- <script>alert(1)</script> -->'
    original = DIAGRAM.replace(b"?>", b"?>\n" + nasty, 1)
    upload(client, original, name)
    seen = ProcedureImport.objects.get()
    client.post(reverse("work:take_procedure", args=[seen.pk]), ticked(seen, process=process.pk))
    page = sign_in(cast.nobody).get(reverse("work:imported_procedure", args=[seen.pk])).content.decode()
    file = File.objects.of(seen).get()
    answer = sign_in(cast.nobody).get(reverse("front:file", args=[file.pk]))
    assert reverse("front:file", args=[file.pk]) in page
    assert b"".join(answer) == original
    assert answer["Content-Disposition"] == 'attachment; filename="order.bpmn"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_diagram_beyond_the_size_that_is_taken_is_refused_in_words(cast, sign_in, settings):
    settings.GENBA_UPLOAD_BYTES = 1000
    answer = upload(sign_in(cast.amira), DIAGRAM, "order.bpmn")
    assert answer.status_code == 422
    assert "too large" in answer.context["form"].errors["file"][0]
    assert not File.objects.exists()


def test_a_diagram_that_is_thrown_away_takes_its_file_with_it(cast, sign_in):
    client = sign_in(cast.amira)
    upload(client, DIAGRAM, "order.bpmn")
    seen = ProcedureImport.objects.get()
    assert sign_in(cast.wanda).get(reverse("front:file", args=[File.objects.get().pk])).status_code == 404
    client.post(reverse("work:forget_procedure_import", args=[seen.pk]))
    assert client.get(reverse("front:file", args=[File.objects.get().pk])).status_code == 404


def test_passages_are_unticked_worded_and_moved(cast, sign_in):
    process, client = make_process(cast), sign_in(cast.amira)
    upload(
        client, b"# T\n\n1. Open the door\n2. Close the door\n3. Lock the door\n\nThe lamp is red.\n", "t.md"
    )
    seen = ProcedureImport.objects.get()
    sent = ticked(seen, process=process.pk, title="Doors") | {
        "what-0": "Open it", "place-0": "9", "depth-2": "1", "take-3": "on",
    }  # fmt: skip
    del sent["take-1"]
    client.post(reverse("work:take_procedure", args=[seen.pk]), sent)
    steps = Version.objects.get().steps
    assert [step.what for step in steps] == ["Lock the door", "The lamp is red.", "Open it"]
    seen.refresh_from_db()
    assert [piece["text"] for piece in seen.left_over] == ["Close the door"]


def test_a_document_goes_behind_the_steps_of_a_draft(cast, sign_in):
    draft, client = make_draft(cast), sign_in(cast.amira)
    query = f"?procedure={draft.procedure_id}"
    made = upload(client, TEXT, "tank.md", query)
    assert made.url.endswith(query)
    seen = ProcedureImport.objects.get()
    client.post(reverse("work:take_procedure", args=[seen.pk]) + query, ticked(seen))
    draft = Version.objects.get()
    assert [step.what for step in draft.steps][:1] == ["Fetch the order from the tray"]
    assert draft.steps[-1].what == "Steps"


def test_what_is_in_force_gets_a_new_draft(cast, sign_in):
    procedure, client = make_procedure(cast), sign_in(cast.amira)
    upload(client, TEXT, "tank.md")
    seen = ProcedureImport.objects.get()
    door = reverse("work:take_procedure", args=[seen.pk])
    client.post(f"{door}?procedure={procedure.pk}", ticked(seen))
    assert [(one.number, one.state) for one in procedure.versions.all()] == [(2, "draft"), (1, "in_force")]


@pytest.mark.parametrize("kind", ["yaml", "bpmn"])
def test_our_own_files_come_back_with_their_marks(cast, sign_in, kind):
    process, client = make_process(cast), sign_in(cast.amira)
    document = Document("Close a housing", steps_from(STEPS), "Because.", "SOP-7")
    content = write_yaml(document).encode() if kind == "yaml" else write_bpmn(document)
    upload(client, content, f"housing.{kind}")
    seen = ProcedureImport.objects.get()
    client.post(reverse("work:take_procedure", args=[seen.pk]), ticked(seen, process=process.pk))
    version = Version.objects.get()
    assert version.steps == document.steps
    assert version.procedure.code == "SOP-7"


def test_a_word_file_of_a_public_procedure_is_taken_over(cast, sign_in):
    process, client = make_process(cast), sign_in(cast.amira)
    upload(client, docx(real_passages(), pages=10), "lockout.docx")
    seen = ProcedureImport.objects.get()
    assert (seen.pages, seen.words_before > 2000) == (10, True)
    client.post(reverse("work:take_procedure", args=[seen.pk]), ticked(seen, process=process.pk))
    seen.refresh_from_db()
    assert (seen.steps_after, seen.words_after < 400) == (13, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.exe", b"MZ"),
        ("x.docm", b"PK"),
        ("x.docx", b"not a package"),
        ("x.pdf", b"%PDF-1.7 broken"),
        ("x.md", b""),
        ("x.yaml", b"title: !!python/object/apply:os.system [id]"),
        ("x.bpmn", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_field(cast, sign_in, name, content):
    answer = upload(sign_in(cast.amira), content, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not ProcedureImport.objects.exists()
    assert not File.objects.exists()


def test_a_fault_loses_nothing_that_was_typed(cast, sign_in):
    client = sign_in(cast.amira)
    make_process(cast)
    upload(client, TEXT, "tank.md")
    seen = ProcedureImport.objects.get()
    sent = ticked(seen, title="", process="999") | {"what-4": "Drain it well"}
    answer = client.post(reverse("work:take_procedure", args=[seen.pk]), sent)
    assert answer.status_code == 422
    assert "Drain it well" in answer.content.decode()
    nothing = client.post(reverse("work:take_procedure", args=[seen.pk]), {"title": "x", "process": "1"})
    assert nothing.status_code == 422
    assert not Version.objects.exists()


def test_a_document_is_thrown_away_and_its_file_goes_with_it(cast, sign_in):
    client = sign_in(cast.amira)
    upload(client, TEXT, "tank.md")
    seen = ProcedureImport.objects.get()
    assert (
        sign_in(cast.wanda).post(reverse("work:forget_procedure_import", args=[seen.pk])).status_code == 404
    )
    client.post(reverse("work:forget_procedure_import", args=[seen.pk]))
    assert client.get(reverse("work:imported_procedure", args=[seen.pk])).status_code == 404
    assert client.get(reverse("front:file", args=[File.objects.get().pk])).status_code == 404
    assert "Drain" not in json.dumps(ProcedureImport.objects.get().pieces)


def test_a_document_is_taken_over_once(cast, sign_in):
    process, client = make_process(cast), sign_in(cast.amira)
    upload(client, REAL.read_bytes(), "lockout.md")
    seen = ProcedureImport.objects.get()
    for status in (302, 404):
        answer = client.post(reverse("work:take_procedure", args=[seen.pk]), ticked(seen, process=process.pk))
        assert answer.status_code == status
    assert Procedure.objects.count() == 1
