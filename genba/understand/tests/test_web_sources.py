"""The connectors that call over the web, against a server that replays answers."""

import csv
import gzip
import io
import json
import time
from collections import Counter
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from genba.sources.connectors.connector import SourceTrouble
from genba.sources.tests.shared_data import shared
from genba.trail.tests.machines import says
from genba.understand.tests.sources import bodies, fetched, recorded, replaying, values

pytestmark = pytest.mark.once

JIRA = {"account": "amira@example.org", "jql": "project = LINE", "measure": "created", "period": "week"}
PLAIN = {"when": "day", "value": "scrap", "gather": "each"}
ROWS = [{"day": "2025-01-06", "scrap": 3}, {"day": "2025-01-13", "scrap": 4.5}]


@pytest.fixture(autouse=True)
def _here_is_listed(settings):
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]


def as_json(value, status=200):
    return says(json.dumps(value).encode(), status, Content_Type="application/json")


def state_of(kind, settings, *replies, secret="a key", seconds=60.0):
    with replaying(*replies) as machine, pytest.raises(SourceTrouble) as trouble:
        fetched(kind, {"address": machine.url(""), **settings}, secret, seconds)
    return trouble.value.state, str(trouble.value)


def test_jira_is_read_page_by_page_and_counted_by_week():
    pages = [recorded("jira_page_1.json"), recorded("jira_page_2.json")]
    with replaying(*pages) as machine:
        came = fetched("jira", {"address": machine.url(""), **JIRA}, "a token")
    known = {day: value for day, value, _ in values(came)}
    assert (known["2025-01-13"], known["2025-01-20"], known["2025-01-27"]) == (2, 0, 2)
    assert "2025-01-06" not in known  # perhaps only part of the first week was found
    assert [path for _, path, *_ in machine.asked] == ["/rest/api/3/search/jql"] * 2
    first, second = bodies(machine)
    assert (first["jql"], "nextPageToken" in first, second["nextPageToken"]) == (
        "project = LINE",
        False,
        "CAEaAggD",
    )
    assert machine.asked[0][2]["authorization"].startswith("Basic ")


def test_jira_tells_how_long_issues_took():
    with replaying(recorded("jira_page_1.json"), recorded("jira_page_2.json")) as machine:
        settings = {"address": machine.url(""), **JIRA, "measure": "median_days"}
        came = fetched("jira", settings, "a token")
    assert values(came) == [("2025-01-27", 4.0, None)]


def test_jira_says_in_its_own_words_what_it_did_not_like():
    state, words = state_of("jira", JIRA, recorded("jira_unbounded.json", 400))
    assert state == "refused"
    assert "Unbounded JQL queries are not allowed" in words


def test_jira_that_gives_the_same_page_for_ever_ends():
    state, _words = state_of(
        "jira", JIRA, as_json({"issues": [{"fields": {}}] * 3000, "nextPageToken": None})
    )
    assert state == "empty"
    with replaying(recorded("jira_page_1.json")) as machine:
        fetched("jira", {"address": machine.url(""), **JIRA}, "a token")
    assert len(machine.asked) == 2


def as_jira_writes(words):
    if not words:
        return None
    return datetime.strptime(f"{words} +0000", "%d/%b/%y %H:%M %z").strftime("%Y-%m-%dT%H:%M:00.000%z")


def test_the_issues_of_a_real_tracker_are_counted_as_they_were_resolved():
    text = gzip.decompress(shared("registers/hadoop_issues.csv.gz").read_bytes()).decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["Created"]]
    moments = [(as_jira_writes(row["Created"]), as_jira_writes(row["Resolved"])) for row in rows]
    issues = [{"fields": {"created": begun, "resolutiondate": ended}} for begun, ended in moments]
    cuts = range(0, len(issues), 100)
    pages = [as_json({"issues": issues[at : at + 100], "nextPageToken": f"to-{at}"}) for at in cuts]
    with replaying(*pages, as_json({"issues": [], "isLast": True})) as machine:
        settings = {"address": machine.url(""), **JIRA, "measure": "resolved", "period": "month"}
        came = fetched("jira", settings, "a token", seconds=60)
    truth = Counter(row["Resolved"].split()[0][-6:] for row in rows if row["Resolved"])
    assert len(came.rows) > 12
    assert [row.value for row in came.rows] == [truth[f"{row.at:%b/%y}"] for row in came.rows]


def test_odoo_is_asked_as_its_documentation_says():
    settings = {
        "model": "sale.order", "method": "search_read", "database": "mycompany",
        "arguments": '[["state", "=", "sale"]]', "when": "date_order", "value": "amount_total",
    }  # fmt: skip
    with replaying(recorded("odoo_search_read.json")) as machine:
        came = fetched("odoo", {"address": machine.url(""), **settings}, "abc")
    assert values(came) == [("2025-01-07", 1250.5, None), ("2025-01-08", 80.0, None)]
    assert [one.place for one in came.left_out] == [3]
    [(method, path, headers, _body)] = machine.asked
    assert (method, path) == ("POST", "/json/2/sale.order/search_read")
    assert (headers["authorization"], headers["x-odoo-database"]) == ("bearer abc", "mycompany")
    assert bodies(machine)[0]["domain"] == [["state", "=", "sale"]]
    assert bodies(machine)[0]["fields"] == ["date_order", "amount_total"]


def test_odoo_gives_groups_too():
    settings = {
        "model": "sale.order", "method": "formatted_read_group", "when": "date_order:month",
        "value": "__count", "gather": "each",
        "arguments": '{"domain": [], "groupby": ["date_order:month"], "aggregates": ["__count"]}',
    }  # fmt: skip
    with replaying(recorded("odoo_groups.json")) as machine:
        came = fetched("odoo", {"address": machine.url(""), **settings}, "abc")
    assert values(came) == [("2025-01-01", 12.0, None), ("2025-02-01", 15.0, None)]


@pytest.mark.parametrize(
    ("more", "reply", "state", "words"),
    [
        ({}, recorded("odoo_wrong_key.json", 401), "password", "Invalid apikey"),
        ({}, recorded("odoo_no_field.json", 422), "refused", "Invalid field"),
        ({"model": "../../web"}, as_json([]), "setting", "name of a model"),
        ({"method": "unlink"}, as_json([]), "setting", "nothing else"),
        ({"arguments": "[["}, as_json([]), "setting", "JSON"),
    ],
)
def test_odoo_is_only_read_and_its_refusals_are_words(more, reply, state, words):
    settings = {"model": "sale.order", "method": "search_read", "when": "d", "value": "v", **more}
    found, said = state_of("odoo", settings, reply)
    assert found == state
    assert words in said


def test_erpnext_is_asked_in_pages_with_key_and_secret():
    settings = {
        "doctype": "Quality Inspection", "filters": '[["status", "=", "Rejected"]]', "method": "",
        "when": "report_date", "value": "rejected", "out_of": "sample_size", "gather": "each",
    }  # fmt: skip
    full = as_json({"data": [{"report_date": "2024-12-30", "rejected": 1, "sample_size": 9}] * 500})
    with replaying(full, recorded("erpnext_page.json")) as machine:
        came = fetched("erpnext", {"address": machine.url(""), **settings}, "key:secret")
    assert values(came)[-2:] == [("2025-01-06", 1.0, 20.0), ("2025-01-13", 3.0, 25.0)]
    paths = [urlsplit(path) for _, path, *_ in machine.asked]
    assert paths[0].path == "/api/resource/Quality%20Inspection"
    assert [parse_qs(path.query)["limit_start"] for path in paths] == [["0"], ["500"]]
    assert machine.asked[0][2]["authorization"] == "token key:secret"
    assert {method for method, *_ in machine.asked} == {"GET"}


def test_erpnext_methods_may_answer_with_one_number():
    with replaying(recorded("erpnext_method.json")) as machine:
        settings = {"address": machine.url(""), "method": "house.api.open_complaints", "value": "value"}
        came = fetched("erpnext", settings, "key:secret")
    assert [row.value for row in came.rows] == [42]
    assert machine.asked[0][1] == "/api/method/house.api.open_complaints"
    assert state_of("erpnext", {"method": "../x", **PLAIN}, as_json({}))[0] == "setting"
    refused = recorded("erpnext_no_permission.json", 403)
    found, words = state_of("erpnext", {"doctype": "Quality Inspection", **PLAIN}, refused)
    assert found == "password"
    assert "User genba@example.org does not have doctype access" in words
    assert "<" not in words


@pytest.mark.parametrize(
    ("path", "answer", "more"),
    [
        ("", ROWS, {}),
        ("data.items", {"data": {"items": ROWS}}, {}),
        (
            "data[?ok].{day: at, scrap: n}",
            {"data": [{"at": r["day"], "n": r["scrap"], "ok": True} for r in ROWS]},
            {},
        ),
        ("", [["2025-01-06", 3], ["2025-01-13", 4.5]], {"when": "1", "value": "2"}),
        (
            "[]",
            [{"t": 1736121600, "v": {"n": 3}}, {"t": 1736726400000, "v": {"n": 4.5}}],
            {"when": "t", "value": "v.n"},
        ),
    ],
)
def test_a_path_leads_to_the_rows_of_a_json_answer(path, answer, more):
    with replaying(as_json(answer)) as machine:
        came = fetched("rest", {"address": machine.url("/scrap"), "path": path, **PLAIN, **more})
    assert values(came) == [("2025-01-06", 3.0, None), ("2025-01-13", 4.5, None)]


def test_a_path_may_lead_to_the_number_of_today():
    with replaying(as_json({"open": {"count": 17}})) as machine:
        came = fetched("rest", {"address": machine.url(), "path": "open.count", "gather": "each"})
    assert [row.value for row in came.rows] == [17]


def test_tables_are_read_as_an_import_reads_them():
    table = b"Tag;Menge;von\n06.01.2025;1.234,5;2000\n13.01.2025;kaputt;9\n"
    with replaying(says(table, Content_Type="text/csv")) as machine:
        settings = {
            "address": machine.url(),
            "when": "Tag",
            "value": "Menge",
            "out_of": "von",
            "gather": "each",
        }
        came = fetched("rest", settings)
    assert values(came) == [("2025-01-06", 1234.5, 2000.0)]
    assert [(one.place, one.why) for one in came.left_out] == [(2, "Menge: “kaputt” is not a number")]


@pytest.mark.parametrize(
    ("way", "account", "header", "value"),
    [
        ("bearer", "", "authorization", "Bearer s3cret"),
        ("basic", "amira", "authorization", "Basic YW1pcmE6czNjcmV0"),
        ("header", "x-key", "x-key", "s3cret"),
        ("address", "api_key", "authorization", None),
        ("none", "", "authorization", None),
    ],
)
def test_a_key_is_sent_as_was_said(way, account, header, value):
    with replaying(as_json(ROWS)) as machine:
        settings = {"address": machine.url(), "key_as": way, "account": account, **PLAIN}
        fetched("rest", settings, "s3cret")
    _method, path, headers, _body = machine.asked[0]
    assert headers.get(header) == value
    assert path.partition("?")[2] == ("api_key=s3cret" if way == "address" else "")


@pytest.mark.parametrize(
    ("account", "secret"),
    [("x-key", "naïve"), ("x-key", "a\r\nhost: b"), ("x key:", "s3cret"), ("é", "a key")],
)
def test_a_key_that_cannot_be_sent_is_said(account, secret):
    settings = {"key_as": "header", "account": account, **PLAIN}
    assert state_of("rest", settings, as_json(ROWS), secret=secret)[0] == "setting"


HOSTILE = [
    None, 0, "rows", [], {}, [[]], [None], [{}], {"issues": None}, {"issues": [None]}, {"issues": [{}]},
    {"issues": [{"fields": None}]}, {"issues": [{"fields": {"created": 5, "resolutiondate": []}}]},
    {"issues": [{"fields": {"created": "0001-01-01T00:00:00.000+0000"}}], "nextPageToken": {}},
    {"data": "x"}, {"data": [1]}, {"data": [{"day": {}, "scrap": []}]}, {"message": True}, {"message": "x"},
    [{"day": [], "scrap": {}}], [{"day": "9999-12-31", "scrap": "1"}], [{"day": -1e300, "scrap": 1}],
    {"errorMessages": [[[]]], "_server_messages": "[[1]]", "message": {"message": 4}},
]  # fmt: skip


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("kind", ["jira", "odoo", "erpnext"])
def test_no_answer_however_odd_is_more_than_a_state(kind, status):
    ways = {"jira": JIRA, "odoo": {"model": "sale.order", **PLAIN}, "erpnext": {"doctype": "Item", **PLAIN}}
    for answer in HOSTILE:
        with replaying(as_json(answer, status)) as machine:
            try:
                came = fetched(kind, {"address": machine.url(""), **ways[kind]}, "a key")
            except SourceTrouble as trouble:
                assert str(trouble)  # noqa: PT017  (either way is fine)
            else:
                assert came.left_out_count + len(came.rows) <= 1


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (says(b"<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html"), "web_page"),
        (says(b" \n<html>", Content_Type="application/json"), "web_page"),
        (says(b'{"rows": [', Content_Type="application/json"), "not_json"),
        (says(b"[" * 100_000, Content_Type="application/json"), "not_json"),
        (says(b"%PDF-1.7", Content_Type="application/pdf"), "not_json"),
        (says(b"", Content_Type="application/json"), "not_json"),
        (as_json([]), "empty"),
        (as_json([{"week": 1}]), "column"),
        (as_json(ROWS * 6000), "huge"),
        (says(b"[" + b" " * 9_000_000 + b"]"), "huge"),
        (says(b"", 302, Location="http://169.254.169.254/latest/"), "inside"),
        (says(b"", 302, Location="http://10.0.0.1/"), "inside"),
        (as_json({"error": "no"}, 401), "password"),
        (as_json({}, 404), "not_there"),
        (as_json({}, 429), "busy"),
        (says(b"broken", 500), "refused"),
        (lambda handler: handler.wfile.write(b"220 mail\r\n"), "away"),
    ],
)
def test_whatever_a_source_answers_is_a_state_in_words(reply, state):
    found, words = state_of("rest", {"path": "", **PLAIN}, reply)
    assert found == state
    assert len(words) > 10


def test_a_source_that_drips_ends_with_its_time():
    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        for _ in range(60):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    assert state_of("rest", PLAIN, drip, seconds=0.6)[0] == "slow"


@pytest.mark.parametrize("path", ["data[", "@" * 3, "abs('x')", "nothing.here"])
def test_a_path_that_leads_nowhere_is_said(path):
    found, words = state_of("rest", {"path": path, **PLAIN}, as_json({"data": ROWS}))
    assert found in {"query", "column"}
    assert words


def test_a_path_that_asks_for_all_memory_is_ended():
    path = "[@,@,@,@,@,@,@,@][]" + " | [@,@,@,@,@,@,@,@][]" * 9
    found, _words = state_of("rest", {"path": path, **PLAIN}, as_json(list(range(50))), seconds=4)
    assert found in {"huge", "slow"}


def test_nobody_is_called_inside_the_house(settings):
    settings.GENBA_OUTGOING_ALLOW = []
    assert state_of("rest", PLAIN, as_json(ROWS))[0] == "inside"
    assert state_of("jira", JIRA, as_json(ROWS))[0] == "inside"


def test_rows_that_cannot_be_are_left_out_with_their_reason():
    rows = [
        {"day": "2025-01-06", "scrap": "NaN"},
        {"day": "2025-02-30", "scrap": 1},
        {"day": "2199-01-01", "scrap": 1},
        {"day": None, "scrap": 1},
        {"day": "2025-01-06", "scrap": True},
        {"day": "2025-01-06", "scrap": {"deep": 1}},
        {"day": "2025-01-06", "scrap": "1e99"},
        {"day": "2025-01-06", "scrap": 10**400},
        {"day": "2025-01-07", "scrap": 5},
    ]
    with replaying(as_json(rows)) as machine:
        came = fetched("rest", {"address": machine.url(), **PLAIN})
    assert came.rows[-1].value == 5
    assert came.left_out_count == len(rows) - len(came.rows) >= 6
    assert all(one.why for one in came.left_out)
