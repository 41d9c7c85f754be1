"""What the test with hostile words lays out: every text field of the house holds some of them."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.conftest import Cast
from genba.improve.models import Board, Card
from genba.listen.models import Original, Report
from genba.people.models import Organisation, Person, Place, Site, Team
from genba.sources.models import Import

CORPUS = [
    json.loads(line)
    for line in Path(__file__).with_name("xss_strings.txt").read_text().splitlines()
    if not line.startswith("#")
]
IN_ONE_FIELD = 24
NAME = 120
WORLDS = [CORPUS[start : start + IN_ONE_FIELD] for start in range(0, len(CORPUS), IN_ONE_FIELD)]
HERE = {"SERVER_NAME": "localhost"}  # the server's own settings know no "testserver"


def lay_out(cast: Cast) -> dict[str, Any]:
    """Store all of them, through the forms of users where there is one."""
    _names(cast)
    lead, reporter = _client(cast.amira), _client(cast.tomas)
    pages: list[str] = []
    for strings in WORLDS:
        pages += _a_card(lead, cast, strings)
        pages += _a_report(lead, reporter, cast, strings)
    pages += _an_import(lead, cast)
    board = cast.board.pk
    lists = ["/", "/boards/", f"/boards/{board}/", f"/boards/{board}/table/", "/inbox/", "/wall/", "/loop/"]
    lists += ["/people/?page=2", "/people/teams/", "/people/places/", "/people/sites/", "/people/tokens/"]
    lists += ["/people/organisation/", "/imports/", "/notifications/", "/settings/", "/report/"]
    lists += [f"/people/{cast.tomas.pk}/", f"/people/teams/{cast.line.pk}/", f"/boards/{board}/settings/"]
    lists += [f"/history/improve.card/{Card.objects.latest('pk').pk}/", "/cards/new/"]
    return {"pages": lists + pages, "strings": CORPUS}


def _client(person: Person) -> Client:
    client = Client(**HERE)
    client.force_login(person)
    return client


def _names(cast: Cast) -> None:
    """Every name that people give: of persons, teams, sites, places, boards, columns, the organisation."""
    short = [text[:NAME].replace("\n", " ") for text in CORPUS]
    Person.objects.bulk_create(
        Person(name=name, email=f"x{number}@example.org", password="!") for number, name in enumerate(short)
    )
    for name in short[:40]:
        Team.objects.create(site=cast.site, name=name)
    Place.objects.bulk_create(Place(site=cast.site, team=cast.line, name=name) for name in short)
    Site.objects.bulk_create(
        Site(name=name, town=town) for name, town in zip(short, reversed(short), strict=True)
    )
    Organisation.objects.update(
        name=short[8], promise="\n\n".join(CORPUS[:30]), promise_by=short[25], promise_role=short[26]
    )
    Team.objects.filter(pk=cast.line.pk).update(name=short[27])
    Board.objects.filter(pk=cast.board.pk).update(name=short[0])
    for column, name in zip(cast.board.columns.all(), short[30:], strict=False):
        column.name = name[:40]
        column.save()
    Person.objects.filter(pk=cast.tomas.pk).update(name=short[26])


def _a_card(lead: Client, cast: Cast, strings: list[str]) -> list[str]:
    """Cards whose every field holds some of them."""
    pack, one = "\n\n".join(strings), _lines(strings)
    for title in strings:
        lead.post(
            reverse("improve:new_card"),
            {"title": title, "board": cast.board.pk, "kind": "idea", "text": pack},
        )
    card = Card.objects.latest("pk").pk
    tomorrow = timezone.localdate() + timedelta(1)

    def post(door: str, form: dict[str, Any]) -> None:
        lead.post(reverse(f"improve:{door}", args=[card]), form)

    post("comments", {"text": pack})
    post("whys", {f"why_{number}": next(one) for number in range(1, 6)})
    for _time in range(4):
        post("causes", {"category": "method", "text": f"{next(one)} {next(one)}"})
        post("items", {"text": next(one)})
        post("files", {"file": SimpleUploadedFile(next(one).replace("/", "") or "x", b"plain words")})
    post("experiments", {"change": pack[:2000], "expectation": pack[:2000], "until": tomorrow})
    post("plan_check", {"what": next(one), "away": "30"})
    post("standard", {"standard_changed": pack[:2000], "place": cast.station.pk})
    return [f"/cards/{card}/", f"/cards/{card}/?edit=words"]


def _a_report(lead: Client, reporter: Client, cast: Cast, strings: list[str]) -> list[str]:
    """A report with a name and one without, with all that is said about them."""
    pack, one = "\n\n".join(strings), _lines(strings)
    reporter.post("/report/", {"text": pack, "place": cast.station.code})
    Client(**HERE).post("/report/", {"text": pack, "place": cast.station.code, "name": next(one)[:NAME]})
    report, original = Report.objects.latest("pk"), Original.objects.first()
    report = Report.objects.filter(reporter=cast.tomas).order_by("-received_at").first() or report
    lead.post(f"/reports/{report.pk}/triage/answered/", {"words": pack})
    lead.post(f"/reports/{report.pk}/notes/", {"text": pack[:4000]})
    reporter.post(f"/reports/{report.pk}/words/", {"text": pack})
    published = {"outcome": pack[:1000], "said": pack[:500], "on_wall": "on"}
    lead.post(f"/reports/{report.pk}/outcome/", published)
    pages = [f"/reports/{report.pk}/"]
    return [*pages, f"/originals/{original.pk}/"] if original else pages


def _an_import(lead: Client, cast: Cast) -> list[str]:
    """A table whose heading and cells are made of them."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([text[:70].replace("\n", " ") for text in CORPUS[:20]])
    writer.writerows(islice(zip(*[iter(CORPUS)] * 20, strict=False), 11))
    file = SimpleUploadedFile("<img src=x onerror=alert(1)>.csv", table.getvalue().encode())
    place = f"board:{cast.board.pk}"
    lead.post(
        reverse("front:import_upload", args=["cards"]),
        {"file": file, "place": place, "register_name": CORPUS[9]},
    )
    begun = Import.objects.latest("pk").pk
    mapping = reverse("front:import_mapping", args=[begun])
    lead.post(mapping, {"column_0": "title", "column_1": "created", "date_order": "day"})
    return [mapping, reverse("front:import", args=[begun])]


def _lines(strings: list[str]) -> Iterator[str]:
    return cycle([text.replace("\n", " ")[:300] for text in strings])
