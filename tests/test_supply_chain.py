"""The list of parts is complete and valid, and the audit cannot pass by looking at nothing."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.test_floors import ROOT

VENDOR = ROOT / "genba" / "ui" / "static" / "ui" / "vendor"
LOCKED = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", re.M)


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([sys.executable, ROOT / "bin" / "sbom.py", path], check=True)
    return path.read_text()


@pytest.mark.once
@pytest.mark.slow
def test_the_list_of_parts_is_valid_and_names_every_locked_package_and_script(listed):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(listed) is None
    parts = {(part["name"], part["version"]) for part in json.loads(listed)["components"]}
    locked = set(LOCKED.findall((ROOT / "requirements.lock").read_text()))
    scripts = {(line["name"], line["version"]) for line in vendored()}
    assert len(locked) > 40
    assert parts == locked | scripts


@pytest.mark.once
@pytest.mark.slow
def test_the_same_files_give_the_same_list(listed):
    again = subprocess.run(
        [sys.executable, ROOT / "bin" / "sbom.py"], check=True, capture_output=True, text=True
    )
    assert again.stdout == listed
    assert str(ROOT) not in listed


def vendored():
    return tomllib.loads((VENDOR / "vendored.toml").read_text())["file"]


@pytest.mark.once
def test_every_vendored_script_is_listed_with_its_sum():
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.[jc]s*")}
    assert {line["file"]: line["sha256"] for line in vendored()} == sums


@pytest.mark.once
def test_every_locked_package_has_a_sum():
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        text = (ROOT / lock).read_text()
        entries = re.split(r"\n(?=\S)", text)
        assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


@pytest.mark.once
@pytest.mark.slow
def test_an_audit_that_could_look_at_nothing_fails(tmp_path):
    nowhere = {**os.environ, "https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    lock = tmp_path / "one.lock"
    lock.write_text("\n\n".join(re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text())[2:3]))
    program = [
        sys.executable,
        "-m",
        "pip_audit",
        "--strict",
        "--require-hashes",
        "--disable-pip",
        "--timeout",
        "2",
    ]
    done = subprocess.run([*program, "-r", lock], env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "--strict" in (ROOT / "bin" / "audit").read_text()
