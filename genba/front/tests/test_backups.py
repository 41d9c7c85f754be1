"""The page of backups, the warnings, and what stays: with rows of the table, without files."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from genba.front.backup.age import is_due
from genba.front.backup.folder import SIGN
from genba.front.backup.keeping import to_keep
from genba.front.backup.watch import let_go_of_the_dead, look_after_backups
from genba.front.doctor import State, backups
from genba.front.models import Backup, Notification
from genba.people.models import Organisation
from genba.trail.models import Beat, Fact


def made(*, days_ago=0.0, state="good", **more):
    at = timezone.now() - timedelta(days=days_ago)
    more.setdefault("folder", "/elsewhere")
    more.setdefault("name", f"genba-{days_ago}.tar.gz")
    return Backup.objects.create(
        why="schedule", state=state, asked_at=at, taken_at=at, ended_at=at, tried_at=at, size=2_500_000,
        tables=85, rows=12_200, files=31, **more,
    )  # fmt: skip


@pytest.fixture
def alive(cast):
    """An instance of some age whose worker works."""
    Organisation.objects.update(founded_on=timezone.localdate() - timedelta(days=30))
    Beat.objects.create(worker="here-1")
    return cast


def test_the_page_says_when_how_large_and_how_it_was_tried(alive, sign_in):
    made()
    said = sign_in(alive.adam).get("/backups/").content.decode()
    for words in ["by the clock", "2.4", "85</bdi> tables", "12,200</bdi> rows", "31</bdi> files compared"]:
        assert words in said
    assert "Good: it was restored and compared" in said


def test_an_administrator_asks_for_one_and_sees_it_wait(alive, sign_in):
    browser = sign_in(alive.adam)
    assert browser.post("/backups/new/").status_code == 302
    assert browser.post("/backups/new/").status_code == 302
    (backup,) = Backup.objects.all()
    assert (backup.state, backup.asked_by, backup.slot) == ("waiting", alive.adam, 1)
    assert "Waiting for the worker" in browser.get("/backups/").content.decode()
    assert "Waiting for the worker" in browser.get("/backups/?waiting=1").content.decode()
    assert Fact.objects.filter(name="front.backup_asked", by_id=alive.adam.pk).count() == 1


def test_quality_reads_the_page_and_has_no_buttons(alive, sign_in):
    backup = made()
    browser = sign_in(alive.quentin)
    assert "Back up now" not in browser.get("/backups/").content.decode()
    assert browser.post("/backups/new/").status_code == 403
    assert browser.post(f"/backups/{backup.pk}/trials/").status_code == 403


def test_a_trial_of_what_is_gone_is_refused_with_a_sentence(alive, sign_in):
    gone = made(state="gone")
    answer = sign_in(alive.adam).post(f"/backups/{gone.pk}/trials/", follow=True)
    assert "It is not there, or another one is under way." in answer.content.decode()
    assert sign_in(alive.adam).post("/backups/999/trials/").status_code == 404


@pytest.mark.parametrize("role", ["administrator", "quality"])
def test_when_the_last_good_one_is_too_old_every_page_says_so(alive, sign_in, role):
    made(days_ago=5)
    made(days_ago=1, state="failed", trouble="disk_full")
    for path in ["/", "/notifications/", "/worker/"]:
        said = sign_in(alive.people[role]).get(path).content.decode()
        assert "The last good backup is 5 days old." in said
    said = sign_in(alive.people[role]).get("/backups/").content.decode()
    assert "The disk became full while the backup was written." in said
    assert "choose another folder with GENBA_BACKUP_FOLDER" in said


def test_others_are_not_bothered(alive, sign_in):
    assert "backup" not in sign_in(alive.tomas).get("/").content.decode()


@pytest.mark.parametrize("setting", [{"is_demonstration": True}, {"founded_on": timezone.localdate()}])
def test_a_demonstration_and_a_new_instance_are_left_in_peace(alive, sign_in, setting):
    Organisation.objects.update(**setting)
    assert "No good backup" not in sign_in(alive.adam).get("/").content.decode()


def test_an_instance_that_never_had_one_is_told(alive, sign_in):
    assert "No good backup was ever made here." in sign_in(alive.adam).get("/").content.decode()
    assert backups.backup_is_recent().state is State.BAD


def test_with_the_warning_switched_off_nobody_is_warned(alive, sign_in, settings):
    settings.GENBA_BACKUP_TOO_OLD = None
    assert "backup was ever" not in sign_in(alive.adam).get("/").content.decode()


def test_who_looks_after_it_is_told_and_mailed_once(alive, work_off, settings):
    settings.GENBA_BACKUP_EVERY = None
    made(days_ago=5)
    for _twice in range(2):
        look_after_backups.func()
        work_off()
    told = Notification.objects.filter(code="backup_late")
    assert {notice.person for notice in told} == {alive.adam, alive.quentin}
    assert {letter.to[0] for letter in mail.outbox} == {alive.adam.email, alive.quentin.email}
    assert len(mail.outbox) == 2
    assert "There is no good backup of the last 5 days" in mail.outbox[0].body


def test_the_notice_leads_to_the_page_and_goes_with_the_next_good_one(alive, sign_in, settings):
    settings.GENBA_BACKUP_EVERY = None
    made(days_ago=5)
    look_after_backups.func()
    notice = Notification.objects.get(person=alive.adam)
    assert sign_in(alive.adam).get(f"/notifications/{notice.pk}/").url == "/backups/"
    made()
    look_after_backups.func()
    assert not Notification.objects.filter(code="backup_late").unread().exists()


def test_the_doctor_names_the_last_trouble_and_what_to_do(alive):
    made(days_ago=1)
    assert backups.backup_is_recent().state is State.GOOD
    made(state="failed", trouble="no_folder", details={"folder": "/mnt/usb"})
    finding = backups.backup_is_recent()
    assert finding.state is State.MIND
    assert "There is no folder /mnt/usb. Is the disk with the backups there?" in finding.sentence
    assert "GENBA_BACKUP_FOLDER" in finding.remedy


def test_strangers_read_ok_and_a_monitor_with_the_key_reads_more(alive, client, sign_in, settings):
    settings.GENBA_HEALTH_KEY = "for the monitor"
    assert client.get("/health/?detail").content == b"ok\n"
    assert client.get("/health/?detail", headers={"Authorization": "Bearer guess"}).content == b"ok\n"
    for answer in (
        client.get("/health/?detail", headers={"Authorization": "Bearer for the monitor"}),
        sign_in(alive.adam).get("/health/?detail"),
    ):
        assert answer.status_code == 503
        assert {
            "state": "bad",
            "sentence": "No good backup was ever made here.",
            "remedy": "Run: genba backup",
        } in (answer.json()["findings"])


@pytest.fixture
def folder(settings, tmp_path):
    settings.GENBA_BACKUP_FOLDER = tmp_path
    return tmp_path


def test_one_is_due_when_the_last_is_a_day_old_and_never_while_one_is_under_way(alive, folder):
    now = timezone.now()
    assert is_due(now)
    last = made(days_ago=0.9, folder=str(folder))
    assert not is_due(now)
    assert is_due(now + timedelta(days=0.2))
    assert is_due(now - timedelta(days=3))  # the clock was set back
    Backup.objects.filter(pk=last.pk).update(slot=1)
    assert not is_due(now + timedelta(days=0.2))


def test_after_a_failure_it_is_tried_again_after_an_hour(alive, folder):
    made(state="failed")
    assert not is_due(timezone.now())
    assert is_due(timezone.now() + timedelta(hours=1.1))


def test_what_nobody_works_on_any_more_is_closed(alive):
    silent = timezone.now() - timedelta(minutes=11)
    made(state="running", slot=1, holder="x", alive_at=silent)
    assert let_go_of_the_dead() == 1
    (backup,) = Backup.objects.all()
    assert (backup.state, backup.slot, backup.trouble) == ("failed", None, "killed")
    assert Fact.objects.filter(name="front.backup_failed").exists()


def test_a_trial_that_was_killed_leaves_the_backup_as_it_was(alive):
    made(state="trying", slot=1, holder="x", alive_at=timezone.now() - timedelta(minutes=11))
    assert let_go_of_the_dead() == 1
    assert Backup.objects.get().state == "untried"


def test_what_somebody_took_away_is_noticed(alive, folder, settings):
    settings.GENBA_BACKUP_EVERY = None
    made(folder=str(folder))
    look_after_backups.func()  # the folder has not our sign: the disk may only be away
    assert Backup.objects.get().state == "good"
    (folder / SIGN).touch()
    look_after_backups.func()
    assert Backup.objects.get().state == "gone"


def evenings(count):
    return [
        (number, datetime(2026, 11, 22, 20, tzinfo=UTC) - timedelta(days=number), True)
        for number in range(count)
    ]


def test_seven_days_and_four_weeks_stay():
    kept = to_keep(evenings(60), days=7, weeks=4)
    assert kept == {0, 1, 2, 3, 4, 5, 6, 7, 14, 21}  # 22 November 2026 is a Sunday


def test_days_without_a_backup_do_not_count():
    old = [(number, at - timedelta(days=300), is_good) for number, at, is_good in evenings(3)]
    assert to_keep([*old, (99, datetime(2026, 11, 22, tzinfo=UTC), True)], days=7, weeks=4) == {0, 1, 2, 99}


def test_of_one_day_the_newest_good_one_stays():
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    day = [
        ("early", noon - timedelta(hours=6), True),
        ("noon", noon, True),
        ("late", noon + timedelta(hours=6), False),
    ]
    assert to_keep(day, days=1, weeks=0) == {"noon", "late"}


def test_the_last_good_one_stays_however_old():
    untried = [(number, at, False) for number, at, _is_good in evenings(50)]
    assert "good" in to_keep([*untried, ("good", datetime(2020, 1, 1, tzinfo=UTC), True)], days=3, weeks=1)
    assert to_keep([], days=3, weeks=1) == set()
