import datetime as dt

import pytest
from django.template import engines
from django.utils import timezone, translation

from genba.ui import times

NOW = dt.datetime(2025, 10, 12, 14, 30, tzinfo=dt.UTC)


def at(**distance: float) -> dt.datetime:
    return NOW + dt.timedelta(**distance)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(minutes=-25), "today 14:05"),
        (at(days=-1), "yesterday 14:30"),
        (at(days=1), "tomorrow 14:30"),
        (at(days=-3), "3 days ago"),
        (at(days=5), "in 5 days"),
        (at(days=-30), "12 Sep"),
        (at(days=-400), "7 Sep 2024"),
        (NOW.date(), "today"),
        (NOW.date() - dt.timedelta(2), "2 days ago"),
        (NOW.date() + dt.timedelta(90), "10 Jan 2026"),
    ],
)
def test_a_moment_is_told_in_the_words_people_use(moment: dt.date, words: str):
    assert times.words_for(moment, now=NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(seconds=-20), "just now"),
        (at(minutes=-5), "5 min ago"),
        (at(hours=-3), "3 h ago"),
        (at(days=-3), "3 days ago"),
        (at(days=-95), "3 months ago"),
        (at(days=-1100), "3 years ago"),
        (at(hours=2), "in 2 h"),
        (NOW.date() - dt.timedelta(40), "40 days ago"),
        (NOW.date(), "today"),
    ],
)
def test_a_distance_is_told_in_its_biggest_unit(moment: dt.date, words: str):
    assert f">{words}</time>" in times.ago(moment, now=NOW)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, "—"),
        (dt.timedelta(seconds=3), "under 1 min"),
        (dt.timedelta(minutes=12), "12 min"),
        (dt.timedelta(hours=5, minutes=50), "5 h"),
        (dt.timedelta(days=1), "1 day"),
        (dt.timedelta(days=3, hours=1), "3 days"),
    ],
)
def test_a_length_of_time_is_one_number_and_its_unit(length: dt.timedelta | None, words: str):
    assert times.duration(length) == words


def test_the_full_moment_stands_behind_the_short_words():
    drawn = times.when(at(days=-3), now=NOW)
    assert 'datetime="2025-10-09T14:30:00+00:00"' in drawn
    assert 'title="9 October 2025 14:30"' in drawn


def test_the_day_is_the_readers_day():
    late_in_london = dt.datetime(2025, 10, 11, 22, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/London"):
        assert times.words_for(late_in_london, now=NOW) == "yesterday 23:30"
    with timezone.override("Asia/Tokyo"):
        assert times.words_for(late_in_london, now=NOW) == "today 07:30"


def test_a_missing_moment_is_a_dash_and_never_a_crash():
    template = engines["django"].from_string(
        "{% when gone %}{% ago gone %}{{ gone|duration }}{{ gone|number }}"
    )
    assert template.render({"gone": None}) == "————"
    assert template.render({}) == "————"


def test_a_number_is_written_as_the_reader_writes_it():
    template = engines["django"].from_string("{{ n|number }}")
    told = {1234567: "1,234,567", 34.4: "34.4", 0.1 + 0.2: "0.3", -2.00001: "-2", 3.12346: "3.1235"}
    for value, words in told.items():
        assert template.render({"n": value}) == f"<bdi>{words}</bdi>"
    with translation.override("de"):
        assert template.render({"n": 1234.5}) == "<bdi>1.234,5</bdi>"


def test_a_day_in_a_sentence_is_a_date_and_never_a_distance():
    draw = engines["django"].from_string("due on {% day at %}").render
    assert times.day(None) == "—"
    assert "today" not in draw({"at": timezone.localdate()})
    assert "ago" not in draw({"at": timezone.localdate() - dt.timedelta(3)})
    assert ">16 Nov 2026</time>" in draw({"at": dt.date(2026, 11, 16)})
    with translation.override("de"):
        assert ">16. Nov 2026</time>" in draw({"at": dt.date(2026, 11, 16)})
