"""The floors of the house, where import-linter does not see them, and the proof that it does see."""

import ast
import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    ["config"],
    ["front"],
    ["assure"],
    ["grow"],
    ["lead"],
    ["improve"],
    ["reality"],
    ["understand"],
    ["listen"],
    ["work"],
    ["people"],
    ["trail", "ui", "sources"],
    ["analysis"],
]
ROOMS = [room for floor in FLOORS for room in floor]
HEAVY = {"openpyxl", "typst", "scipy", "statsmodels", "mcp", "duckdb", "numpy"}
WEB = ("django.http", "django.shortcuts", "django.urls", "django.forms", "django.views", "ninja")


def floor_of(room: str) -> int:
    return next(height for height, rooms in enumerate(FLOORS) if room in rooms)


def python_files() -> list[Path]:
    return [path for path in (ROOT / "genba").rglob("*.py") if "migrations" not in path.parts]


def test_every_room_has_a_readme():
    assert [room for room in ROOMS if not (ROOT / "genba" / room / "README.md").read_text().strip()] == []


def test_the_rooms_on_disk_are_the_rooms_of_the_design():
    on_disk = {path.name for path in (ROOT / "genba").iterdir() if (path / "__init__.py").exists()}
    assert on_disk == set(ROOMS)


def test_foreign_keys_point_down_even_when_given_as_strings():
    upwards = []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            target = (
                getattr(field.related_model, "_meta", None) if field.is_relation and field.concrete else None
            )
            if (
                target is None
                or here not in ROOMS
                or target.app_label not in ROOMS
                or target.app_label == here
            ):
                continue
            if floor_of(target.app_label) <= floor_of(here):
                upwards.append(f"{here}.{model.__name__}.{field.name} → {target.label}")
    assert upwards == []


def test_migrations_depend_only_on_rooms_below():
    upwards = []
    for path in (ROOT / "genba").glob("*/migrations/0*.py"):
        here = path.parent.parent.name
        name = f"genba.{here}.migrations.{path.stem}"
        for room, _migration in importlib.import_module(name).Migration.dependencies:
            if room in ROOMS and room != here and floor_of(room) <= floor_of(here):
                upwards.append(f"{name} → {room}")
    assert upwards == []


def imports_inside_functions(path: Path) -> list[str]:
    found = []
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [
                f"{path.relative_to(ROOT)}: {name}" for name in names if name.split(".")[0] not in HEAVY
            ]
    return found


def test_nothing_is_imported_inside_a_function_but_heavy_libraries():
    assert [line for path in python_files() for line in imports_inside_functions(path)] == []


def test_models_know_no_web():
    knowing = []
    for path in (ROOT / "genba").glob("*/models/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            knowing += [f"{path.relative_to(ROOT)}: {name}" for name in names if name.startswith(WEB)]
    assert knowing == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder)},
    )


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "genba", tmp_path / "genba", ignore=shutil.ignore_patterns("static", "templates", "*.pyc")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_floors_hold(copy_of_the_house):
    outcome = lint_imports(copy_of_the_house)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("listen/triage.py", "import genba.improve.models", "Rooms import only"),
        ("trail/record.py", "import genba.ui.toasts", "Rooms import only"),
        ("analysis/__init__.py", "import django", "Analysis is plain Python"),
        ("people/models/site.py", "import genba.ui.registry", "Models know no screens"),
        ("people/models/site.py", "import genba.people.models.team", "No circles"),
        ("extra/__init__.py", "", "Rooms import only"),
    ],
)
def test_breaking_a_floor_on_purpose_fails(copy_of_the_house, file, line, contract):
    path = copy_of_the_house / "genba" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n{path.read_text() if path.exists() else ''}")
    outcome = lint_imports(copy_of_the_house)
    assert outcome.returncode != 0
    assert contract in outcome.stdout + outcome.stderr or "extra" in outcome.stdout + outcome.stderr
