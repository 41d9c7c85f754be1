import datetime

import pytest

from genba.trail.kinds import declare
from genba.trail.models import Fact
from genba.trail.record import Telling, record, record_many
from genba.trail.wordless import WordsInFactError

WAXED = declare("trail.test_waxed", "waxed it")


@pytest.mark.parametrize(
    "value",
    ["Amira", "amira khan", "amira@example.org", "The roll jams.", "Ünal", "x" * 129, b"x", ["ok", "Amira"]],
)
def test_words_do_not_come_into_a_fact(cast, value):
    with pytest.raises(WordsInFactError, match=r"trail\.test_waxed holds something in “note”"):
        record(WAXED, cast.line, by=cast.amira, note=value)
    with pytest.raises(WordsInFactError):
        record_many([Telling(WAXED, cast.line, data={"note": value})])
    assert not Fact.objects.filter(name=WAXED.name).exists()


@pytest.mark.parametrize(
    "value",
    [7, 0.5, True, None, "", "in_line", "2026-11-22", "a3f9-0c", ["title", "text"], {"from": 1}],
)
def test_numbers_ids_and_codes_do(cast, value):
    assert record(WAXED, cast.line, note=value).data == {"note": value}


def test_so_does_a_moment(cast):
    moment = datetime.datetime(2026, 11, 22, 7, 0, tzinfo=datetime.UTC).isoformat()
    assert record(WAXED, cast.line, until=moment).data["until"] == moment


def test_a_name_as_a_key_is_refused_as_well(cast):
    with pytest.raises(WordsInFactError):
        record(WAXED, cast.line, scores={"Amira": 3})
