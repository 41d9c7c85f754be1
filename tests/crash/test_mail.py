"""A mail server that refuses, asks to come back later, hangs or is away: nobody loses a mail or gets two."""

import socket
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.conftest import make_person
from genba.front.doctor import work
from genba.front.models import Notification
from genba.people.inviting import invite
from genba.people.models import Membership
from genba.trail import letters
from genba.trail.models import Beat
from tests.crash.sink import MailSink


@pytest.fixture
def sink(settings):
    """A mail server of our own, to which Genba talks as it does in use."""
    with MailSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 1
        letters.server.is_back()
        yield sink
        letters.server.is_back()


@pytest.fixture
def warn(cast, sign_in, work_off):
    """Somebody says: stop, danger; those who lead the line get a mail at once."""
    Beat.objects.create(worker="one")

    def say():
        form = {"text": "The guard is off.", "severity": "high", "sender": "person"}
        assert sign_in(cast.tomas).post("/report/", form).status_code == 200
        return work_off()

    return say


def later(work_off):
    """The pause is over, and the mail server is asked again."""
    letters.server.is_back()
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    return work_off()


def states():
    rows = DBTaskResult.objects.filter(task_path="genba.front.mailing.send_letter")
    return list(rows.values_list("status", flat=True))


def banner(sign_in, person):
    return sign_in(person).get("/").content.decode()


def test_a_mail_arrives_once_with_a_name_of_its_own(cast, sink, warn):
    warn()
    assert [to for to, _mail in sink.mails] == ["amira@example.org"]
    assert sink.mails[0][1]["Message-ID"].endswith("@127.0.0.1>")


def test_a_server_that_is_away_is_waited_for_and_everybody_can_see_it(
    cast, sink, warn, sign_in, work_off, settings
):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
        warn()
        for _ in range(8):
            later(work_off)
    assert (states(), sink.mails) == (["READY"], [])
    assert "Mails do not go out just now: the mail server does not answer (Connection refused)." in banner(
        sign_in, cast.adam
    )
    assert "Mails do not go out" not in banner(sign_in, cast.tomas)
    page = sign_in(cast.quentin).get("/worker/").content.decode()
    assert "The mail server does not answer (Connection refused). It is tried again by itself." in page
    assert "1 mails wait. The mail server does not answer" in work.mails_go_out().sentence
    settings.EMAIL_PORT = sink.port
    later(work_off)
    assert (states(), len(sink.mails)) == (["SUCCESSFUL"], 1)
    assert work.mails_go_out().remedy == ""


def test_a_server_that_asks_to_come_back_later_gets_the_mail_then(cast, sink, warn, work_off):
    sink.manners.refused["amira@example.org"] = "451 greylisted, try again"
    warn()
    assert states() == ["READY"]
    sink.manners.refused.clear()
    later(work_off)
    assert (states(), len(sink.mails)) == (["SUCCESSFUL"], 1)


def test_one_address_that_is_refused_keeps_nobody_else_from_their_mail(cast, sink, warn, sign_in, work_off):
    second = make_person("Bea Second")
    Membership.objects.create(person=second, team=cast.line, role=Membership.Role.LEAD)
    sink.manners.refused["amira@example.org"] = "550 no such user"
    warn()
    later(work_off)
    assert sorted(states()) == ["FAILED", "SUCCESSFUL"]
    assert [to for to, _mail in sink.mails] == ["bea@example.org"]
    page = sign_in(cast.adam).get("/worker/").content.decode()
    assert "The mail server refuses this address (550)." in page


def test_a_server_that_hangs_holds_up_one_mail_and_no_other_work(cast, sink, warn, work_off):
    sink.manners.hang.set()
    warn()
    warn()
    assert states() == ["READY", "READY"]
    assert sink.connections == 1  # the second mail did not wait for it too
    assert Notification.objects.filter(code="danger").count() == 2
    sink.manners.hang.clear()
    later(work_off)
    assert (states(), len(sink.mails)) == (["SUCCESSFUL"] * 2, 2)


@pytest.mark.parametrize("greeting", ["421 too busy", "554 go away"])
def test_a_server_that_lets_nobody_in_is_asked_again_later(cast, sink, warn, work_off, greeting):
    sink.manners.greeting = greeting
    warn()
    assert states() == ["READY"]
    sink.manners.greeting = "220 welcome"
    later(work_off)
    assert (states(), len(sink.mails)) == (["SUCCESSFUL"], 1)


def test_a_mail_whose_fate_is_unknown_is_sent_again_under_the_same_name(cast, sink, warn, work_off):
    """The worker was killed after the mail was handed over and before it could write that down."""
    warn()
    DBTaskResult.objects.filter(task_path="genba.front.mailing.send_letter").update(status="READY")
    later(work_off)
    assert (len(sink.mails), len(sink.once_each()), sink.handed_over_twice()) == (2, 1, 1)


def test_an_invitation_that_is_sent_again_opens_the_same_door(cast, sink, sign_in, work_off):
    invite(make_person("Ida Sand"), by=cast.adam)
    work_off()
    DBTaskResult.objects.update(status="READY")
    later(work_off)
    first, second = (mail.get_body(("plain",)).get_content() for _to, mail in sink.mails)
    assert first == second
    address = "/people/invited/" + first.partition("/people/invited/")[2].split()[0]
    assert sign_in(None).get(address).status_code == 200


def test_a_mail_that_never_goes_out_is_given_up_after_five_days_and_can_be_tried_again(
    cast, sink, warn, sign_in, work_off
):
    sink.manners.greeting = "421 too busy"
    warn()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=6))
    later(work_off)
    assert states() == ["FAILED"]
    sink.manners.greeting = "220 welcome"
    failed = DBTaskResult.objects.get(status="FAILED")
    sign_in(cast.adam).post(f"/worker/{failed.pk}/tries/")
    later(work_off)
    assert (states(), len(sink.mails)) == (["SUCCESSFUL"], 1)


def test_after_a_week_without_a_worker_nobody_is_flooded(cast, sink, sign_in, work_off):
    for _ in range(30):
        form = {"text": "The guard is off.", "severity": "high", "sender": "person"}
        sign_in(cast.tomas).post("/report/", form)
    work_off()
    assert Notification.objects.filter(person=cast.amira, code="danger").count() == 30
    assert len(sink.mails) == 2  # at most twenty notices in each
