"""Readings of a metric come in as a table: looked at first, twice is once, and undone as a whole."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from genba.sources.models import Import
from genba.trail.models import Fact
from genba.understand.models import Metric, Reading
from genba.understand.tests.factory import make_metric

pytestmark = pytest.mark.django_db

TABLE = "Week;Value;Comment\n6.1.2025;12;\n13.1.2025;14,5;A new press\n20.1.2025;11;\n"
UPLOAD = "/imports/new/readings/"


@pytest.fixture
def metric(cast):
    return make_metric(cast, shape=Metric.Shape.MEASURE)


def look(client, metric, table=TABLE, name="readings.csv"):
    """Upload the table, leave the columns as they were guessed, and read the dry run."""
    file = SimpleUploadedFile(name, table if isinstance(table, bytes) else table.encode())
    page = client.post(UPLOAD, {"file": file, "place": metric.pk}, follow=True)
    typed = {field.html_name: field.value() or "" for field in page.context["form"]}
    page = client.post(page.redirect_chain[-1][0], typed, follow=True)
    return Import.objects.order_by("-id").first(), page.content.decode()


def bring(client, metric, work_off, table=TABLE):
    batch, _page = look(client, metric, table)
    client.post(f"/imports/{batch.pk}/take-over/")
    work_off()
    batch.refresh_from_db()
    assert (batch.state, batch.error) == ("committed", "")
    return batch


def values(metric):
    return list(metric.readings.order_by("at").values_list("value", flat=True))


def test_a_lead_brings_readings_and_takes_them_back(cast, sign_in, work_off, metric):
    client = sign_in(cast.amira)
    batch, _page = look(client, metric)
    assert (batch.new, batch.refused, Reading.with_withdrawn.count()) == (3, 0, 0)
    batch = bring(client, metric, work_off)
    assert values(metric) == [12, 14.5, 11]
    assert metric.readings.get(value=14.5).note == "A new press"
    assert f'href="/metrics/{metric.pk}/"' in client.get(f"/imports/{batch.pk}/").content.decode()
    assert "brought in 3 readings" in client.get(f"/history/understand.metric/{metric.pk}/").content.decode()
    client.post(f"/imports/{batch.pk}/undo/")
    assert values(metric) == []
    assert "A new press" not in client.get(f"/metrics/{metric.pk}/").content.decode()
    told = Fact.objects.filter(name__contains="import").order_by("pk").values_list("name", "data__count")
    assert list(told) == [
        ("understand.readings_imported", 3),
        ("understand.readings_import_undone", 3),
    ]


def test_the_same_table_twice_changes_nothing(cast, sign_in, work_off, metric):
    client = sign_in(cast.amira)
    bring(client, metric, work_off)
    batch, _page = look(client, metric)
    assert (batch.new, batch.changed, batch.unchanged) == (0, 0, 3)


def test_a_workbook_comes_in_with_its_days_as_days(cast, sign_in, work_off, metric):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (("Datum", "Messwert"), (date(2025, 1, 6), 12), (date(2025, 1, 13), 14.5)):
        book.active.append(row)
    book.save(file)
    client = sign_in(cast.amira)
    batch, _page = look(client, metric, file.getvalue(), name="Messwerte.xlsx")
    assert (batch.new, batch.refused) == (2, 0)
    client.post(f"/imports/{batch.pk}/take-over/")
    work_off()
    days = [timezone.localdate(one.at).isoformat() for one in metric.readings.order_by("at")]
    assert (values(metric), days) == ([12, 14.5], ["2025-01-06", "2025-01-13"])


def test_a_later_table_changes_what_it_says_otherwise_and_undoing_puts_it_back(
    cast, sign_in, work_off, metric
):
    client = sign_in(cast.amira)
    bring(client, metric, work_off)
    later = bring(client, metric, work_off, TABLE.replace("14,5", "15,5") + "27.1.2025;13;\n")
    assert values(metric) == [12, 15.5, 11, 13]
    client.post(f"/imports/{later.pk}/undo/")
    assert values(metric) == [12, 14.5, 11]


def test_a_reading_by_hand_takes_the_value_of_the_table_until_the_import_is_undone(
    cast, sign_in, work_off, metric
):
    client = sign_in(cast.amira)
    client.post(f"/metrics/{metric.pk}/readings/", {"day": "2025-01-13", "value": "99"})
    batch = bring(client, metric, work_off)
    assert values(metric) == [12, 14.5, 11]
    client.post(f"/imports/{batch.pk}/undo/")
    assert values(metric) == [99]


def test_what_was_written_by_hand_after_an_undone_import_survives_its_return(cast, sign_in, work_off, metric):
    client = sign_in(cast.amira)
    first = bring(client, metric, work_off)
    client.post(f"/imports/{first.pk}/undo/")
    client.post(f"/metrics/{metric.pk}/readings/", {"day": "2025-01-13", "value": "99"})
    again = bring(client, metric, work_off)
    assert values(metric) == [12, 14.5, 11]
    client.post(f"/imports/{again.pk}/undo/")
    assert values(metric) == [99]


TOMORROW = (timezone.now() + timedelta(days=2)).date().isoformat()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2025-02-03,many,", "“many” is not a number"),
        ("2025-02-03,NaN,", "“NaN” is not a number"),
        ("2025-02-03,inf,", "“inf” is not a number"),
        ("2025-02-03,-4,", "This metric cannot be less than zero."),
        ("2025-02-03,,", "is empty, but is needed"),
        ("soon,4,", "“soon” is not a date that we can read"),
        ("2025-02-30,4,", "is a day that does not exist"),
        (f"{TOMORROW},4,", "This day is still to come."),
        ("2025-01-06,4,", "“2025-01-06” is the time of row 2 already; the first one counts"),
        ("2025-02-03,4,x,y", "This row has 4 cells, but the header names 3 columns"),
        (f"2025-02-03,4,{'x' * 301}", "is longer than 300 characters"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason_and_the_others_are_fine(
    cast, sign_in, metric, row, words
):
    batch, page = look(sign_in(cast.amira), metric, f"day,value,note\n2025-01-06,1,\n{row}\n2025-01-20,3,\n")
    assert (batch.fine, batch.refused) == (2, 1)
    assert words in page.replace("<bdi>", "").replace("</bdi>", "")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2025-02-03,4,0", "Out of nothing there is no share: this must be more than zero."),
        ("2025-02-03,4,-1", "Out of nothing there is no share: this must be more than zero."),
        ("2025-02-03,5,4", "There cannot be more than all"),
        ("2025-02-03,5,", "Say out of how many, or per how much."),
    ],
)
def test_a_share_that_cannot_be_is_refused(cast, sign_in, row, words):
    share = make_metric(cast, shape=Metric.Shape.PROPORTION)
    batch, page = look(sign_in(cast.amira), share, f"day,value,n\n2025-01-06,1,9\n{row}\n")
    assert (batch.fine, batch.refused) == (1, 1)
    assert words in page


def test_a_table_whose_columns_changed_is_asked_about_and_takes_nothing_over(cast, sign_in, work_off, metric):
    client = sign_in(cast.amira)
    bring(client, metric, work_off)
    batch, page = look(client, metric, "Week;Something\n6.1.2025;12\n")
    assert "Say which column holds “Value”" in page
    assert (batch.state, len(values(metric))) == ("uploaded", 3)


def test_the_same_moment_written_in_two_ways_is_one_moment(cast, sign_in, metric):
    table = "time,value\n2025-01-06T00:00:00+01:00,1\n2025-01-05T23:00:00Z,2\n2025-01-06T10:00:00+01:00,3\n"
    batch, page = look(sign_in(cast.amira), metric, table)
    assert (batch.fine, batch.refused) == (2, 1)
    assert "the first one counts" in page


def test_only_who_may_write_its_readings_down_brings_a_table(cast, sign_in, metric):
    make_metric(cast, name="Falls", owner=cast.wanda, team=cast.ward)
    page = sign_in(cast.wanda).get(UPLOAD)
    assert [str(words) for _place, words in page.context["form"].fields["place"].choices] == ["Falls"]
    file = SimpleUploadedFile("readings.csv", TABLE.encode())
    refused = sign_in(cast.wanda).post(UPLOAD, {"file": file, "place": metric.pk})
    assert "Select a valid choice" in refused.content.decode()
    assert sign_in(cast.tomas).get(UPLOAD).status_code == 403
    assert sign_in(cast.adam).get(UPLOAD).status_code == 404
    assert sign_in(None).get(UPLOAD).status_code == 302
    assert Import.objects.count() == 0


def test_what_genba_counts_or_is_closed_takes_no_table(cast, sign_in):
    make_metric(cast, name="Counted", computes="ideas_submitted")
    make_metric(cast, name="Closed", is_closed=True)
    assert sign_in(cast.quentin).get(UPLOAD).status_code == 404


def test_the_page_of_a_metric_leads_to_its_table(cast, sign_in, metric):
    way = f"{UPLOAD}?place={metric.pk}"
    assert way in sign_in(cast.amira).get(f"/metrics/{metric.pk}/").content.decode()
    assert way not in sign_in(cast.tomas).get(f"/metrics/{metric.pk}/").content.decode()
    page = sign_in(cast.quentin).get(way).content.decode()
    assert f'<option value="{metric.pk}" selected>' in page


def test_readings_that_wait_to_be_shown_are_seen_by_nobody(cast, sign_in, metric):
    at = datetime(2025, 1, 6, tzinfo=UTC)
    Reading.with_withdrawn.create(metric=metric, at=at, value=77_123, withdrawn_at=timezone.now())
    client = sign_in(cast.amira)
    for path in ("/metrics/", f"/metrics/{metric.pk}/", "/metrics/grid/"):
        page = client.get(path).content.decode()
        assert "77123" not in page.replace(",", "")
    answer = client.post(f"/metrics/{metric.pk}/readings/", {"day": "2025-01-06", "value": "5"})
    assert (answer.status_code, values(metric)) == (302, [5])
