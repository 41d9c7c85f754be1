import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from pytest_django.fixtures import Settings

HASHED = {"BACKEND": "genba.ui.storage.HashedFiles"}


@pytest.fixture
def uncollected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": HASHED}
    return tmp_path


@pytest.fixture
def collected(uncollected: Path) -> Path:
    call_command("collectstatic", interactive=False, verbosity=0)
    return uncollected


def test_scripts_import_each_other_by_names_that_change_with_the_content(collected: Path):
    for script in (collected / "ui/js").glob("*.*.js"):
        for name in re.findall(r'(?:import|from)\s*"\./([^"]+)"', script.read_text()):
            assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)
            assert (collected / "ui/js" / name).is_file()


def test_every_file_of_the_house_can_be_kept_for_ever_and_is_packed(collected: Path):
    (entry,) = (collected / "ui/js").glob("app.*.js")
    assert entry.with_suffix(".js.gz").is_file()
    assert list((collected / "ui/css").glob("tokens.*.css"))


def test_an_error_page_stands_even_where_no_file_was_collected(uncollected: Path):
    assert 'href="/static/ui/css/tokens.css"' in render_to_string("500.html")
