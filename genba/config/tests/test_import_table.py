import pytest

from genba.config import cli
from genba.config.terminal import Refusal
from genba.config.verbs import import_table
from genba.improve.models import Card
from genba.sources.models import Import

TABLE = (
    "Key;Summary;Created\nA-1;The printer skips labels;30/Sep/21 17:20\nA-2;The door sticks;1/Oct/21 08:00\n"
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "issues.csv"
    path.write_text(TABLE)
    return path


def ask(*words):
    parser = cli._parser("import", import_table)
    return import_table.run(parser.parse_args([*map(str, words), "--into", "cards"]))


def test_without_commit_one_reads_what_would_arrive_and_nothing_stays(cast, table, capsys):
    assert ask(table, "--board", "Improvement") == 0
    said = capsys.readouterr().out
    assert "2 rows checked" in said
    assert "2 new, 0 changed, 0 as before" in said
    assert "Nothing was changed." in said
    assert (Card.objects.count(), Import.objects.count()) == (0, 0)


def test_with_commit_the_rows_arrive_once(cast, table, capsys):
    for _twice in range(2):
        assert ask(table, "--board", "Improvement", "--by", "quentin@example.org", "--commit") == 0
    assert "0 new, 0 changed, 2 as before" in capsys.readouterr().out
    titles = Card.objects.filter(withdrawn_at=None).values_list("title", flat=True)
    assert sorted(titles) == ["The door sticks", "The printer skips labels"]


def test_a_board_that_nobody_knows_is_answered_with_those_there_are(cast, table):
    with pytest.raises(Refusal, match=r"No place is called “Kitchen”.*\n.*Line 4 · Improvement"):
        ask(table, "--board", "Kitchen")


def test_somebody_unknown_cannot_import(cast, table):
    with pytest.raises(Refusal, match=r"Nobody here has the address x@example.org"):
        ask(table, "--by", "x@example.org")


def test_a_file_that_is_not_there_is_said_in_words(cast, tmp_path):
    with pytest.raises(Refusal, match="No such file"):
        ask(tmp_path / "no.csv", "--board", "Improvement")


def test_a_wrong_column_is_answered_with_those_there_are(cast, table):
    with pytest.raises(Refusal, match=r"no column “Titel”. There are: Key, Summary, Created"):
        ask(table, "--board", "Improvement", "--map", "Titel=title")
    assert Import.objects.count() == 0


def test_the_guess_for_a_column_can_be_corrected(cast, table, capsys):
    ask(table, "--board", "Improvement", "--map", "Key=title", "--map", "Summary=")
    said = capsys.readouterr().out
    assert "Key → title" in said
    assert "Summary → (left out)" in said
