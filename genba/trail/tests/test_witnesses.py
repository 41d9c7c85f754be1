import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from django.core import mail
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rfc3161_client import VerifierBuilder, decode_timestamp_response

from genba.trail.kinds import declare
from genba.trail.models import Checkpoint, Stamp, Witness
from genba.trail.record import Telling, record_many
from genba.trail.seal_state import seal_state
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.trail.tests.authority import StampAuthority
from genba.trail.tests.machines import Machine, running, says
from genba.trail.webhooks import new_secret, verified
from genba.trail.witnesses.folder import Folder
from genba.trail.witnesses.places import all_places
from genba.trail.witnesses.sending import send_what_is_due

HAPPENED = declare("trail.test_witness_happened", _("did it"))


@pytest.fixture
def another(cast):
    """Seal and sign one more fact, as often as called."""

    def one_more():
        record_many([Telling(HAPPENED, cast.line)])
        seal_everything()
        return sign_checkpoint()

    return one_more


@pytest.fixture(autouse=True)
def this_machine_may_be_called(settings):
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]


def files(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def test_a_folder_receives_each_checkpoint_as_a_file_of_its_own(another, settings, tmp_path):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path)]
    first, _sent = another(), send_what_is_due()
    second, _sent = another(), send_what_is_due()
    assert [path.read_text() for path in files(tmp_path)] == [first.note, second.note]
    assert files(tmp_path)[0].name == f"{first.size:012}-{bytes(first.root).hex()[:8]}.checkpoint"
    assert Witness.objects.get().size == second.size
    assert send_what_is_due() == 0


def test_nothing_in_a_folder_is_overwritten(another, tmp_path):
    checkpoint = another()
    Folder(str(tmp_path)).send(checkpoint)
    (written,) = files(tmp_path)
    written.write_text("half")
    Folder(str(tmp_path)).send(checkpoint)
    Folder(str(tmp_path)).send(checkpoint)
    assert sorted(path.read_text() for path in files(tmp_path)) == sorted(["half", checkpoint.note])


def test_a_folder_that_is_away_is_tried_again_and_told(another, settings, tmp_path):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path / "worm")]
    another()
    assert send_what_is_due() == 0
    (place,) = seal_state().places
    assert (place.is_behind, place.reached_at) == (True, None)
    assert "There is no folder" in place.trouble
    (tmp_path / "worm").mkdir()
    assert send_what_is_due() == 0
    assert send_what_is_due(now=timezone.now() + timedelta(minutes=1)) == 1
    assert not seal_state().places[0].trouble


def test_a_clock_that_was_wrong_does_not_stop_the_sending(another, settings, tmp_path):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path)]
    another()
    Witness.objects.create(name=all_places()[0].name, next_try_at=timezone.now() + timedelta(days=400))
    assert send_what_is_due() == 1


def test_of_two_workers_one_sends(another, settings, tmp_path, monkeypatch):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path)]
    another()
    sent = []

    def slowly(place, checkpoint):
        sent.append(send_what_is_due())

    monkeypatch.setattr(Folder, "send", slowly)
    assert send_what_is_due() == 1
    assert sent == [0]


def test_a_webhook_receives_a_message_that_proves_its_sender(another, settings):
    settings.GENBA_WITNESS_WEBHOOK_SECRET = new_secret()
    with running(Machine(says(b""))) as machine:
        settings.GENBA_WITNESS_WEBHOOKS = [machine.url("/hook?token=secret")]
        checkpoint = another()
        assert send_what_is_due() == 1
    ((_verb, path, headers, body),) = machine.asked
    assert path == "/hook?token=secret"
    assert verified(settings.GENBA_WITNESS_WEBHOOK_SECRET, headers, body).startswith("checkpoint_")
    message = json.loads(body)
    assert (message["type"], message["data"]["checkpoint"]) == ("trail.checkpoint", checkpoint.note)
    assert "secret" not in Witness.objects.get().name


@pytest.mark.parametrize("secret", ["", "whsec_!"])
def test_a_webhook_without_a_secret_is_told(another, settings, secret):
    settings.GENBA_WITNESS_WEBHOOKS = ["http://127.0.0.1:1/"]
    settings.GENBA_WITNESS_WEBHOOK_SECRET = secret
    another()
    assert send_what_is_due() == 0
    assert "GENBA_WITNESS_WEBHOOK_SECRET" in Witness.objects.get().trouble


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://169.254.169.254/latest"])
def test_a_place_that_does_not_answer_or_may_not_be_called_is_told(another, settings, address):
    settings.GENBA_WITNESS_WEBHOOKS = [address]
    settings.GENBA_WITNESS_TIMESTAMPS = [address]
    settings.GENBA_WITNESS_WEBHOOK_SECRET = new_secret()
    another()
    assert send_what_is_due() == 0
    assert all(row.trouble and row.failures == 1 for row in Witness.objects.all())


def test_a_refusal_of_the_other_side_is_told(another, settings):
    settings.GENBA_WITNESS_WEBHOOK_SECRET = new_secret()
    with running(Machine(says(b"", status=500))) as machine:
        settings.GENBA_WITNESS_WEBHOOKS = [machine.url()]
        settings.GENBA_WITNESS_TIMESTAMPS = [machine.url()]
        another()
        assert send_what_is_due() == 0
    assert all("500" in row.trouble for row in Witness.objects.all())


def test_a_mail_box_receives_the_checkpoint_as_a_file_at_its_own_pace(another, settings):
    settings.GENBA_WITNESS_EMAILS = ["auditor@example.org"]
    checkpoint = another()
    assert send_what_is_due() == 1
    another()
    assert send_what_is_due(now=timezone.now() + timedelta(minutes=59)) == 0
    assert send_what_is_due(now=timezone.now() + timedelta(minutes=61)) == 1
    first = mail.outbox[0]
    ((_name, content, _type),) = first.attachments
    assert (first.to, content) == (["auditor@example.org"], checkpoint.note)
    assert not seal_state().places[0].is_behind


def test_a_mail_that_is_only_printed_reaches_nobody(another, settings):
    settings.GENBA_WITNESS_EMAILS = ["auditor@example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    another()
    assert send_what_is_due() == 0
    assert "GENBA_EMAIL_URL" in Witness.objects.get().trouble


@pytest.fixture
def authority(tmp_path):
    made = StampAuthority(tmp_path)
    with running(Machine(made.reply)) as machine:
        made.machine = machine
        yield made


def test_an_authority_stamps_the_note_and_the_stamp_can_be_verified(another, settings, authority, tmp_path):
    folder = tmp_path / "outside"
    folder.mkdir()
    settings.GENBA_WITNESS_TIMESTAMPS = [authority.machine.url("/tsr")]
    settings.GENBA_WITNESS_FOLDERS = [str(folder)]
    checkpoint = another()
    assert send_what_is_due() == 2
    answer = bytes(Stamp.objects.get().answer)
    root = x509.load_pem_x509_certificate((tmp_path / "root.pem").read_bytes())
    verifier = VerifierBuilder().add_root_certificate(root).build()
    assert verifier.verify_message(decode_timestamp_response(answer), checkpoint.note.encode())
    assert [path.read_bytes() for path in files(folder) if path.suffix == ".tsr"] == [answer]


def test_a_stamp_over_something_else_is_refused(another, settings, authority, monkeypatch):
    stamp = authority.stamp
    another()
    settings.GENBA_WITNESS_TIMESTAMPS = [authority.machine.url("/tsr")]
    assert send_what_is_due() == 1
    earlier = authority.machine.asked[0][3]
    monkeypatch.setattr(authority, "stamp", lambda _query: stamp(earlier))
    another()
    assert send_what_is_due(now=timezone.now() + timedelta(minutes=2)) == 0
    assert "something else" in Witness.objects.get().trouble
    assert Stamp.objects.count() == 1


def test_what_is_no_stamp_is_refused(another, settings):
    with running(Machine(says(b"<html>"))) as machine:
        settings.GENBA_WITNESS_TIMESTAMPS = [machine.url()]
        another()
        assert send_what_is_due() == 0
    assert "time stamp" in Witness.objects.get().trouble


def test_without_a_checkpoint_nothing_is_sent(cast, settings, tmp_path):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path)]
    assert send_what_is_due() == 0
    assert not Checkpoint.objects.exists()
