"""The catalogues: whoever reports reads whole pages in their language, and nothing in them is broken."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation.template import templatize

from genba.listen.forms import ReceiptForm, ReportForm, WriteAgainForm
from genba.listen.forms.helps import HelpsForm
from genba.listen.models import Original
from genba.ui import times
from genba.ui.rules import rule_named, rule_of

HOUSE = Path(settings.LOCALE_PATHS[0]).parents[1]
LANGUAGES = {"de": 2, "ar": 6, "es": 3, "fr": 2, "tr": 2}  # with the number of plural forms
FOR_BUILDERS = "components.html"  # the page of living components is read by those who build, in English
FOLDERS_OF_MAIL = [
    HOUSE / "people" / "templates" / "account" / "email",
    HOUSE / "people" / "templates" / "mfa" / "email",
    HOUSE / "people" / "templates" / "people" / "mail",
    HOUSE / "front" / "templates" / "front" / "mail",
]
MODULES = (
    "listen/forms/report.py",
    "listen/forms/receipt.py",
    "listen/forms/words.py",
    "listen/gate.py",
    "listen/models/report.py",
    "listen/views/report.py",
    "listen/views/receipt.py",
    "listen/templatetags/listen.py",
    "trail/pictures.py",
    "trail/file_types.py",
    "trail/files.py",
    "front/notices.py",
    "front/mailing.py",
    "ui/times.py",
    "ui/marks.py",
)
FORMS_OF_THE_REPORTER = (ReportForm, ReceiptForm, WriteAgainForm, HelpsForm)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|</?[a-z]+>")
SAID_IN = re.compile(
    r"""\bn?(?:pgettext\(u?'[^']*', |gettext\()(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
)
ALSO_SAID = re.compile(r"""\b_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")

pytestmark = pytest.mark.once


def catalogue(language, ending="po"):
    path = HOUSE / "config" / "locale" / language / "LC_MESSAGES" / f"django.{ending}"
    return polib.pofile(path) if ending == "po" else polib.mofile(path)


def translated(entries):
    return [entry for entry in entries if entry.msgstr or any(entry.msgstr_plural.values())]


def words_of(entry):
    return (entry.msgctxt, entry.msgid, entry.msgstr, tuple(sorted(entry.msgstr_plural.items())))


def said_by(template):
    source = templatize(template.read_text(encoding="utf-8"))
    return {ast.literal_eval(said) for said in (*SAID_IN.findall(source), *ALSO_SAID.findall(source))}


def templates_of_the_reporter():
    folders = [HOUSE / "listen" / "templates", HOUSE / "ui" / "templates", *FOLDERS_OF_MAIL]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix in {".html", ".txt"}]
    return [path for path in files if path.name != FOR_BUILDERS]


def said_by_module(path):
    """The words in `_()` and its kin of a Python file; of those with a plural the singular."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    ours = [call for call in calls if getattr(call.func, "id", "") in {"_", "gettext", "ngettext"}]
    return {call.args[0].value for call in ours if isinstance(call.args[0], ast.Constant)}


def test_the_words_of_a_template_are_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% translate \"It's here\" as a %}{% translate 'j M' context 'date' %}"
        "{% field x hint=_('Two') %}"
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    assert said_by(page) == {"It's here", "j M", "Two", "%(n)s day"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_reporters_pages_is_translated(language):
    known = {entry.msgid for entry in translated(catalogue(language))}
    missing = {path.name: gap for path in templates_of_the_reporter() if (gap := said_by(path) - known)}
    assert missing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_comes_from_code_on_the_reporters_path_and_in_mails_is_translated(language):
    known = {entry.msgid for entry in translated(catalogue(language))}
    missing = {name: gap for name in MODULES if (gap := said_by_module(HOUSE / name) - known)}
    assert missing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_why_on_the_reporters_path_is_translated(language):
    asked = [rule_of(form, name) for form in FORMS_OF_THE_REPORTER for name in form.base_fields]
    whys = {str(rule.why) for code in asked if (rule := rule_named(code))}
    assert len(whys) == len(FORMS_OF_THE_REPORTER) + 1
    assert whys - {entry.msgid for entry in translated(catalogue(language))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_and_the_markup(language):
    for entry in translated(catalogue(language)):
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        forms = entry.msgstr_plural or {None: entry.msgstr}
        for form, words in forms.items():
            kept = sorted(PLACEHOLDER.findall(words))
            says_the_number_in_words = language == "ar" and form in (1, 2) and wanted == ["%(n)d"]
            assert kept == wanted or (says_the_number_in_words and kept == []), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_plural_forms_are_there_and_nothing_is_a_guess(language):
    entries = catalogue(language)
    assert [entry.msgid for entry in entries if entry.fuzzy] == []
    for entry in translated(entries):
        assert all(entry.msgstr_plural.values()), entry.msgid
        assert len(entry.msgstr_plural) in (0, LANGUAGES[language]), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language):
    written = {words_of(entry) for entry in translated(catalogue(language))}
    assert {words_of(entry) for entry in catalogue(language, "mo")} == written


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("ar", "rtl", "ماذا حدث؟"),
        ("de", "ltr", "Was ist passiert?"),
        ("es", "ltr", "¿Qué pasó?"),
        ("fr", "ltr", "Que s’est-il passé ?"),
        ("tr", "ltr", "Ne oldu?"),
        ("en", "ltr", "What happened?"),
    ],
)
@pytest.mark.django_db
def test_a_stranger_reads_the_form_in_their_language_without_a_cookie(
    cast, client, language, direction, words
):
    answer = client.get(f"/report/?lang={language}")
    page = answer.content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert words in page
    assert answer.cookies == {}


@pytest.mark.django_db
def test_the_browser_chooses_where_the_address_says_nothing(cast, client):
    page = client.get("/report/", headers={"accept-language": "ar-EG,ar;q=0.9,en;q=0.5"}).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "ماذا حدث؟" in page


@pytest.mark.django_db
def test_the_language_stays_from_the_form_to_the_answer(cast, client):
    page = client.get("/report/?lang=ar").content.decode()
    address = re.search(r'<form[^>]* action="([^"]+)"', page)[1]
    answer = client.post(address, {"text": "الطابعة معطلة"})
    assert 'dir="rtl"' in answer.content.decode()
    assert answer.cookies == {}
    assert 'href="/receipt/?lang=ar"' in answer.content.decode()
    assert Original.objects.get().words.text == "الطابعة معطلة"


@pytest.mark.django_db
def test_a_stranger_finds_the_other_languages_and_keeps_the_place(cast, client):
    page = client.get(f"/report/?place={cast.station.code}").content.decode()
    offered = re.findall(r'<a href="([^"]+)" lang="(\w+)"', page)
    assert [language for _, language in offered] == ["en", "de", "es", "fr", "tr", "ar"]
    assert all(f"place={cast.station.code}&amp;lang=" in address for address, _ in offered)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "xx", "ar%22%3E", "../de", "%00"])
def test_a_language_nobody_has_changes_nothing(cast, client, asked):
    page = client.get(f"/report/?lang={asked}").content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert 'action="/report/"' in page


@pytest.mark.django_db
def test_a_person_reads_pages_in_the_language_they_chose(cast, sign_in):
    type(cast.tomas).objects.filter(pk=cast.tomas.pk).update(language="de")
    page = sign_in(cast.tomas).get("/reports/mine/", headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="de" dir="ltr"' in page
    assert "Sie haben noch nichts gemeldet" in page


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("ar", 1, "يوم واحد"),
        ("ar", 2, "يومين"),
        ("ar", 5, "5 أيام"),
        ("ar", 12, "12 يومًا"),
        ("de", 5, "5 Tage"),
    ],
)
def test_lengths_of_time_take_the_right_plural(language, days, words):
    with translation.override(language):
        assert times.duration(timezone.timedelta(days)) == words


def test_what_nobody_translated_yet_stays_english():
    gap = next(entry.msgid for entry in catalogue("ar") if not entry.msgstr and not entry.msgid_plural)
    with translation.override("ar"):
        assert translation.gettext(gap)
