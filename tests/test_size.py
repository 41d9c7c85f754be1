"""The house stays readable: how long files and functions may be, and words that name nothing."""

import ast
import re

from tests.test_floors import ROOT, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NAMELESS = re.compile(r"(^|_)(utils?|helpers?|services?|managers?|misc|common)\.py$")


def test_no_file_is_longer_than_four_hundred_lines():
    assert [path.name for path in python_files() if len(path.read_text().splitlines()) > LONGEST_FILE] == []


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_named_for_nothing():
    assert [str(path.relative_to(ROOT)) for path in python_files() if NAMELESS.search(path.name)] == []


def test_no_page_has_inline_script_or_style():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|type=\"application/json\"))", re.I)
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0).strip()}"
        for path in (ROOT / "genba").rglob("templates/**/*.html")
        if "mail" not in str(path)  # letters bring their own style, browsers never see them
        for match in inline.finditer(path.read_text())
    ]
    assert found == []
