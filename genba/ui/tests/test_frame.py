"""The base pages: what stands on them, what must never stand on them, and how few bytes they take."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from genba.ui.components import SamplePerson, living_page_context
from genba.ui.registry import MenuItem
from genba.ui.tests.test_prose import read

ROOM = Path(__file__).resolve().parents[1]
STYLES = sorted((ROOM / "static/ui/css").glob("*.css"))
SCRIPTS = sorted((ROOM / "static/ui/js").glob("*.js"))
TEMPLATES = sorted(path for path in (ROOM / "templates").rglob("*.html") if path.name != "mail.html")
AMIRA = SamplePerson("Amira Khan", "AK")


@dataclass
class Organisation:
    name: str = "Riverside <works>"


def menu(size: int) -> list[MenuItem]:
    return [MenuItem(f"/{number}/", f"Place {number}", "home", number == 1, number) for number in range(size)]


def page(template: str = "ui/base.html", **context: object) -> str:
    given = {
        "organisation": Organisation(),
        "person": AMIRA,
        "menu": menu(6),
        "csrf_token": "token",
        **context,
    }
    return render_to_string(template, given)


def test_a_page_lets_the_keyboard_skip_to_its_content():
    drawn = page()
    assert drawn.index('href="#main"') < drawn.index('<main id="main"')


def test_the_menu_tells_where_one_is():
    assert 'href="/1/" aria-current="page"' in page()


def test_a_phone_has_three_places_the_report_button_and_the_rest_under_more():
    bar = page(menu=menu(6)).split('<nav class="tabbar"')[1]
    assert bar.count('<a class="tab"') == 3
    assert bar.count("<li>") == 3


def test_a_stranger_gets_no_menu_but_a_way_to_report_and_to_sign_in():
    drawn = page(person=None)
    assert "sidebar" not in drawn
    assert "tabbar" not in drawn


def test_unread_notifications_are_counted_in_words():
    assert "Notifications, 3 unread" in page(unread=3)
    assert "99+" in page(unread=120)


def test_a_banner_stands_above_the_page():
    banner = {"tone": "bad", "text": "The worker <has> stopped", "url": "/worker/", "link_label": "See"}
    drawn = page(banner=banner)
    assert "The worker &lt;has&gt; stopped" in drawn
    assert 'href="/worker/"' in drawn


@pytest.mark.parametrize(("given", "shown"), [("dark", "dark"), ("light", "light"), ("", "auto")])
def test_the_colours_come_from_the_server_so_nothing_flashes(given: str, shown: str):
    assert f'data-theme="{shown}"' in page(theme=given)


def test_single_keys_can_be_switched_off():
    assert 'data-single-keys="on"' in page()
    assert 'data-single-keys="off"' in page(single_keys=False)


def test_an_arabic_page_runs_from_right_to_left_by_itself():
    with translation.override("ar"):
        assert 'lang="ar" dir="rtl"' in page("ui/bare.html")


def test_only_pages_that_want_it_carry_a_token():
    wanted = engines["django"].from_string("<body {% csrf_headers %}>")
    assert wanted.render({"csrf_token": "abc"}) == """<body hx-headers:inherited='{"X-CSRFToken": "abc"}'>"""
    assert wanted.render({}) == wanted.render({"csrf_token": "NOTPROVIDED"}) == "<body >"
    assert "token" not in page("ui/bare.html", csrf_token="token").replace("tokens.css", "")


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_an_error_page_needs_nothing_and_leads_onward(code: int):
    drawn = render_to_string(f"{code}.html")
    assert "<h1" in drawn
    assert 'href="/"' in drawn
    assert "data-error-page" in drawn


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_an_exception_from_the_policy(path: Path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on|hx-vals=.js", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_no_right(path: Path):
    physical = r"(?<![\w-])(margin|padding|border|inset)?-?(left|right|top|bottom)\s*:"
    assert not re.search(physical, path.read_text())
    assert "url(" not in path.read_text()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_have_a_name(path: Path):
    if path.name in ("tokens.css", "print.css"):
        return
    loose = re.findall(r"#[0-9a-f]{3,8}\b|oklch\(|hsl\(", path.read_text())
    assert set(loose) <= {"#fff"}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_evaluate_nothing_and_call_nobody(path: Path):
    assert not re.search(r"\beval\(|new Function|document\.write|https?://(?!www\.w3\.org)", path.read_text())


def test_every_style_and_script_that_a_page_names_exists():
    for drawn in (page(), page("ui/bare.html"), page("ui/components.html", **living_page_context())):
        names = re.findall(r'(?:href|src)="/static/([^"]+)"', drawn)
        assert len(names) > 5
        assert [name for name in names if not finders.find(name)] == []


def test_the_first_visit_of_the_slim_page_is_light():
    drawn = page("ui/bare.html", person=None)
    names = [
        *re.findall(r'(?:href|src)="/static/([^"]+)"', drawn),
        *(f"ui/js/{x}.js" for x in ("form", "draft", "toast")),
    ]
    files = [Path(str(finders.find(name))).read_bytes() for name in names]
    assert sum(len(gzip.compress(one)) for one in [drawn.encode(), *files]) < 25_000


def test_vendored_scripts_are_whole_and_point_nowhere():
    for name, mark in (("htmx.min.js", "4.0.1"), ("Sortable.min.js", "1.15.7")):
        text = (ROOM / "static/ui/vendor" / name).read_text()
        assert mark in text
        assert "sourceMappingURL" not in text


def test_the_living_page_shows_every_part_without_a_double_identifier():
    drawn = page("ui/components.html", **living_page_context())
    ids = [value for name, value in read(drawn).attributes if name == "id"]
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []
    for part in (
        "btn",
        "avatar",
        "severity",
        "kind",
        "tag",
        "field",
        "notice",
        "panel",
        "empty",
        "tile",
        "bar",
    ):
        assert f'class="{part}' in drawn


def test_a_mail_says_who_writes_and_why():
    blocks = "{% block main %}{{ words }}{% endblock %}{% block why %}You asked.{% endblock %}"
    source = '{% extends "ui/mail.txt" %}' + blocks
    drawn = engines["django"].from_string(source).render({"organisation": Organisation(), "words": "5 < 6"})
    assert "5 < 6" in drawn
    assert "Riverside <works>" in drawn
    assert "You asked." in drawn


def test_no_stacked_cell_turns_its_label_round_with_its_value():
    house = ROOM.parent
    cell = re.compile(r"""<td(?:[^>"']|"[^"]*"|'[^']*')*data-label(?:[^>"']|"[^"]*"|'[^']*')*dir="auto\"""")
    turned = [path.name for path in house.glob("*/templates/**/*.html") if cell.search(path.read_text())]
    assert turned == []
