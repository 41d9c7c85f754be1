from html.parser import HTMLParser

import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.ui.markdown import LONGEST, to_html

HARMLESS = {
    "div", "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "strong",
    "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCRAPS = st.sampled_from([
    "<script>", "</script>", "javascript:", "[x](", ")", "<img src=x onerror=alert(1)>", "![", "](", "data:,",
    "<svg/onload=", "`", "```\n", "*", "# ", "\n", "\n\n", "> ", "&lt;", "&#x6A;", "<a href=", '"', "<!--",
    "| a | b |\n|---|---|\n", "style=", "\u202e", "\x00", "😀", "<", ">", "&", "]]>", "'",
])  # fmt: skip


class Reader(HTMLParser):
    """Sees what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def nothing_executable(html: str) -> bool:
    seen = read(html)
    schemes = [value for name, value in seen.attributes if name == "href" and value]
    return (
        seen.tags <= HARMLESS
        and {name for name, _ in seen.attributes} <= {"href", "title", "rel", "class", "dir", "start"}
        and all(
            url.split(":")[0].lower() in ("http", "https", "mailto", "tel") or ":" not in url
            for url in schemes
        )
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=12), max_size=25).map("".join))
def test_nothing_executable_survives(text: str):
    assert nothing_executable(to_html(text))


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "<a href='javascript:x' onclick=x>y</a>",
        "![x](https://example.org/pixel.gif)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg><script>x</script></svg>",
        "<style>*{display:none}</style>",
        '[x](https://e.org "onmouseover=alert(1)")',
        "<math><mtext></table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
    ],
)
def test_known_attacks_stay_words(attack: str):
    assert nothing_executable(to_html(attack))


def test_plain_markdown_is_understood():
    html = to_html("# Seen\n\nA **bold** word\n\n- one\n- two\n\n~~gone~~")
    assert "<h3>Seen</h3>" in html
    assert "<strong>bold</strong>" in html
    assert html.count("<li>") == 2
    assert "<s>gone</s>" in html


def test_a_line_break_that_was_typed_is_kept():
    assert "one<br>" in to_html("one\ntwo")


def test_a_link_promises_nothing():
    assert 'rel="nofollow noopener noreferrer"' in to_html("[x](https://example.org)")


def test_text_runs_in_its_own_direction():
    assert to_html("مرحبا").startswith('<div class="prose" dir="auto">')


def test_a_megabyte_of_text_is_shown_without_being_interpreted():
    html = to_html("*a* <b>" * (LONGEST // 6))
    assert "<em>" not in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("nested", ["[" * 20_000, "> " * 5_000 + "x", "*a_" * 10_000, "- " * 3_000 + "x"])
def test_deep_nesting_does_not_crash(nested: str):
    assert nothing_executable(to_html(nested))


def test_nothing_is_nothing():
    template = engines["django"].from_string("{{ text|prose }}")
    assert template.render({"text": ""}) == template.render({"text": None}) == template.render({}) == ""
