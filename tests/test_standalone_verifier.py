"""`tools/verify_trail.py`: an auditor with Python alone comes to the same verdict."""

import json
import subprocess
import sys

import pytest
from django.utils.translation import gettext_lazy as _

from genba.config.cli import _parser
from genba.config.verbs import verify
from genba.trail.kinds import declare
from genba.trail.models import Fact
from genba.trail.record import Telling, record_many
from genba.trail.seals.checkpoints import public_key, sign_checkpoint
from genba.trail.seals.receipts import inclusion_receipt
from genba.trail.seals.sealer import seal_everything
from genba.trail.tests import tampering
from tests.test_floors import ROOT

HAPPENED = declare("trail.test_standalone_happened", _("did it"))
TOOL = ROOT / "tools" / "verify_trail.py"
# Neither our code nor any package of ours can be reached from there.
ALONE = [sys.executable, "-I", "-S", str(TOOL)]


@pytest.fixture
def trail(cast, tmp_path):
    """700 facts under three checkpoints, which also lie outside, and ten younger ones."""
    (tmp_path / "outside").mkdir()
    for count in (100, 300, 300):
        record_many(Telling(HAPPENED, cast.line, data={"count": n}) for n in range(count))
        seal_everything()
        checkpoint = sign_checkpoint()
        (tmp_path / "outside" / f"{checkpoint.size}.checkpoint").write_text(checkpoint.note)
    record_many(Telling(HAPPENED, cast.line) for _n in range(10))
    seal_everything()
    return tmp_path


def export(folder, name="trail.jsonl"):
    path = folder / name
    assert verify.run(_parser("verify", verify).parse_args(["--export", str(path)])) == 0
    return path


def alone(*words):
    done = subprocess.run([*ALONE, *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_an_export_is_checked_without_genba(trail):
    code, said = alone(export(trail), "--checkpoints", trail / "outside", "--key", public_key())
    assert (code, said.strip().splitlines()[-1]) == (0, "Everything fits.")
    assert "3 checkpoints in the export, 3 from outside" in said
    assert "The newest 10 facts are younger" in said


def test_it_does_not_need_the_key_but_says_so(trail):
    code, said = alone(export(trail))
    assert code == 0
    assert "as far as the file itself can tell" in said


@pytest.mark.parametrize("line", [1, 300, 700])
def test_one_changed_letter_in_an_export_is_found(trail, line):
    path = export(trail)
    lines = path.read_bytes().split(b"\n")
    lines[line] = lines[line].replace(b"people.team", b"people.tean")
    path.write_bytes(b"\n".join(lines))
    code, said = alone(path)
    assert code == 1
    assert "has another root" in said


def test_a_rewritten_trail_with_our_own_key_is_found_from_outside(trail):
    tampering.take_guards_away()
    tampering.change(Fact.objects.order_by("pk")[120], by_id=9)
    tampering.rewrite_everything((100, 400, 700))
    path = export(trail)
    assert alone(path)[0] == 0
    code, said = alone(path, "--checkpoints", trail / "outside")
    assert code == 1
    assert said.count("has another root") == 2


def test_a_cut_tail_is_found_from_outside(trail):
    tampering.take_guards_away()
    tampering.cut_tail(30)
    tampering.run("DELETE FROM trail_checkpoint WHERE size > 690")
    code, said = alone(export(trail), "--checkpoints", trail / "outside")
    assert code == 1
    assert "the end was cut off" in said


def test_another_key_is_not_believed(trail):
    code, said = alone(
        export(trail), "--key", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    )
    assert code == 1
    assert "is not signed by a key that you trust" in said


def test_a_receipt_is_checked_without_genba(trail):
    receipt = inclusion_receipt(Fact.objects.order_by("pk")[150]).as_json()
    (trail / "receipt.json").write_text(json.dumps(receipt))
    assert alone("--receipt", trail / "receipt.json", "--checkpoints", trail / "outside")[0] == 0
    receipt["fact"] = receipt["fact"].replace('"v":1', '"v":2')
    (trail / "receipt.json").write_text(json.dumps(receipt))
    code, said = alone("--receipt", trail / "receipt.json")
    assert code == 1
    assert "does not lead" in said


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"hello", b'{"form": "genba/trail@v1", "leaves": 9, "verifier_keys": []}\n']
)
def test_what_is_no_export_ends_with_2(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    code, said = alone(tmp_path / "file")
    assert code == 2
    assert "It cannot be checked" in said


def test_its_own_ed25519_is_that_of_rfc_8032():
    """Section 7.1, tests 1 to 3, each also with a flipped bit."""
    script = f"""
import importlib.util
spec = importlib.util.spec_from_file_location("tool", {str(TOOL)!r})
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)
for public, message, signature in {VECTORS!r}:
    public, message, signature = map(bytes.fromhex, (public, message, signature))
    assert tool.ed25519_holds_plain(public, message, signature)
    assert not tool.ed25519_holds_plain(public, message + b"x", signature)
    assert not tool.ed25519_holds_plain(public, message, bytes([signature[0] ^ 1]) + signature[1:])
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]
