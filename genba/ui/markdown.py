"""People's own text as HTML. This is the one reviewed place that trusts the outcome."""

from typing import Final

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST: Final = 100_000
_TAGS: Final = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
    "strong", "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: Final[dict[str, set[str]]] = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}
#: Titles inside a text are smaller than the titles of the page around it.
_TITLE_STEP: Final = 2

_reader = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["strikethrough", "table"])
    .disable(["image", "html_block", "html_inline"])
)


def to_html(text: object) -> SafeString:
    """Markdown to harmless HTML: no scripts, no pictures from elsewhere, links that promise nothing."""
    words = str(text or "").replace("\x00", "")
    if len(words) > LONGEST:
        return format_html('<div class="prose" dir="auto"><pre>{}</pre></div>', words)
    clean = nh3.clean(
        _reader.renderer.render(_smaller_titles(_reader.parse(words)), _reader.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return (
        format_html('<div class="prose" dir="auto">{}</div>', mark_safe(clean))
        if clean.strip()
        else mark_safe("")
    )


def _smaller_titles(tokens: list[Token]) -> list[Token]:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _TITLE_STEP)}"
    return tokens
