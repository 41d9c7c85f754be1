import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from genba.ui.charts import Segment


def draw(source: str, request: HttpRequest | None = None, **context: object) -> str:
    return engines["django"].from_string(source).render({"request": request, **context})


def test_a_panel_holds_what_stands_between():
    drawn = draw(
        '{% panel title="Why" hint="So" level=3 id="why" %}<b>this</b>{{ text }}{% endpanel %}', text="<i>"
    )
    assert '<h3 class="panel-title">Why</h3>' in drawn
    assert "<b>this</b>&lt;i&gt;" in drawn
    assert 'id="why"' in drawn


def test_an_empty_place_teaches():
    drawn = draw('{% empty icon="board" title="No cards" %}Make one{% endempty %}')
    assert "icon-board" in drawn
    assert '<p class="empty-title">No cards</p>' in drawn
    assert "<h1" in draw('{% empty title="Gone" level=1 %}x{% endempty %}')


@pytest.mark.parametrize(
    ("tone", "icon"), [("info", "info"), ("ok", "check"), ("warn", "warning"), ("bad", "problem")]
)
def test_a_notice_never_speaks_by_colour_alone(tone: str, icon: str):
    drawn = draw("{% notice tone=tone %}Words{% endnotice %}", tone=tone)
    assert f"tone-{tone}" in drawn
    assert f"icon-{icon}" in drawn


def test_only_bad_news_interrupts_a_screen_reader():
    assert 'role="alert"' in draw('{% notice tone="bad" %}x{% endnotice %}')
    assert "role=" not in draw('{% notice tone="warn" %}x{% endnotice %}')


def test_a_tile_keeps_its_number_whole():
    drawn = draw('{% tile title="First answer" value="5.2" unit="h" target="1 day" url="/x/" %}')
    assert "<bdi>5.2<small>h</small></bdi>" in drawn
    assert '<a href="/x/">First answer</a>' in drawn


def test_progress_tells_how_far_and_admits_when_it_does_not_know():
    assert 'value="5"' in draw('{% progress 5 20 "Reading" %}')
    assert "25 %" in draw('{% progress 5 20 "Reading" %}')
    assert "value=" not in draw('{% progress None 20 "Reading" %}')
    assert "—" in draw('{% progress 0 0 "Reading" %}')


def test_a_line_with_too_little_data_says_so():
    assert "Not enough data yet" in draw("{% spark points %}", points=[1, None])
    assert "Not enough data yet" in draw("{% spark points %}", points=[])


def test_a_line_stays_inside_its_box_and_skips_what_is_missing():
    drawn = draw('{% spark points "Open cards" %}', points=[1, None, 900, -3.5, 4])
    pairs = drawn.split('points="')[1].split('"')[0].split()
    assert len(pairs) == 4
    assert all(0 <= float(x) <= 100 and 0 <= float(y) <= 28 for x, y in (pair.split(",") for pair in pairs))
    assert 'aria-label="Open cards"' in drawn


def test_a_flat_line_is_drawn_in_the_middle():
    assert "14.0" in draw("{% spark points %}", points=[5, 5, 5])


def test_a_bar_names_its_parts_in_words():
    drawn = draw(
        "{% bar parts %}", parts=[Segment(3, "New", "mute"), (1, "<Done>", "ok"), {"value": 0, "label": "No"}]
    )
    assert 'width="75.00"' in drawn
    assert "&lt;Done&gt;" in drawn
    assert ">No<" not in drawn


def test_an_empty_bar_says_so():
    assert "Nothing here yet" in draw("{% bar parts %}", parts=[])


def test_steps_through_pages_keep_the_filters():
    request = RequestFactory().get("/cards/?team=4&page=2&kind=idea&kind=problem")
    drawn = draw("{% pages page %}", request, page=Paginator(range(100), 10).page(2))
    assert "?team=4&amp;page=3&amp;kind=idea&amp;kind=problem" in drawn
    assert 'aria-current="page"' in drawn
    assert 'rel="prev"' in drawn


def test_one_page_needs_no_steps():
    assert draw("{% pages page %}", page=Paginator(range(3), 10).page(1)) == ""
