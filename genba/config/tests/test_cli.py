import os
import subprocess
import sys

import pytest

from genba import __version__
from genba.config import cli


def genba(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "genba.config.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def test_genba_alone_tells_what_there_is(capsys):
    assert cli.run([]) == 0
    said = capsys.readouterr().out
    assert __version__ in said
    assert all(f"genba {verb}" in said for verb in cli.VERBS)


def test_a_reader_who_has_read_enough_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody_reads:
        said = subprocess.run(
            [sys.executable, "-m", "genba.config.cli", "version"],
            stdout=nobody_reads, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (said.returncode, said.stderr) == (1, "")


def test_a_mistyped_verb_gets_a_hint(capsys):
    assert cli.run(["bakcup"]) == 2
    assert capsys.readouterr().err.strip() == "There is no `genba bakcup`. Did you mean `genba backup`?"


def test_a_word_like_none_of_the_verbs_gets_the_way_to_the_list(capsys):
    assert cli.run(["xyzzy"]) == 2
    assert "`genba` alone lists what there is" in capsys.readouterr().err


@pytest.mark.once
def test_a_verb_refuses_an_instance_that_is_not_there(tmp_path):
    done = genba("backup", "b.tar.gz", "--data", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert f"There is no Genba in {tmp_path / 'nowhere'}." in done.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.once
@pytest.mark.parametrize("verb", sorted(set(cli.VERBS) - {"manage"}))
def test_every_verb_explains_itself_and_leaves_nothing_behind(verb, tmp_path):
    done = genba(verb, "--help", GENBA_DATA=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert f"usage: genba {verb}" in done.stdout
    assert not (tmp_path / "data").exists()


@pytest.mark.once
def test_the_version_is_said(tmp_path):
    done = genba("--version", GENBA_DATA=str(tmp_path / "data"))
    assert done.stdout.startswith(f"Genba {__version__} on Python 3.")
