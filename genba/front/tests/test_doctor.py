import smtplib
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from genba.front.doctor import QUICK, State, database, examine, mail, surroundings, work
from genba.people.facts import SITE_ADDED
from genba.trail.models import Beat
from genba.trail.record import record


def test_every_check_says_something_in_words(cast):
    found = list(examine())
    assert len(found) > len(QUICK)
    assert all(finding.sentence.endswith(".") or finding.state is State.BAD for finding in found)
    assert all(finding.remedy for finding in found if finding.state is not State.GOOD)


def test_a_check_that_breaks_is_itself_a_finding():
    def look_at_the_moon():
        raise RuntimeError("too far\nand more")

    (finding,) = examine([look_at_the_moon])
    assert finding.state is State.BAD
    assert finding.sentence == "Could not look at “look at the moon”: too far"


def test_the_database_answers_and_is_at_this_version(cast):
    assert database.answers().state is State.GOOD
    assert database.is_up_to_date().state is State.GOOD
    assert database.is_whole().state is State.GOOD


def test_a_pending_migration_is_named(cast):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    finding = database.is_up_to_date()
    assert finding.state is State.BAD
    assert "sessions.0001_initial" in finding.sentence
    assert "genba migrate" in finding.remedy


def test_without_a_worker_nothing_happens_by_itself(cast):
    assert work.worker_is_alive().state is State.BAD
    beat = Beat.objects.create(worker="here-1", seen_at=timezone.now() - timedelta(hours=1))
    assert "was last seen at" in work.worker_is_alive().sentence
    beat.seen_at = timezone.now()
    beat.save()
    assert work.worker_is_alive().state is State.GOOD


@pytest.mark.parametrize(("free", "state"), [(100, State.BAD), (500, State.MIND), (50_000, State.GOOD)])
def test_a_disk_that_fills_up_is_told_early(free, state, monkeypatch):
    usage = type("Usage", (), {"free": free * surroundings.MEGABYTE})
    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda _folder: usage)
    assert surroundings.disk_has_room().state is state


def test_a_trail_from_the_future_is_told(cast):
    assert surroundings.clocks_agree().state is State.GOOD
    with transaction.atomic():
        record(SITE_ADDED, cast.site, at=timezone.now() + timedelta(days=2))
    assert surroundings.clocks_agree().state is State.BAD


def test_a_secret_that_others_can_read_is_told(settings, tmp_path):
    settings.GENBA_DATA, settings.SECRET_KEY = tmp_path, "x" * 50
    (tmp_path / "secret_key").write_text("x" * 50)
    (tmp_path / "secret_key").chmod(0o644)
    assert "chmod 600" in surroundings.secret_is_secret().remedy
    (tmp_path / "secret_key").chmod(0o600)
    assert surroundings.secret_is_secret().state is State.GOOD
    settings.SECRET_KEY = "short"
    assert surroundings.secret_is_secret().state is State.BAD


def test_a_data_folder_that_is_gone_is_told(settings, tmp_path):
    settings.GENBA_DATA = tmp_path / "gone"
    assert surroundings.folder_is_writable().state is State.BAD


@pytest.mark.parametrize(
    ("address", "hosts", "state"),
    [
        ("http://127.0.0.1:8000", ["127.0.0.1"], State.MIND),
        ("http://quality.example.org", ["quality.example.org"], State.MIND),
        ("https://quality.example.org", ["quality.example.org"], State.GOOD),
        ("https://quality.example.org", ["127.0.0.1"], State.BAD),
    ],
)
def test_the_address_must_be_one_that_people_reach(address, hosts, state, settings):
    settings.GENBA_ADDRESS, settings.ALLOWED_HOSTS = address, hosts
    assert surroundings.address_is_known().state is state


def test_mails_that_are_only_printed_are_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert mail.server_answers().state is State.MIND


def test_a_mail_server_that_is_away_is_told(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = mail.SMTP, "127.0.0.1", 1
    finding = mail.server_answers()
    assert finding.state is State.BAD
    assert "127.0.0.1:1" in finding.sentence


def test_a_mail_server_that_answers_is_told(settings, monkeypatch):
    class Server(smtplib.SMTP):
        def connect(self, *_where):
            return 220, b"here"

        def noop(self):
            return 250, b"OK"

        def quit(self):
            return 221, b"bye"

    monkeypatch.setattr(smtplib, "SMTP", Server)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = mail.SMTP, "mail.example.org"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    assert mail.server_answers().state is State.GOOD
