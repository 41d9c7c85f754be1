"""A disk that is full or cannot be written, and uploads that are cut off, under a whole Genba on SQLite."""

import contextlib
import re
import resource
import socket
import subprocess
import time
from pathlib import Path

import pysqlite3
import pytest
import requests
from django.conf import settings

from genba.config.tests.test_up import family_of
from tests.crash.house import House
from tests.crash.killing import prepare

ON_SQLITE = settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(not ON_SQLITE, reason="about SQLite's disk"),
]


class Disk:
    """A small disk of one's own in memory, to be filled and emptied."""

    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"

    def mount(self):
        command = ["mount", "-t", "tmpfs", "-o", "size=48m", "genba-test", str(self.folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], capture_output=True, check=True)

    def unmount(self):
        subprocess.run(["umount", "-l", str(self.folder)], capture_output=True, check=False)

    def fill(self, *, leave=0):
        """Fill it up, but for some bytes."""
        with self.ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
        if leave:
            with self.ballast.open("ab") as file:
                file.truncate(max(0, file.tell() - leave))

    def empty(self):
        self.ballast.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    disk = Disk(tmp_path_factory.mktemp("disk"))
    if not disk.mount():
        pytest.skip("no right to mount a disk here")
    yield disk
    disk.unmount()


@pytest.fixture(scope="module")
def house(disk):
    (disk.folder / "tmp").mkdir()
    house = House(disk.folder / "data", {"TMPDIR": str(disk.folder / "tmp")}, processes=1)
    house.log = disk.folder.parent / "house.log"
    house.known = prepare(house)
    yield house
    house.kill(house.family())


@pytest.fixture(autouse=True)
def room_again(disk):
    yield
    disk.empty()


def say(house, words, key, **more):
    form = {"text": words, "idempotency_key": key, "sender": "person"} | more
    cookies = {"sessionid": house.known["people"]["tomas"]["session"]}
    return requests.post(f"{house.address}/report/", data=form, cookies=cookies, timeout=60)


def ask(house, path, who="quentin"):
    cookies = {"sessionid": house.known["people"][who]["session"]}
    return requests.get(f"{house.address}{path}", cookies=cookies, timeout=60)


def stored(house, like):
    connection = pysqlite3.connect(house.data / "genba.sqlite3")
    rows = connection.execute("SELECT text FROM listen_report WHERE text LIKE ?", [like]).fetchall()
    whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    assert whole == "ok"
    return [row[0] for row in rows]


def wait_until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


def test_a_full_disk_is_said_everywhere_and_afterwards_work_goes_on_by_itself(house, disk):
    before = house.pieces()
    disk.fill()
    answer = say(house, "Full: the press drips.", "full-1")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "The disk of the server is full." in answer.text
    assert "Full: the press drips." in answer.text
    assert re.search(r'name="idempotency_key" value="full-1"', answer.text)
    assert "The disk of the server is full." in ask(house, "/").text
    assert requests.get(f"{house.address}/health/", timeout=30).status_code == 503
    doctor = house.instance.genba("doctor")
    assert doctor.returncode == 1
    assert "nearly full" in doctor.stdout + doctor.stderr
    disk.empty()
    assert [say(house, "Full: the press drips.", "full-1").status_code for _ in range(2)] == [200, 200]
    assert stored(house, "Full:%") == ["Full: the press drips."]
    assert "The disk of the server" not in ask(house, "/").text
    assert house.pieces() == before, "nobody had to be started again"


def test_a_disk_that_fills_up_while_the_database_tidies_up_breaks_nothing(house, disk):
    disk.fill(leave=900_000)
    kept = [
        number
        for number in range(60)
        if say(house, f"Tight: {number} {'x' * 9000}", f"tight-{number}").status_code == 200
    ]
    assert 0 < len(kept) < 60
    disk.empty()
    assert len(stored(house, "Tight:%")) == len(kept)
    assert say(house, "Tight: again", "tight-again").status_code == 200


def test_an_upload_for_which_there_is_no_room_loses_nothing_that_was_typed(house, disk):
    before = house.pieces()
    disk.fill(leave=400_000)
    answer = requests.post(
        f"{house.address}/report/",
        data={"text": "No room: the guard is off.", "idempotency_key": "room-1"},
        files={"photo": ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 8_000_000)},
        timeout=60,
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "what you typed is still in the form" in answer.text
    disk.empty()
    assert house.pieces() == before, "the web server takes it calmly"


def test_the_worker_lives_through_a_full_disk_and_does_what_waits(house, disk):
    worker = house.pieces()["worker"]
    say(house, "Danger: the guard is off.", "danger-1", severity="high")
    disk.fill()
    time.sleep(12)  # it shows life every ten seconds, which it cannot now
    disk.empty()
    assert house.pieces()["worker"] == worker
    wait_until(lambda: "Danger" in ask(house, "/notifications/", "amira").text or told(house))


def told(house):
    connection = pysqlite3.connect(house.data / "genba.sqlite3")
    count = connection.execute("SELECT count(*) FROM front_notification WHERE code = 'danger'").fetchone()[0]
    connection.close()
    return count


def test_a_file_that_may_not_grow_is_said_in_the_same_words(house):
    """What needs no right to mount anything: the processes may write no longer files."""
    family = house.family()
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in family}
    for pid in family:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, before[pid][1]))
    try:
        answer = say(house, "Limit: the press drips.", "limit-1")
    finally:
        for pid in family:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before[pid])
    assert answer.status_code == 503
    assert "Nothing can be saved" in answer.text
    assert say(house, "Limit: the press drips.", "limit-1").status_code == 200
    assert stored(house, "Limit:%") == ["Limit: the press drips."]
    for pid in family_of(house.up.pid):
        began_with = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert b"PYTHONDONTWRITEBYTECODE=1" in began_with, "half a compiled file could stay for good"


@pytest.mark.parametrize("ending", ["cut off", "killed"])
def test_half_an_upload_leaves_nothing(house, disk, ending):
    head = (
        f"POST /cards/1/files/ HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\n"
        f"Cookie: sessionid={house.known['people']['amira']['session']}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", house.port)) as half:
        half.sendall(head.encode() + b"x" * 6_000_000)
        time.sleep(0.5)
        if ending == "killed":
            house.kill(house.pieces()["web process"])
    house.wait_until_it_answers()
    wait_until(lambda: not [path for path in (disk.folder / "tmp").rglob("*") if path.is_file()])
    assert not [path for path in (house.data / "files").rglob("*") if path.is_file()]


def test_a_disk_that_cannot_be_written_refuses_the_start_in_words(house, disk):
    house.end()
    disk.remount("ro")
    try:
        said = house.instance.genba("up", "--empty", "--port", str(house.port))
    finally:
        disk.remount("rw")
    assert said.returncode == 1
    assert "cannot write into" in said.stderr
    assert "Read-only file system" in said.stderr
    assert "Traceback" not in said.stderr
    house.start()
    house.wait_until_it_answers()
    assert say(house, "Back: it works.", "back-1").status_code == 200
