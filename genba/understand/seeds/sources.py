"""Sources of the demonstration: a folder that works, and a web address that is off."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings

from genba.people.seeds import Crew, Town
from genba.understand.feeds import keep_feed, new_feed, switch
from genba.understand.fetching import fetch
from genba.understand.marking import mark_step_change
from genba.understand.measuring import keep_metric
from genba.understand.models import Feed, Metric

FOLDER = "demonstration"
WEEKS, SINCE_THE_GUIDE = 60, 22
SEED = 20_26
COLUMNS = {"when": "day", "value": "kilograms", "out_of": "", "period": "week"}
SCALES = {
    "address": "https://scales.example.org/api/weighings",
    "key_as": "none",
    "account": "",
    "path": "weighings[?kind=='scrap'].{day: day, kilograms: kilograms}",
    "gather": "sum",
    **COLUMNS,
}


def connect_sources(town: Town, *, now: datetime) -> None:
    """A metric whose readings come from a file, and one source that waits for somebody to switch it on."""
    crew = town.crews["machining"]
    metric = _scrap(crew, town, made=now - timedelta(weeks=WEEKS))
    write_weighings(now)
    feed = _kept(metric, "folder", {"folder": FOLDER, "sheet": "", "gather": "each", **COLUMNS}, town)
    switch(feed, is_on=True, by=town.quality)
    fetch(feed)
    first = metric.readings.order_by("at")[WEEKS - SINCE_THE_GUIDE]
    mark_step_change(metric, at=first.at, why="A guide keeps the bar straight in the saw", by=crew.lead)
    other = Metric.objects.filter(computes="", is_closed=False).exclude(pk=metric.pk).order_by("pk").first()
    _kept(other or metric, "rest", SCALES, town)


def folder_of_weighings() -> Path:
    """Where the file of the demonstration lies."""
    return Path(settings.GENBA_DATA) / "sources" / FOLDER


def write_weighings(now: datetime) -> None:
    """Kilograms of scrap a week up to the last Monday; a new guide of the saw brought them down for good."""
    rng = Random(SEED)  # noqa: S311  (a story, not a secret)
    monday = now.date() - timedelta(days=now.weekday())
    folder = folder_of_weighings()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "weighings.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["day", "kilograms"])
        for ago in range(WEEKS, 0, -1):
            kilograms = rng.gauss(44 if ago > SINCE_THE_GUIDE else 33, 3)
            table.writerow([monday - timedelta(weeks=ago), f"{kilograms:.1f}"])


def _scrap(crew: Crew, town: Town, *, made: datetime) -> Metric:
    metric = Metric(
        name="Scrap weighed, a week",
        definition="Kilograms in the scrap boxes of machining, weighed when they are emptied.",
        how_measured="The scales write a file every evening.",
        unit="kg",
        better=Metric.Better.DOWN,
        rhythm=Metric.Rhythm.WEEK,
        owner=crew.lead,
        team=crew.team,
        made_on=made.date(),
    )
    keep_metric(metric, by=town.quality)
    return metric


def _kept(metric: Metric, kind: str, words: dict[str, str], town: Town) -> Feed:
    feed = new_feed(metric, kind)
    feed.settings, feed.silent_after_days = words, 60
    keep_feed(feed, secret="", by=town.quality)
    return feed
