"""Importing through the doors: upload, columns, look, take over, undo."""

import io
import os

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from genba.front.imports import forget_old_tables
from genba.improve.models import Card
from genba.sources.export import excel
from genba.sources.models import Import

TABLE = """Nummer;Betreff;Status;Datum
1;Grat an der Kante;offen;1.2.2021
2;Falsches Etikett;erledigt;bald
3;=2+3;in Arbeit;3.2.2021
"""


def upload(client, place: str, content: str | bytes = TABLE, name: str = "Mängel 2021.csv", **more):
    data = content.encode() if isinstance(content, str) else content
    typed = {"file": SimpleUploadedFile(name, data), "place": place} | more
    return client.post(reverse("front:import_upload", args=["cards"]), typed, follow=True)


def columns(client, page) -> dict[str, str]:
    """What the form of the columns would send as it stands."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def look(client, page, **corrections):
    return client.post(page.redirect_chain[-1][0], columns(client, page) | corrections, follow=True)


def test_a_lead_brings_a_register_to_the_board_and_takes_it_back(cast, sign_in, work_off):
    client = sign_in(cast.amira)
    page = upload(client, f"board:{cast.board.pk}")
    assert columns(client, page) == {
        "column_0": "external_id",
        "column_1": "title",
        "column_2": "stage",
        "column_3": "created",
        "date_order": "day",
    }
    page = look(client, page)
    assert "“bald” is not a date that we can read" in page.content.decode()
    batch = Import.objects.get()
    assert (batch.state, batch.new, batch.refused, Card.objects.count()) == ("checked", 2, 1, 0)
    page = client.post(reverse("front:import_take_over", args=[batch.pk]), follow=True)
    assert "You can close this page" in page.content.decode()
    work_off()
    page = client.get(reverse("front:import", args=[batch.pk]))
    assert "Everything but the refused rows has arrived" in page.content.decode()
    client.post(reverse("front:import_undo", args=[batch.pk]))
    assert Card.objects.current().count() == 0 < Card.objects.count()


def test_the_refused_rows_are_downloaded_with_their_reason(cast, sign_in):
    client = sign_in(cast.amira)
    look(
        client,
        upload(client, f"board:{cast.board.pk}", TABLE.replace("Falsches Etikett", "=2+3")),
    )
    response = client.get(reverse("front:import_refused", args=[Import.objects.get().pk]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "attachment" in response["Content-Disposition"]
    assert "Datum: “bald” is not a date that we can read" in text
    assert "'=2+3" in text


def test_a_correction_is_kept_and_the_next_table_of_the_kind_is_mapped_alike(cast, sign_in, work_off):
    client = sign_in(cast.amira)
    look(client, upload(client, f"board:{cast.board.pk}"), column_3="")
    batch = Import.objects.get()
    assert (batch.refused, batch.mapping.get("Datum")) == (0, None)
    client.post(reverse("front:import_take_over", args=[batch.pk]))
    work_off()
    assert Card.objects.get(external_id="2").imported["Datum"] == "bald"
    page = upload(client, f"board:{cast.board.pk}", name="Mängel 2022.csv")
    assert columns(client, page)["column_3"] == ""
    assert "There is nothing to take over" in look(client, page).content.decode()


def test_a_needed_column_and_a_column_used_twice_are_asked_for(cast, sign_in):
    client = sign_in(cast.amira)
    page = upload(client, f"board:{cast.board.pk}")
    answer = look(client, page, column_1="", column_2="external_id").content.decode()
    assert "Say which column holds “What it is about”" in answer
    assert "“Nummer” is already used for this" in answer
    assert Import.objects.get().state == "uploaded"


def test_what_is_no_table_is_refused_at_the_file_and_nothing_is_stored(cast, sign_in, settings):
    client = sign_in(cast.amira)
    folder = settings.GENBA_DATA / "imports"
    before = set(folder.iterdir()) if folder.exists() else set()
    for content, words in [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "damaged"),
        (b"\0" * 99, "not text"),
    ]:
        page = upload(client, f"board:{cast.board.pk}", content, register_name="kept as typed")
        assert words in page.content.decode()
        assert "kept as typed" in page.content.decode()
    assert Import.objects.count() == 0
    assert set(folder.iterdir()) == before


def test_a_file_that_is_too_large_is_refused(cast, sign_in, settings):
    settings.GENBA_IMPORT_BYTES = 1000
    page = upload(sign_in(cast.amira), f"board:{cast.board.pk}", TABLE * 100)
    assert "larger than 0 MB" in page.content.decode() or "MB" in page.content.decode()
    assert Import.objects.count() == 0


def test_a_place_of_somebody_else_is_refused(cast, sign_in):
    page = upload(sign_in(cast.wanda), f"board:{cast.board.pk}")
    assert "Select a valid choice" in page.content.decode()
    assert Import.objects.count() == 0


def test_the_import_of_somebody_else_is_not_there(cast, sign_in):
    upload(sign_in(cast.amira), f"board:{cast.board.pk}")
    pk = Import.objects.get().pk
    for name in ("import", "import_mapping", "import_refused"):
        assert sign_in(cast.wanda).get(reverse(f"front:{name}", args=[pk])).status_code == 404
    assert sign_in(cast.wanda).post(reverse("front:import_take_over", args=[pk])).status_code == 404
    assert sign_in(cast.quentin).get(reverse("front:import_mapping", args=[pk])).status_code == 200


def test_a_member_does_not_import(cast, sign_in):
    assert sign_in(cast.tomas).get(reverse("front:imports")).status_code == 403


def test_an_upload_can_be_thrown_away(cast, sign_in):
    client = sign_in(cast.amira)
    upload(client, f"board:{cast.board.pk}")
    path = Import.objects.get().path
    assert path.exists()
    client.post(reverse("front:import_forget", args=[Import.objects.get().pk]))
    assert not path.exists()
    assert Import.objects.count() == 0


def test_what_was_taken_over_is_not_thrown_away(cast, sign_in, work_off):
    client = sign_in(cast.amira)
    look(client, upload(client, f"board:{cast.board.pk}"))
    pk = Import.objects.get().pk
    client.post(reverse("front:import_take_over", args=[pk]))
    work_off()
    client.post(reverse("front:import_forget", args=[pk]))
    assert Import.objects.filter(pk=pk, state="committed").exists()


def test_two_clicks_take_over_once(cast, sign_in, work_off):
    client = sign_in(cast.amira)
    look(client, upload(client, f"board:{cast.board.pk}"))
    address = reverse("front:import_take_over", args=[Import.objects.get().pk])
    client.post(address)
    assert "already" in client.post(address, follow=True).content.decode()
    work_off()
    assert Card.objects.current().count() == 2


def test_a_large_table_is_checked_by_the_worker_with_progress(cast, sign_in, work_off, monkeypatch):
    monkeypatch.setattr("genba.front.imports.BYTES_CHECKED_AT_ONCE", 10)
    client = sign_in(cast.amira)
    page = look(client, upload(client, f"board:{cast.board.pk}"))
    assert "Looking at every row" in page.content.decode()
    address = reverse("front:import", args=[Import.objects.get().pk])
    fragment = client.get(address, {"waiting": 1}, headers={"HX-Request": "true"})
    assert b"<progress" in fragment.content
    assert b"<html" not in fragment.content
    work_off()
    assert client.get(address, {"waiting": 1})["HX-Refresh"] == "true"
    assert "Take over <bdi>2</bdi> rows" in client.get(address).content.decode()


def test_a_file_that_has_gone_is_said(cast, sign_in):
    client = sign_in(cast.amira)
    upload(client, f"board:{cast.board.pk}")
    batch = Import.objects.get()
    batch.path.unlink()
    for name in ("import_mapping", "import_refused"):
        response = client.get(reverse(f"front:{name}", args=[batch.pk]))
        assert response.status_code == 410
        assert "Please upload it again" in response.content.decode()


def test_hostile_words_stay_words(cast, sign_in):
    client = sign_in(cast.amira)
    table = "Nummer;<script>alert(1)</script>;رقم\n1;<img src=x onerror=y>;👷\n2;b;c\n"
    page = upload(client, f"board:{cast.board.pk}", table, name="../../<b>.csv").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert Import.objects.get().file_name == "<b>.csv"


def test_the_list_shows_what_was_imported(cast, sign_in):
    client = sign_in(cast.amira)
    assert "Nothing was imported yet" in client.get(reverse("front:imports")).content.decode()
    upload(client, f"board:{cast.board.pk}")
    page = client.get(reverse("front:imports")).content.decode()
    assert "Mängel 2021.csv" in page
    assert "Uploaded" in page


def test_pages_of_an_import_need_few_queries(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.amira)
    page = look(client, upload(client, f"board:{cast.board.pk}"))
    for address in (
        page.redirect_chain[-1][0],
        reverse("front:imports"),
        reverse("front:import_upload", args=["cards"]),
    ):
        with django_assert_max_num_queries(15):
            client.get(address)


def test_after_a_month_the_file_goes_and_what_it_brought_stays(cast, sign_in, work_off):
    client = sign_in(cast.amira)
    look(client, upload(client, f"board:{cast.board.pk}"))
    batch = Import.objects.get()
    client.post(reverse("front:import_take_over", args=[batch.pk]))
    work_off()
    os.utime(batch.path, (0, 0))
    forget_old_tables.enqueue()
    work_off()
    assert not batch.path.exists()
    assert Card.objects.current().count() == 2
    assert (
        "Please upload it again"
        in client.get(reverse("front:import_refused", args=[batch.pk])).content.decode()
    )


def test_a_fresh_file_stays(cast, sign_in, work_off):
    upload(sign_in(cast.amira), f"board:{cast.board.pk}")
    forget_old_tables.enqueue()
    work_off()
    assert Import.objects.get().path.exists()


def test_another_sheet_of_a_workbook_can_be_taken(cast, sign_in):
    client = sign_in(cast.amira)
    book = excel(["Nummer", "Betreff"], [["1", "a"], ["2", "b"]], sheet="Eins")
    page = upload(client, f"board:{cast.board.pk}", two_sheets(book), name="Mappe.xlsx")
    assert "Take this sheet" in page.content.decode()
    client.post(reverse("front:import_sheet", args=[Import.objects.get().pk]), {"sheet": "Zwei"})
    assert Import.objects.get().columns == ["Anderes", "Thema"]
    client.post(reverse("front:import_sheet", args=[Import.objects.get().pk]), {"sheet": "x\0y" * 9999})
    assert Import.objects.get().sheet == "Eins"


def two_sheets(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.create_sheet("Zwei")
    sheet.append(["Anderes", "Thema"])
    sheet.append(["x", "y"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
