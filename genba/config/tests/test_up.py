import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from genba.config.tests.instances import Instance

pytestmark = [pytest.mark.slow, pytest.mark.once]


class Running:
    """`genba up` as somebody at a terminal has it."""

    def __init__(self, instance: Instance, *words: str) -> None:
        self.instance, self.port = instance, free_port()
        self.process = subprocess.Popen(
            instance.command("up", "--port", str(self.port), *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=instance.surroundings(),
        )
        self.lines: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, words: str, seconds: float = 120) -> None:
        wait_until(lambda: words in self.said or self.process.poll() is not None, seconds)
        assert words in self.said, self.said

    def page(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, ""

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(15)

    def children(self) -> dict[str, int]:
        """The process of the web server and of the worker."""
        found = {}
        for pid in family_of(self.process.pid):
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_text()
                if parent_of(pid) == self.process.pid and "supervisor" not in command:
                    found["web" if "gunicorn" in command else "worker"] = pid
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def family_of(pid: int) -> list[int]:
    """Every process that descends from this one."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(ValueError, OSError):
            if parent_of(int(entry.name)) == pid:
                found += [int(entry.name), *family_of(int(entry.name))]
    return found


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until(true, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    return Instance(tmp_path_factory.mktemp("up"))


@pytest.fixture
def running(instance):
    here = Running(instance, "--empty")
    here.wait_for("Ctrl-C stops Genba")
    yield here
    here.process.kill()
    here.process.wait()


def test_an_empty_instance_starts_with_the_way_to_the_wizard_and_answers(running):
    assert f"Open  http://127.0.0.1:{running.port}/" in running.said
    assert f"http://127.0.0.1:{running.port}/welcome/" in running.said
    assert running.page("/health/") == (200, "ok\n")
    assert running.page("/")[0] == 200
    assert "/demo/" not in running.said


def test_the_pages_styles_arrive(running):
    _, page = running.page("/welcome/")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert [running.page(path)[0] for path in styles] == [200] * len(styles)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_no_process(running, ending):
    family = family_of(running.process.pid)
    assert len(family) >= 3
    running.process.send_signal(ending)
    assert running.process.wait(10) == 0
    assert not [pid for pid in family if is_alive(pid)]
    assert "Stopped. Everything is kept." in running.said
    assert "Traceback" not in running.said


@pytest.mark.parametrize("which", ["web", "worker"])
def test_a_child_that_is_killed_is_started_again(running, which):
    killed = running.children()[which]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: running.children().get(which, killed) != killed)
    wait_until(lambda: running.page("/health/")[0] == 200)
    assert "ended (SIGKILL); starting it again" in running.said
    assert running.end() == 0


def test_nothing_is_left_when_the_first_process_is_killed(running):
    family = family_of(running.process.pid)
    running.process.kill()
    wait_until(lambda: not [pid for pid in family if is_alive(pid)], 20)


def test_a_second_genba_on_the_same_data_is_refused_in_words(running):
    second = running.instance.genba("up", "--port", str(free_port()))
    assert second.returncode == 1
    assert f"(process {running.process.pid})" in second.stderr


def test_a_port_that_is_taken_is_said_in_words(running, tmp_path):
    second = Instance(tmp_path / "other").genba("up", "--port", str(running.port))
    assert second.returncode == 1
    assert f"cannot listen on 127.0.0.1:{running.port}: Address already in use" in second.stderr


def test_a_port_that_is_no_port_is_said_in_words(tmp_path):
    done = Instance(tmp_path / "other").genba("up", "--port", "eighty")
    assert done.returncode == 2
    assert "a port is a number from 1 to 65535" in done.stderr


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    done = Instance(tmp_path / "file" / "data").genba("up", "--port", str(free_port()))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot write" in done.stderr


def test_nothing_is_written_outside_the_data_folder(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    instance = Instance(tmp_path / "data", {"HOME": str(home)})
    here = Running(instance, "--empty")
    here.wait_for("Ctrl-C stops Genba")
    assert here.end() == 0
    assert list(home.rglob("*")) == []
    assert instance.data.stat().st_mode & 0o077 == 0
