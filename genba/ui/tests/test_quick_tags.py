"""The quick tags write letter by letter what Django's own do, in every language and behind every prefix."""

import pytest
from django.http import HttpResponse
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.urls import NoReverseMatch, clear_script_prefix, include, path, set_script_prefix
from django.utils import translation
from django.utils.safestring import mark_safe

from genba.ui.addresses import address_of
from genba.ui.registry import MenuEntry, PaletteAction, menu_for, register_action, register_menu


def door(_request: object, **_given: object) -> HttpResponse:
    return HttpResponse()


SEVERAL = ([path("<str:key>/", door, name="one")], "shelf")
urlpatterns = [
    path("", door, name="home"),
    path("items/<int:number>/", door, name="item"),
    path("words/<str:word>/", door, name="word"),
    path("first/", include(SEVERAL, "first")),
    path("second/", include(SEVERAL, "second")),
]
pytestmark = pytest.mark.urls("genba.ui.tests.test_quick_tags")
DJANGOS = Engine(libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"])
GIVEN = {"number": 7, "word": "a&b", "flag": True, "half": 7.0, "safe": mark_safe("a&b")}


def drawn(source: str) -> str:
    return engines["django"].from_string(source).render(dict(GIVEN))


def djangos(source: str) -> str:
    return DJANGOS.from_string(source).render(Context(GIVEN))


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Close" %}',
        "{% translate 'Close' %}",
        '{% translate "Close" as word %}<{{ word }}>',
        '{% translate "Close"|upper %}',
        '{% translate "Close" noop %}',
        '{% translate "Low" context "severity" %}',
        "{% translate word %}",
        '{% translate "100 % & <b>it\'s</b>" %}',
        '{% translate "" %}',
    ],
)
def test_words_are_those_of_django(source, language):
    with translation.override(language):
        assert drawn(source) == djangos(source)


def test_the_same_words_follow_the_language_of_the_page():
    source = engines["django"].from_string('{% translate "Close" %}')
    with translation.override("de"):
        german = source.render({})
    assert (german, source.render({})) == ("Schließen", "Close")


@pytest.mark.parametrize(
    "source",
    [
        "{% url 'home' %}",
        "{% url 'item' number %}",
        "{% url 'item' number=number %}",
        "{% url 'item' 7 as way %}<{{ way }}>",
        "{% url 'nowhere' as way %}<{{ way }}>",
        "{% url 'word' word %}{% url 'word' safe %}",
        "{% url 'word' number %}{% url 'word' flag %}{% url 'word' half %}{% url 'word' number %}",
        "{% url 'shelf:one' word %}",
        "{% autoescape off %}{% url 'word' word %}{% endautoescape %}",
    ],
)
def test_addresses_are_those_of_django(source):
    assert drawn(source) == drawn(source) == djangos(source)


def test_an_address_that_leads_nowhere_is_said_and_so_are_words_that_are_missing():
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'nowhere' %}")
    with pytest.raises(TemplateSyntaxError):
        drawn("{% translate %}")


def test_what_equals_is_not_taken_for_the_same():
    assert address_of("word", (1,)) == "/words/1/"
    assert address_of("word", (True,)) == "/words/True/"
    assert address_of("word", (1.0,)) == "/words/1.0/"


def test_the_place_where_one_is_decides_between_doors_of_one_name():
    addresses = [address_of("shelf:one", ("a",), current_app=here) for here in ("first", "second")]
    assert addresses == ["/first/a/", "/second/a/"]


def test_what_stands_before_all_addresses_belongs_to_them():
    address_of("item", (7,))
    set_script_prefix("/quality/")
    try:
        assert address_of("item", (7,)) == "/quality/items/7/"
    finally:
        clear_script_prefix()
    assert address_of("item", (7,)) == "/items/7/"


def test_a_palette_is_drawn_for_each_menu_and_each_language():
    source = engines["django"].from_string("{% palette_data %}")
    register_menu(MenuEntry("home", translation.gettext_lazy("Close"), "home"))
    before = source.render({"person": "amira", "menu": menu_for("amira")})
    register_action(PaletteAction("item", "No way without a number", "home"))
    register_menu(MenuEntry("home", translation.gettext_lazy("Cancel"), "home"))
    after = source.render({"person": "amira", "menu": menu_for("amira")})
    with translation.override("de"):
        german = source.render({"person": "amira", "menu": menu_for("amira")})
    assert ['"Close"' in before, '"Cancel"' in after, '"Abbrechen"' in german] == [True, True, True]
    assert '"Close"' not in after


def test_a_piece_of_the_frame_speaks_the_language_of_each_page():
    source = engines["django"].from_string('{% drawn_once "ui/parts/toast_template.html" %}')
    with translation.override("de"):
        assert 'aria-label="Schließen"' in source.render({})
    assert 'aria-label="Close"' in source.render({})
