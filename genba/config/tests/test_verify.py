"""`genba verify` as it is used: what it says and how it ends."""

import json

import pytest
from django.utils.translation import gettext_lazy as _

from genba.config.cli import _parser
from genba.config.verbs import verify
from genba.trail.kinds import declare
from genba.trail.models import Checkpoint, Fact
from genba.trail.record import Telling, record_many
from genba.trail.seals.checkpoints import public_key, sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.trail.tests import tampering

HAPPENED = declare("trail.test_verb_happened", _("did it"))


@pytest.fixture
def trail(cast, tmp_path):
    """Five sealed facts and one checkpoint, also in a folder."""
    record_many(Telling(HAPPENED, cast.line, data={"count": n}) for n in range(5))
    seal_everything()
    (tmp_path / "one.checkpoint").write_text(sign_checkpoint().note)
    return tmp_path


@pytest.fixture
def genba(capsys):
    """Run the verb with words; what it ends with and what it says."""

    def run(*words):
        code = verify.run(_parser("verify", verify).parse_args([str(word) for word in words]))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_a_good_trail_ends_with_0_and_says_what_it_does_not_know(trail, genba):
    code, said = genba()
    assert code == 0
    assert f"{Fact.objects.count()} facts read" in said
    assert f"as far as this machine alone can tell. Our key: {public_key()}" in said


def test_with_checkpoints_from_outside_it_is_sure(trail, genba):
    code, said = genba("--checkpoints", trail, "--key", public_key())
    assert (code, said.strip().splitlines()[-1]) == (0, "Nothing was altered.")
    assert "1 from outside were compared" in said


def test_an_altered_fact_ends_with_1_and_is_named(trail, genba):
    tampering.take_guards_away()
    fact = Fact.objects.last()
    tampering.change(fact, by_id=7)
    code, said = genba()
    assert code == 1
    assert f"✗ Fact {fact.pk} was changed after it was sealed" in said
    assert said.strip().endswith("The trail was altered.")


def test_machines_are_told_in_json(trail, genba):
    tampering.take_guards_away()
    Checkpoint.objects.update(note="")
    code, said = genba("--json")
    told = json.loads(said)
    assert (code, told["good"], told["counts"]) == (1, False, {"signature": 1})
    assert told["findings"][0]["kind"] == "signature"


@pytest.mark.parametrize("words", [["--checkpoints", "/nowhere"], ["--key", "nonsense"]])
def test_what_cannot_be_checked_ends_with_2_and_words(trail, genba, words):
    code, said = genba(*words)
    assert code == 2
    assert "It could not be checked" in said


def test_of_many_findings_the_first_are_said(trail, genba, cast):
    record_many(Telling(HAPPENED, cast.line) for _n in range(80))
    seal_everything()
    tampering.take_guards_away()
    Fact.objects.update(by_id=3)
    code, said = genba()
    assert code == 1
    assert "more; --json names a thousand" in said
