"""Vectors of signed notes: c2sp.org/signed-note and Go's golang.org/x/mod/sumdb/note."""

import base64
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from genba.analysis.merkle import is_included
from genba.trail.kinds import declare
from genba.trail.models import Checkpoint, Fact, SealKey, Tile, Tree
from genba.trail.record import Telling, record_many
from genba.trail.seals.checkpoints import known_keys, public_key, sign_checkpoint
from genba.trail.seals.note import NotANote, VerifierKey, read_checkpoint
from genba.trail.seals.receipts import inclusion_receipt
from genba.trail.seals.sealer import seal_everything
from genba.trail.seals.signing import key_file, signer

HAPPENED = declare("trail.test_checkpoint_happened", _("did it"))
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.fixture
def sealed(cast):
    """A trail of a few facts, sealed and signed."""
    record_many(Telling(HAPPENED, cast.line, data={"count": n}) for n in range(5))
    seal_everything()
    return sign_checkpoint()


def test_a_checkpoint_has_three_lines_and_a_signature_that_holds(sealed):
    lines = sealed.note.split("\n")
    assert lines[0] == signer().name
    assert lines[1:3] == [str(Tree.current().size), base64.b64encode(bytes(Tree.current().root)).decode()]
    assert lines[3] == ""
    assert lines[4].startswith(f"— {signer().name} ")
    assert read_checkpoint(sealed.note).is_signed_by(VerifierKey.read(public_key()))
    assert [str(key) for key in known_keys()] == [public_key()] == [SealKey.objects.get().words]


def test_the_key_is_the_one_that_go_programs_read():
    key = VerifierKey.read(GO_KEY)
    assert (str(key), key.key_id.hex()) == (GO_KEY, "c74f20a3")
    text, _gap, signature = GO_NOTE.rpartition("\n\n")
    raw = base64.b64decode(signature.split()[-1])
    checkpoint = read_checkpoint(f"a\n1\n{base64.b64encode(bytes(32)).decode()}\n\n{signature}")
    assert checkpoint.signatures == (("PeterNeumann", raw),)
    assert not checkpoint.is_signed_by(key)
    published = type(checkpoint)("", 0, b"", text + "\n", checkpoint.signatures)
    assert published.is_signed_by(key)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\n1\n\n",
        "a\n01\nAAAA\n\n— a AAAA\n",
        f"a\n1\n{base64.b64encode(bytes(31)).decode()}\n\n— a AAAA\n",
        f"a\n1\n{base64.b64encode(bytes(32)).decode()}\n\n- a AAAA\n",
        f"a\n1\n{base64.b64encode(bytes(32)).decode()}\n\n— a AAAA",
    ],
)
def test_what_is_no_checkpoint_is_refused(note):
    with pytest.raises(NotANote):
        read_checkpoint(note)


@pytest.mark.parametrize("words", ["", "a+b", "a+00000000+AAAA", GO_KEY.replace("c7", "c8")])
def test_what_is_no_key_is_refused(words):
    with pytest.raises(NotANote):
        VerifierKey.read(words)


def test_an_altered_checkpoint_is_not_signed(sealed):
    altered = read_checkpoint(sealed.note.replace(f"\n{sealed.size}\n", f"\n{sealed.size + 1}\n"))
    assert not altered.is_signed_by_any(known_keys())


def test_nothing_is_signed_twice_while_nothing_happens(sealed, cast):
    assert sign_checkpoint() is None
    record_many([Telling(HAPPENED, cast.line)])
    seal_everything()
    assert sign_checkpoint().size == sealed.size + 1
    assert Checkpoint.objects.count() == 2


def test_a_tree_that_denies_the_last_checkpoint_is_not_signed(sealed, cast):
    Checkpoint.objects.create(size=sealed.size + 1, root=b"\x01" * 32, note="of another tree")
    record_many(Telling(HAPPENED, cast.line) for _n in range(3))
    seal_everything()
    assert sign_checkpoint() is None
    assert "genba verify" in Tree.current().trouble


def test_the_key_lies_in_the_data_folder_for_its_account_only(sealed, settings):
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    own = public_key()
    settings.GENBA_SEAL_KEY = base64.b64encode(bytes(range(32))).decode()
    assert public_key() != own
    settings.GENBA_SEAL_KEY = ""
    assert public_key() == own


@pytest.mark.parametrize(("name", "value"), [("GENBA_SEAL_KEY", "short"), ("GENBA_SEAL_NAME", "two words")])
def test_a_key_or_name_that_cannot_be_is_told_in_words(settings, name, value):
    setattr(settings, name, value)
    assert "GENBA_SEAL" in public_key()
    with pytest.raises(ImproperlyConfigured):
        signer()


def test_a_receipt_proves_its_fact_and_no_other(sealed):
    fact = Fact.objects.first()
    receipt = inclusion_receipt(fact)
    signed = read_checkpoint(receipt.checkpoint)
    assert signed.is_signed_by(VerifierKey.read(receipt.key))
    assert f'"id":{fact.pk},' in receipt.fact
    assert is_included(receipt.number, receipt.leaf, size=signed.size, root=signed.root, path=receipt.path)
    assert not is_included(0, receipt.leaf, size=signed.size, root=signed.root, path=receipt.path)
    assert receipt.as_json()["inclusion_path"]


def test_a_receipt_has_the_form_of_c2sp(sealed):
    receipt = inclusion_receipt(Fact.objects.last())
    head, _gap, note = receipt.as_tlog_proof().partition("\n\n")
    first, extra, index, *path = head.split("\n")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", f"index {receipt.number}")
    assert base64.b64decode(extra.removeprefix("extra ")).decode() == receipt.fact
    assert tuple(map(base64.b64decode, path)) == receipt.path
    assert note == sealed.note


def test_a_fact_younger_than_the_last_checkpoint_has_no_receipt_yet(sealed, cast):
    record_many([Telling(HAPPENED, cast.line)])
    assert inclusion_receipt(Fact.objects.first()) is None
    seal_everything()
    assert inclusion_receipt(Fact.objects.first()) is None
    sign_checkpoint()
    assert inclusion_receipt(Fact.objects.first()).number == sealed.size


def test_a_receipt_over_many_tiles(cast):
    record_many(Telling(HAPPENED, cast.line, data={"count": n}) for n in range(700))
    seal_everything()
    signed = read_checkpoint(sign_checkpoint().note)
    assert Tile.objects.count() == signed.size // 256
    for fact in Fact.objects.order_by("pk")[::97]:
        receipt = inclusion_receipt(fact)
        assert is_included(
            receipt.number, receipt.leaf, size=signed.size, root=signed.root, path=receipt.path
        )
