"""The built wheel carries everything that Genba needs, and nothing that only its makers need."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from genba import __version__

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory):
    """The wheel as pip would lay it out; it is a plain zip."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_carries_every_file_that_pages_are_made_of(unpacked):
    kept = subprocess.run(
        ["git", "ls-files", "genba"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    wanted = [name for name in kept if "/tests/" not in name and name != "genba/conftest.py"]
    assert len(wanted) > 100
    assert [name for name in wanted if not (unpacked / name).is_file()] == []


def test_the_wheel_carries_no_tests(unpacked):
    assert [path for path in unpacked.rglob("*") if "tests" in path.parts or path.name == "conftest.py"] == []


def test_the_wheel_names_its_version_its_licence_and_its_command(unpacked):
    (about,) = unpacked.glob("genba-*.dist-info")
    told = (about / "METADATA").read_text()
    assert f"Version: {__version__}" in told
    assert "License-Expression: Apache-2.0" in told
    assert (about / "licenses" / "LICENSE").is_file()
    assert "genba = genba.config.cli:main" in (about / "entry_points.txt").read_text()


def test_the_wheel_runs_without_the_clone(unpacked, tmp_path):
    surroundings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(unpacked),
        "GENBA_DATA": str(tmp_path / "data"),
        "PYTHONSAFEPATH": "1",
    }
    verbs = [["migrate"], ["manage", "collectstatic", "--noinput", "-v0"], ["manage", "check"]]
    for verb in verbs:
        command = [sys.executable, "-m", "genba.config.cli", *verb]
        done = subprocess.run(
            command, env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    where = "import genba; print(genba.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", where],
        env=surroundings,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(str(unpacked))
