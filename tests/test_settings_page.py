"""The page of settings tells of exactly the variables that the code reads."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r"""(?:env\.\w+\(|environ\.get\(|environ\[)\s*["']([A-Z][A-Z_]+)["']""")
BETWEEN_OUR_OWN_PROCESSES = {"GENBA_WEB_SOCKET"}


def variables_read():
    files = [ROOT / "genba" / "config" / f"{name}.py" for name in ("settings", "web", "where")]
    return {name for file in files for name in READ.findall(file.read_text())} - BETWEEN_OUR_OWN_PROCESSES


def variables_told():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M))


def test_every_setting_is_told_and_nothing_else():
    assert len(variables_read()) > 15
    assert variables_told() == variables_read()


def test_the_guide_names_only_settings_that_exist():
    guide = (ROOT / "docs" / "operating.md").read_text()
    of_the_proxy = re.findall(r"\{\$(GENBA_[A-Z_]+)", (ROOT / "deploy" / "Caddyfile").read_text())
    assert set(re.findall(r"\b(GENBA_[A-Z_]+|DATABASE_URL)\b", guide)) <= variables_read() | {*of_the_proxy}


def test_the_guide_names_only_verbs_that_exist():
    from genba.config.cli import VERBS  # noqa: PLC0415

    guide = (ROOT / "docs" / "operating.md").read_text() + (ROOT / "README.md").read_text()
    assert set(re.findall(r"(?:^|[`/])genba ([a-z]+)\b", guide, re.M)) <= {*VERBS}
