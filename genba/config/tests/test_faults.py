"""What becomes of a fault under the hands of somebody without a name, and of somebody with one."""

import logging

import pytest
from django.conf import settings
from django.core import mail
from django.db.utils import OperationalError
from django.utils.log import AdminEmailHandler

from genba.config.faults import NobodysFaults
from genba.front.doctor import State, open_doors
from genba.listen.models import Fault
from genba.listen.models.fault import told
from genba.work.helping import ballot_of
from genba.work.tests.factory import make_procedure

WORDS = "Tomas saw the guard hanging loose"


@pytest.fixture
def broken(monkeypatch, client):
    """Every door breaks, with an error that quotes what was sent."""
    client.raise_request_exception = False

    def breaks(*_given, **_more):
        raise ValueError(f"cannot read {WORDS!r}")

    monkeypatch.setattr("genba.listen.views.report.receive", breaks)
    monkeypatch.setattr("genba.listen.views.receipt._opened", breaks)
    monkeypatch.setattr("genba.listen.api.receive", breaks)
    return client


@pytest.fixture
def log():
    """What the console's own handler would write, as it is set up."""
    lines = []

    class Console(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Console()
    handler.addFilter(NobodysFaults())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_a_fault_of_ours_is_counted_in_its_week_and_stands_in_no_log(cast, broken, log):
    for _ in range(3):
        assert broken.post("/report/", {"text": WORDS}).status_code == 500
    assert log == []
    fault = Fault.objects.get()
    assert (fault.count, fault.week.weekday(), fault.summary) == (3, 0, "builtins.ValueError")
    assert "genba/listen/views/report.py" in fault.what
    assert WORDS not in fault.what


def test_the_receipt_and_the_api_are_no_other(cast, broken, log):
    assert broken.post("/receipt/", {"receipt": WORDS}).status_code == 500
    sent = broken.post("/api/v1/reports", {"text": WORDS}, content_type="application/json")
    assert sent.status_code == 500
    assert log == []
    assert Fault.objects.count() == 2


def test_a_tap_that_says_whether_it_helps_is_no_other(cast, client, sign_in, log, monkeypatch):
    monkeypatch.setattr("genba.listen.views.helps.say_whether_it_helps", lambda *_, **__: {}[WORDS])
    tap = {"ballot": ballot_of(make_procedure(cast).in_force), "helps": "no", "sentence": WORDS}
    for one in (client, sign_in(cast.tomas)):
        one.raise_request_exception = False
        answer = one.post("/helps/", tap)
        assert (answer.status_code, answer.cookies.output()) == (500, "")
    assert log == []
    fault = Fault.objects.get()
    assert (fault.count, "genba/listen/views/helps.py" in fault.what, WORDS in fault.what) == (2, True, False)


def test_somebody_signed_in_who_stays_anonymous_is_kept_out_of_the_log_too(cast, broken, sign_in, log):
    tomas = sign_in(cast.tomas)
    tomas.raise_request_exception = False
    assert tomas.post("/report/", {"text": WORDS, "anonymous": "on", "sender": "person"}).status_code == 500
    assert log == []
    assert Fault.objects.get().count == 1


def test_a_fault_behind_a_sign_in_is_logged_as_ever(cast, sign_in, log, monkeypatch):
    monkeypatch.setattr("genba.listen.views.conversation.AnswerTime.of_everybody", lambda: 1 / 0)
    tomas = sign_in(cast.tomas)
    tomas.raise_request_exception = False
    assert tomas.get("/reports/mine/").status_code == 500
    assert "ZeroDivisionError" in "".join(log)
    assert not Fault.objects.exists()


def test_of_a_database_that_does_not_work_the_first_line_is_kept():
    try:
        raise OperationalError(f"no such column: week\nSTATEMENT: {WORDS}") from ValueError(WORDS)
    except OperationalError as trouble:
        what = told(trouble)
    assert what.endswith("django.db.utils.OperationalError: no such column: week")
    assert "builtins.ValueError" in what
    assert WORDS not in what


def test_a_database_that_is_away_leaves_no_line_about_who_met_it(cast, broken, log, monkeypatch):
    def breaks(*_given, **_more):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("genba.listen.views.report.receive", breaks)
    assert broken.post("/report/", {"text": WORDS}).status_code == 503
    assert log == []


def test_the_doctor_tells_of_it(cast, broken):
    assert open_doors.nothing_broke_for_reporters().state is State.GOOD
    broken.post("/report/", {"text": WORDS})
    finding = open_doors.nothing_broke_for_reporters()
    assert (finding.state, "1 times" in finding.sentence) == (State.BAD, True)
    assert "ValueError" in finding.remedy


def test_no_logger_mails_faults_to_anybody(cast, broken, settings):
    settings.ADMINS = [("Boss", "boss@example.org")]
    broken.post("/report/", {"text": WORDS})
    assert mail.outbox == []
    known = [logging.getLogger(name) for name in ("", *logging.root.manager.loggerDict)]
    assert not [one for one in known for hand in one.handlers if isinstance(hand, AdminEmailHandler)]


def test_every_handler_that_is_set_up_has_the_filter():
    assert [given["filters"] for given in settings.LOGGING["handlers"].values()] == [["nobodys_faults"]]
    assert settings.MIDDLEWARE[0] == "genba.config.faults.Unwatched"
