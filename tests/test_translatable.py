"""Every word on a screen can be translated: a word outside the tags of translation fails the build.

Templates are read without their tags; what is left of letters is a word that nobody can translate. In code,
the places where words go to people (labels, help, refusals, toasts) take no bare string. The command line
speaks English only.
"""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent / "genba"
TEMPLATES = [
    path
    for path in HOUSE.rglob("templates/**/*")
    if path.suffix in {".html", ".txt"} and path.name != "components.html"
]
CODE = [path for path in HOUSE.rglob("*.py") if not {"tests", "migrations", "config"} & set(path.parts)]
NAMES = {
    "Genba",
    "CSV",
    "Excel",
    "API",
    "QR",
    "PDF",
    "JSON",
    "ID",
    "Ctrl",
    "Alt",
    "Esc",
    "Enter",
    "Tab",
    "AM",
    "UTC",
}
TRANSLATED = re.compile(
    r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{%\s*comment\b.*?endcomment\s*%}", re.S
)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
UNSEEN = re.compile(r"<(script|style|kbd|code|pre|svg)\b.*?</\1>|<!--.*?-->", re.S | re.I)
SPOKEN = re.compile(r"""\b(?:aria-label|title|alt|placeholder|data-words-[\w-]+)=["']([^"']*)["']""")
MARKUP = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]{2,}")
FOR_PEOPLE = {"label", "help_text", "verbose_name", "empty_label", "placeholder", "hint", "help"}
SAID_BY = {"ValidationError": 0, "FileRefused": 0, "toast": 1, "NotNow": 0}


def bare_words(template):
    """The words of a template that no catalogue can know."""
    page = DJANGO.sub("", TRANSLATED.sub("", UNSEEN.sub("", template)))
    page = re.sub(r"&\w+;|\bdata-[\w-]+(?!\S*=)", " ", page)
    spoken = " ".join(SPOKEN.findall(page))
    return [word for word in WORD.findall(f"{MARKUP.sub(' ', page)} {spoken}") if word not in NAMES]


def bare_strings(source):
    """Strings given to people in code, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg in FOR_PEOPLE]
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in SAID_BY and len(node.args) > SAID_BY[name]:
            given.append(node.args[SAID_BY[name]])
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and WORD.search(value.value):
                yield f"{node.lineno}: {value.value}"


@pytest.mark.once
def test_no_template_says_a_word_that_cannot_be_translated():
    found = {
        str(path.relative_to(HOUSE)): words for path in TEMPLATES if (words := bare_words(path.read_text()))
    }
    assert found == {}


@pytest.mark.once
def test_no_code_hands_a_bare_string_to_people():
    found = {
        str(path.relative_to(HOUSE)): says for path in CODE if (says := list(bare_strings(path.read_text())))
    }
    assert found == {}


@pytest.mark.once
def test_the_rule_notices_what_it_is_for():
    assert bare_words('<p title="Loose">Hello {{ name }}</p>') == ["Hello", "Loose"]
    assert bare_words('<p>{% translate "Hello" %}</p>{% blocktranslate %}You{% endblocktranslate %}') == []
    assert list(bare_strings('CharField(label="Name")')) == ["1: Name"]
    assert list(bare_strings('CharField(label=_("Name"))')) == []
