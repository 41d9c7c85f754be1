from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import engines

from genba.ui import marks
from genba.ui.icons import DIRECTIONAL, DRAWINGS

PROMISED_ICONS = """
home inbox board report search bell settings people team place import download upload plus check cross clock
calendar comment link file photo qr drag arrow-left arrow-right arrow-up arrow-down menu sun moon globe key
shield worker history idea nearmiss problem complaint question thanks method machine material measurement
environment information training workload decision more filter table undo mail print external warning info
""".split()  # noqa: SIM905 - a list of words reads better as words


@dataclass
class Somebody:
    name: str
    initials: str = ""


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_every_promised_icon_is_drawn():
    assert [name for name in PROMISED_ICONS if name not in DRAWINGS] == []


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_an_icon_is_well_formed_and_silent(name: str):
    svg = ElementTree.fromstring(marks.icon(name))
    assert svg.get("aria-hidden") == "true"
    assert len(svg) > 0


def test_arrows_turn_round_in_text_from_right_to_left():
    assert all("mirrors" in marks.icon(name) for name in DIRECTIONAL)
    assert "mirrors" not in marks.icon("clock")


def test_every_icon_that_a_template_names_exists():
    house = Path(__file__).resolve().parents[2]
    named = {
        (path.name, part.split('"')[0])
        for path in house.rglob("templates/**/*.html")
        for part in path.read_text().split('{% icon "')[1:]
    }
    assert len(named) > 20
    assert sorted((path, name) for path, name in named if name not in DRAWINGS) == []


def test_a_person_is_two_letters_with_the_name_for_everybody():
    drawn = draw("{% avatar person %}", person=Somebody("Amira Khan"))
    assert ">AK<" in drawn
    assert 'title="Amira Khan"' in drawn


def test_nobody_wears_the_mask():
    drawn = draw("{% avatar None %}")
    assert "icon-mask" in drawn
    assert "Anonymous" in drawn


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amira", "A"), ("Ana de la Cruz", "AC"), ("", "?"), ("ali can", "AC"), ("李 明", "李明")],
)
def test_initials_come_from_the_first_and_the_last_word(name: str, letters: str):
    assert marks.initials_of(name) == letters


def test_a_name_cannot_carry_markup():
    drawn = draw("{% avatar person %}{% tag name %}{% kind name %}", person=Somebody("<b>x"), name="<script>")
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_severity_is_bars_and_a_word_or_nothing():
    assert "High" in draw('{% severity "high" %}')
    assert draw('{% severity "" %}{% severity None %}{% severity "huge" %}') == ""


def test_a_kind_has_its_icon_and_its_own_word():
    assert "icon-nearmiss" in draw('{% kind "near_miss" "Almost" %}')
    assert "Almost" in draw('{% kind "near_miss" "Almost" %}')
    assert "Near miss" in draw('{% kind "near_miss" %}')


def test_words_of_others_may_run_in_any_direction():
    assert 'dir="auto"' in draw("{% tag text %}", text="خط 4")
