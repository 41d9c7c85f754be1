"""The words of our templates: `{% icon %}`, `{% panel %}`, `{% field %}` and the rest."""

import datetime as dt
import json
import math
import secrets
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from genba.ui import charts, marks, quick_tags, times
from genba.ui.addresses import house
from genba.ui.fields import field_context
from genba.ui.icons import DRAWINGS
from genba.ui.markdown import to_html
from genba.ui.registry import MenuItem, PaletteAction, actions_for
from genba.ui.rules import why_of
from genba.ui.toasts import waiting_toasts

register = template.Library()

# The frame of every page.


@register.simple_tag(takes_context=True)
def menu_bar(context: Context, name: str) -> SafeString:
    """The menu as a sidebar or a tabbar."""
    return _drawn_bar(name, tuple(context.get("menu") or ()), get_language(), house())


@lru_cache(maxsize=256)
def _drawn_bar(name: str, menu: tuple[MenuItem, ...], *where: object) -> SafeString:
    """The same menu in the same language looks the same for everybody, so it is drawn once."""
    del where
    return render_to_string(f"ui/parts/{name}.html", {"menu": menu})


@register.simple_tag
def drawn_once(template_name: str, **options: object) -> SafeString:
    """A piece of the frame that says nothing of anybody: drawn once for each language."""
    return _drawn_piece(template_name, tuple(options.items()), get_language(), house())


@lru_cache(maxsize=64)
def _drawn_piece(template_name: str, options: tuple[tuple[str, object], ...], *where: object) -> SafeString:
    del where  # the language, and the doors to which its links lead
    return render_to_string(template_name, dict(options))


# Django's own, quicker.

register.tag("translate", quick_tags.translate)
register.tag("url", quick_tags.url)

# Marks that stand inside a line.

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.avatar, name="avatar")
register.simple_tag(marks.severity, name="severity")
register.simple_tag(marks.kind, name="kind")
register.simple_tag(marks.tag, name="tag")
register.simple_tag(marks.severity_bars, name="severity_bars")
register.simple_tag(charts.spark, name="spark")
register.simple_tag(charts.bar, name="bar")
register.simple_tag(charts.bars, name="bars")


@register.simple_tag
def when(value: times.Moment | None) -> SafeString | str:
    """A moment in short words."""
    return times.when(value)


@register.simple_tag
def day(value: times.Moment | None) -> SafeString | str:
    """A day by its date, for sentences: behind "on", "since" and "until"."""
    return times.day(value)


@register.simple_tag
def ago(value: times.Moment | None) -> SafeString | str:
    """How long ago a moment was."""
    return times.ago(value)


@register.filter
def duration(value: dt.timedelta | None) -> str:
    """A length of time in its biggest unit."""
    return times.duration(value)


@register.filter
def days(value: float | None) -> str:
    """A number of days as a length of time in its biggest unit."""
    return "—" if value is None else times.duration(dt.timedelta(days=value))


@register.filter
def prose(value: object) -> SafeString:
    """People's own text, Markdown allowed, nothing executable."""
    return to_html(value)


@register.filter
def number(value: float | str | None, places: int | None = None) -> SafeString | str:
    """A number as the reader's language writes it, kept whole in text of either direction.

    Without `places` a number has as many as it needs, four at most.
    """
    if value is None or value == "":
        return "—"
    if places is None and isinstance(value, float) and math.isfinite(value):
        short = round(value, 4)
        value = int(short) if short.is_integer() else short
    return format_html("<bdi>{}</bdi>", number_format(value, decimal_pos=places, force_grouping=True))


# Blocks that hold other things.


@register.simple_block_tag
def panel(
    content: str, title: object = "", hint: object = "", tone: str = "", level: int = 2, **more: object
) -> SafeString:
    """A surface with a title. `id`, `icon` and `flush` (no padding, for lists and tables) are optional."""
    context = {"content": content, "title": title, "hint": hint, "tone": tone, "level": level, **more}
    return render_to_string("ui/parts/panel.html", context)


@register.simple_block_tag
def empty(content: str, icon: str = "inbox", title: object = "", level: int = 0) -> SafeString:
    """What stands where nothing is yet: what belongs here and how to begin. With a level, a heading."""
    context = {"content": content, "icon": icon, "title": title, "level": level}
    return render_to_string("ui/parts/empty.html", context)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: object = "") -> SafeString:
    """Words in the page that need attention, with an icon so that colour never stands alone."""
    icons = {"ok": "check", "warn": "warning", "bad": "problem"}
    context = {"content": content, "tone": tone, "title": title, "icon": icons.get(tone, "info")}
    return render_to_string("ui/parts/notice.html", context)


@register.simple_tag
def tile(level: int = 2, **parts: object) -> SafeString:
    """One figure: title, value, unit, note, target, tone, url, icon, points and points_label."""
    return render_to_string("ui/parts/tile.html", {**parts, "level": level})


# Forms.


@register.simple_tag
def field(bound: BoundField, **options: object) -> SafeString:
    """One form field with its label, help and errors."""
    if not isinstance(bound, BoundField):
        return mark_safe("")
    if bound.is_hidden:
        return format_html("{}", bound)
    return render_to_string("ui/parts/field.html", field_context(bound, options))


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of a form, the hidden ones included."""
    return mark_safe("".join(field(bound) for bound in form))


@register.simple_tag
def why(code: str, label: object = "") -> SafeString:
    """Why a rule is there, in one tap; nothing where nobody has said it. `label` names the rule for ears."""
    words = why_of(code)
    return render_to_string("ui/parts/why.html", {"why": words, "label": label}) if words else mark_safe("")


@register.simple_tag
def errors(form: BaseForm) -> SafeString:
    """What has to be put right, at the top, with a link to each field."""
    if not form.errors:
        return mark_safe("")
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    hidden = [f"{bound.label}: {error}" for bound in form.hidden_fields() for error in bound.errors]
    context = {"form": form, "wrong": wrong, "general": [*form.non_field_errors(), *hidden]}
    return render_to_string("ui/parts/errors.html", context)


# Movement through many things.


@register.simple_tag
def progress(value: float | None, maximum: float = 100, label: str = "") -> SafeString:
    """How far a long work is. A value of None means that nobody knows yet."""
    shown = _("working…") if value is None else f"{100 * value / maximum:.0f} %" if maximum else "—"
    amount = mark_safe("") if value is None else format_html('value="{}"', f"{value:g}")
    return format_html(
        '<div class="progress"><span class="progress-label">{}</span><bdi>{}</bdi>'
        '<progress max="{}" aria-label="{}" {}></progress></div>',
        label,
        shown,
        f"{maximum:g}",
        label or _("Progress"),
        amount,
    )


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Page[Any], parameter: str = "page") -> SafeString:
    """Steps through a long list; the filters in the address stay."""
    if not page.has_other_pages():
        return mark_safe("")
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    steps = [
        (number, address(number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    parts = {
        "page": page,
        "steps": steps,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
    }
    return render_to_string("ui/parts/pages.html", parts)


# The frame of the page.


@register.simple_tag(takes_context=True)
def toast_region(context: Context) -> SafeString:
    """Where toasts appear. One stands in each base page."""
    found = waiting_toasts(context.get("request"))
    return render_to_string(
        "ui/parts/toasts.html", {"toasts": found, "csrf_token": context.get("csrf_token")}
    )


class SentOnceNode(CsrfTokenNode):
    """The token, and with it a fresh key: the same form sent twice is done once."""

    def render(self, context: Context) -> SafeString:
        token = super().render(context)
        if not token:
            return mark_safe("")
        key = secrets.token_hex(16)
        return format_html('{}<input type="hidden" name="idempotency_key" value="{}">', token, key)


@register.tag
def csrf_token(parser: Parser, token: Token) -> SentOnceNode:
    """Django's own tag, in every form that writes, and the key that makes a repeat harmless."""
    del parser, token
    return SentOnceNode()


@register.simple_tag(takes_context=True)
def csrf_headers(context: Context) -> SafeString:
    """The attribute for the body that lets htmx post; empty where the page wants no token."""
    token = context.get("csrf_token")
    if not token or str(token) == "NOTPROVIDED":
        return mark_safe("")
    return format_html("hx-headers:inherited='{}'", mark_safe(json.dumps({"X-CSRFToken": str(token)})))


#: What the search may find; their drawings travel with the page.
RESULT_ICONS = {"report", "board", "people", "team", "place", "file", "search", "link"}
_UNSAFE_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def palette_data(context: Context) -> SafeString:
    """The menu and the actions of this person, as JSON that the palette reads."""
    menu: Iterable[MenuItem] = context.get("menu") or ()
    # Where somebody is and what waits there is not told here: more pages have the same.
    places = tuple(replace(item, is_current=False, badge=0) for item in menu)
    return _drawn_palette(places, tuple(actions_for(context.get("person"))), get_language())


@lru_cache(maxsize=256)
def _drawn_palette(
    menu: tuple[MenuItem, ...], actions: tuple[tuple[PaletteAction, str], ...], language: str
) -> SafeString:
    del language
    keys = {url: action.keys for action, url in actions}
    places = [
        {
            "url": item.url,
            "label": str(item.label),
            "icon": item.icon,
            "keys": item.keys or keys.get(item.url, ""),
        }
        for item in menu
    ]
    # What stands in the menu anyway is not told twice.
    named = {item.url for item in menu}
    deeds = [
        {"url": url, "label": str(action.label), "icon": action.icon, "keys": action.keys}
        for action, url in actions
        if url not in named
    ]
    used = {item["icon"] for item in [*places, *deeds]} | RESULT_ICONS
    icons = {name: DRAWINGS[name] for name in sorted(used) if name in DRAWINGS}
    data = {"actions": deeds, "menu": places, "icons": icons}
    return mark_safe(json.dumps(data).translate(_UNSAFE_IN_SCRIPT))
