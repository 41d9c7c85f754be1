"""Files that somebody sends to do harm: a sentence or a plain table, little memory, and never a fault."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from genba.improve.models import Card
from genba.people.models import ApiToken
from genba.sources.models import Import
from genba.trail.files import open_file
from genba.trail.models import File
from tests.hostile import NAMES, PICTURES, SCRIPT, TABLES, each
from tests.test_floors import ROOT

MOST_MEGABYTES = 512
SECRETS = ("root:", "/bin/", "hahaha")
MOST_TO_SEND = 100_000
#: More than that, so they are read in a child only. To find that out for each file would take four seconds of
#: every process that collects the tests; the child's test looks whether the names are right.
LARGE = {
    "xlsx, 200 MB of spaces",
    "xlsx, parts that lie about their size",
    "xlsx, two million cells that name one long text",
    "xlsx, a text of 50 MB",
    "xlsx, ten thousand parts",
    "gz, 200 MB of nothing",
    "csv, one line of 20 MB",
    "csv, a million columns",
    "csv, lines of ever more columns",
    "csv, only quotation marks",
    "csv, quotation marks that never close",
    "csv, a quotation mark in each line",
    "csv, only delimiters",
    "csv, only line ends",
    "csv, numbers without end",
    "png, a bomb of 12,000 by 12,000",
    "png, 5,600 by 5,600, which is just allowed",
    "png, a comment that unpacks to 100 MB",
    "png, a profile that unpacks to 100 MB",
}


def read_in_a_child(kind: str, made, folder: Path) -> dict:
    """Read the whole corpus in one process, and let it tell."""
    paths, large = [], set()
    for number, (name, content) in enumerate(each(made)):
        large |= {name} if len(content) >= MOST_TO_SEND else set()
        paths.append(folder / str(number))
        paths[-1].write_bytes(content)
    assert large == LARGE & set(made)
    done = subprocess.run(
        [sys.executable, "-m", "tests.reading_hostile", kind, *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.once
def test_every_hostile_table_is_read_as_plain_cells_or_refused_in_words(tmp_path):
    found = read_in_a_child("tables", TABLES, tmp_path)
    assert len(found["told"]) == len(TABLES)
    assert all(told[0] == "read" or len(told[1]) > 20 for told in found["told"].values())
    assert not [told for told in found["told"].values() if any(secret in str(told) for secret in SECRETS)]
    assert found["most"] < MOST_MEGABYTES
    assert not Path("/tmp/genba-slip").exists()


@pytest.mark.slow
@pytest.mark.once
def test_every_hostile_picture_is_painted_anew_or_refused_in_words(tmp_path):
    found = read_in_a_child("pictures", PICTURES, tmp_path)
    assert len(found["told"]) == len(PICTURES)
    assert all(told[0] == "kept" or len(told[1]) > 20 for told in found["told"].values())
    assert found["most"] < MOST_MEGABYTES


def small(made):
    """Those that a test can send in a moment; the large ones are read above."""
    return [name for name in made if name not in LARGE]


@pytest.mark.parametrize("name", small(TABLES))
def test_no_hostile_table_breaks_the_doors_of_imports(cast, sign_in, monkeypatch, name):
    content = TABLES[name]()
    monkeypatch.setattr("genba.sources.excel_reading.SECONDS", 5)
    lead, form = sign_in(cast.amira), {"place": f"board:{cast.board.pk}"}
    page = lead.post(
        reverse("front:import_upload", args=["cards"]),
        form | {"file": SimpleUploadedFile("list.xlsx", content)},
        follow=True,
    )
    assert page.status_code in {200, 422}
    for begun in Import.objects.all():
        mapping = reverse("front:import_mapping", args=[begun.pk])
        columns = {field.html_name: field.value() or "" for field in lead.get(mapping).context["form"]}
        looked = lead.post(mapping, columns | {"column_0": "title"}, follow=True)
        refused = lead.get(reverse("front:import_refused", args=[begun.pk]))
        assert (looked.status_code, refused.status_code) in {(200, 200), (422, 200), (200, 410)}
        assert b"".join(refused) is not None
    program = Client(headers={"Authorization": f"Bearer {ApiToken.issue(cast.amira, name='p')[1]}"})
    body = form | {"target": "cards", "file": SimpleUploadedFile("list.csv", content)}
    answer = program.post("/api/v1/imports", body)
    assert answer.status_code in {201, 422}, answer.content
    assert answer.status_code == 201 or len(answer.json()["detail"]) > 20


@pytest.fixture
def card(cast):
    return Card.objects.create(board=cast.board, column=cast.board.column_for("new"), title="C", kind="idea")


@pytest.mark.parametrize("name", small(PICTURES))
def test_no_hostile_file_breaks_the_doors_of_files(cast, card, sign_in, name):
    client = sign_in(cast.tomas)
    sent = {"file": SimpleUploadedFile("photo.png", PICTURES[name](), "image/png")}
    answer = client.post(reverse("improve:files", args=[card.pk]), sent)
    assert answer.status_code in {302, 422}
    for file in File.objects.all():
        kept = open_file(file).read()
        shown = client.get(reverse("front:file", args=[file.pk]))
        assert not file.is_picture or (SCRIPT not in kept and Image.open(io.BytesIO(kept)).size)
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert not {"script", "html", "svg"} & set(re.findall(r"\w+", shown.headers["Content-Type"]))


@pytest.mark.parametrize("name", small(PICTURES))
def test_no_hostile_file_breaks_the_door_of_strangers(cast, client, name):
    photo = SimpleUploadedFile("photo.png", PICTURES[name](), "image/png")
    sent = {"text": "The guard is loose.", "photo": photo}
    answer = client.post(reverse("listen:report"), sent)
    assert answer.status_code in {200, 422}
    assert answer.status_code == 200 or b"The guard is loose." in answer.content


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_leads_anywhere(cast, card, sign_in, name):
    sent = SimpleUploadedFile("x", PICTURES["png, with a script behind its end"]())
    sent.name = name
    client = sign_in(cast.tomas)
    client.post(reverse("improve:files", args=[card.pk]), {"file": sent})
    for file in File.objects.all():
        shown = client.get(reverse("front:file", args=[file.pk]))
        assert not set("/\\\r\n\0") & set(file.name)
        assert file.name.endswith(".jpg")  # what it was painted as
        assert file.blob.name.replace("/", "").isalnum()
        assert b"<img src=x" not in client.get(reverse("improve:card", args=[card.pk])).content
        assert "\n" not in shown.headers["Content-Disposition"]
