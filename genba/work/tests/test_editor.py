import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from genba.trail.models import Fact, File
from genba.work.models import Version
from genba.work.outline import MOVES, flat, numbers_of, steps_of
from genba.work.steps import plain, steps_from, walk
from genba.work.tests.factory import STEPS, make_draft, make_procedure
from genba.work.tests.pictures import a_picture
from genba.work.typed import Typed
from genba.work.writing import write

NOTHING = {"key": "x", "what": "", "depth": 0}


def door(version, name="edit"):
    return reverse(f"work:{name}", args=[version.procedure_id, version.number])


def send(client, version, typed, **changes):
    body = json.dumps({**typed.plain(), **changes})
    return client.post(door(version, "draft"), body, content_type="application/json")


def as_form(version, **changes):
    """What a browser without a script would send of the page as it stands."""
    typed = Typed.of(Version.objects.get(pk=version.pk))
    form = {"base": typed.base, "lines": len(typed.lines), **typed.words}
    for at, line in enumerate(typed.lines):
        form |= {f"line-{at}-{name}": "" if value is None else value for name, value in line.items()}
        form |= {f"line-{at}-{name}": "on" for name, value in line.items() if value is True}
        for name in [name for name, value in line.items() if value is False]:
            del form[f"line-{at}-{name}"]
    return form | changes


def shape(version):
    steps = Version.objects.get(pk=version.pk).steps
    return [(len(place) - 1, step.key) for place, step in walk(steps)]


@pytest.fixture
def draft(cast):
    return make_draft(cast)


@pytest.fixture
def amira(cast, sign_in):
    return sign_in(cast.amira)


def test_what_is_typed_is_kept(draft, amira):
    typed = Typed.of(draft)
    typed.lines[1]["what"] = "Set the driver to 4.0 Nm"
    answer = send(amira, draft, typed, words={"title": "Close it", "why": "Loose covers came back."})
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert (draft.title, draft.why, draft.body[1]["what"]) == (
        "Close it",
        "Loose covers came back.",
        "Set the driver to 4.0 Nm",
    )
    assert answer.json()["base"] == Typed.of(draft).base
    assert "4 may be skipped, or done several times." in answer.json()["allows"]


def test_writing_leaves_one_fact_for_a_sitting(draft, amira, cast, sign_in):
    for word in ("one", "two", "three"):
        send(amira, draft, Typed.of(Version.objects.get()), words={"why": word})
    assert Fact.objects.filter(name="work.version_written").count() == 1
    send(sign_in(cast.quentin), draft, Typed.of(Version.objects.get()), words={"why": "four"})
    assert Fact.objects.filter(name="work.version_written").count() == 2


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(draft, amira, cast):
    typed = Typed.of(draft)
    write(draft, by=cast.quentin, title="Theirs")
    answer = send(amira, draft, typed, words={"title": "Mine"})
    assert answer.status_code == 409
    told = answer.json()
    assert (told["words"]["title"], told["writer"]) == ("Theirs", "Quentin Lee")
    assert Version.objects.get().title == "Theirs"
    assert send(amira, draft, typed, words={"title": "Mine"}, base=told["base"]).status_code == 200
    assert Version.objects.get().title == "Mine"


def test_the_same_sent_twice_is_no_quarrel(draft, amira):
    typed = Typed.of(draft)
    first, again = (send(amira, draft, typed, words={"title": "Once"}) for _time in range(2))
    assert (first.status_code, again.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("change", "line", "column"),
    [
        ({"low": "much"}, 1, "low"),
        ({"minutes": "-3"}, 1, "minutes"),
        ({"low": "5", "high": "4"}, 1, "low"),
        ({"why": "x" * 2000}, 1, "why"),
        ({"order": "sideways"}, 1, "order"),
    ],
)
def test_a_fault_is_said_at_its_line(draft, amira, change, line, column):
    typed = Typed.of(draft)
    typed.lines = [NOTHING, {**typed.lines[0], **change}, *typed.lines[1:]]
    answer = send(amira, draft, typed)
    assert answer.status_code == 422
    fault = answer.json()["faults"][0]
    assert (fault["line"], fault["column"]) == (line, column)
    assert Version.objects.get().body == draft.body


def test_a_title_is_needed(draft, amira):
    answer = send(amira, draft, Typed.of(draft), words={"title": " "})
    assert answer.json()["wrong"] == {"title": "Say in a few words what is done."}


def test_lines_in_which_nothing_is_written_are_left_out(draft, amira):
    typed = Typed.of(draft)
    assert send(amira, draft, typed, lines=[*typed.lines, NOTHING, NOTHING]).status_code == 200
    assert shape(draft) == [(0, "fetch"), (0, "set"), (0, "either"), (1, "screw"), (1, "clip"), (0, "label")]


def test_a_comma_is_a_decimal_point_too(draft, amira):
    line = {"key": "a", "what": "Measure", "low": "3,8", "high": " 4.2 ", "minutes": "5", "depth": 0}
    send(amira, draft, Typed.of(draft), lines=[line])
    step = Version.objects.get().steps[0]
    assert (step.low, step.high, step.minutes, step.is_measured) == (3.8, 4.2, 5, True)


@pytest.mark.parametrize(
    "body", ["", "[]", "nonsense", "{}", '{"lines": 3}', "[" * 100_000, '{"lines": [1], "words": []}']
)
def test_nonsense_is_refused_with_a_sentence(draft, amira, body):
    answer = amira.post(door(draft, "draft"), body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert Version.objects.get().body == draft.body


def test_who_may_not_change_it_finds_no_editor(draft, cast, sign_in):
    for person in (cast.tomas, cast.wanda, cast.nobody):
        assert sign_in(person).get(door(draft)).status_code == 404
        assert send(sign_in(person), draft, Typed.of(draft)).status_code == 404
        assert sign_in(person).post(door(draft, "pictures")).status_code == 404
    assert "/account/login/" in sign_in(None).get(door(draft)).url


def test_what_is_in_force_is_not_written_on(cast, amira):
    version = make_procedure(cast).in_force
    assert amira.get(door(version)).status_code == 404
    assert send(amira, version, Typed.of(version)).status_code == 404


def test_the_page_of_a_draft_leads_to_the_editor(draft, amira, cast, sign_in):
    page = reverse("work:version", args=[draft.procedure_id, 1])
    assert door(draft) in amira.get(page).content.decode()
    assert door(draft) not in sign_in(cast.tomas).get(page).content.decode()


def test_without_a_script_the_form_keeps_what_is_typed(draft, amira):
    answer = amira.post(door(draft), as_form(draft, save="1", **{"line-0-what": "Take the order"}))
    assert answer.url == door(draft)
    kept = Version.objects.get()
    assert kept.body[0]["what"] == "Take the order"
    assert kept.body[1:] == draft.body[1:]


@pytest.mark.parametrize(
    ("button", "at", "keys"),
    [
        ("up", 1, "0set 0fetch 0either 1screw 1clip 0label"),
        ("down", 2, "0fetch 0set 0label 0either 1screw 1clip"),
        ("in", 1, "0fetch 1set 0either 1screw 1clip 0label"),
        ("out", 3, "0fetch 0set 0either 0screw 1clip 0label"),
        ("remove", 2, "0fetch 0set 0screw 0clip 0label"),
        ("up", 0, "0fetch 0set 0either 1screw 1clip 0label"),
        ("in", 0, "0fetch 0set 0either 1screw 1clip 0label"),
        ("up", 77, "0fetch 0set 0either 1screw 1clip 0label"),
    ],
)
def test_without_a_script_buttons_move_lines(draft, amira, button, at, keys):
    assert amira.post(door(draft), as_form(draft, **{button: at})).status_code == 200
    assert " ".join(f"{depth}{key}" for depth, key in shape(draft)) == keys


def test_without_a_script_a_line_can_be_added_and_filled(draft, amira):
    page = amira.post(door(draft), as_form(draft, add="0")).content.decode()
    assert re.findall(r"data-number>([\d.]+)<", page) == ["1", "2", "3", "4", "4.1", "4.2", "5"]
    assert '<textarea class="eline-what" name="line-1-what"' in page


def test_without_a_script_a_fault_stands_at_its_line_and_nothing_is_lost(draft, amira):
    answer = amira.post(door(draft), as_form(draft, **{"line-1-low": "much", "line-0-what": "Kept words"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A limit is a number." in page
    assert "Kept words" in page
    assert 'value="much"' in page


def test_without_a_script_both_are_shown_and_the_second_time_mine_is_kept(draft, amira, cast):
    mine = as_form(draft, title="Mine")
    write(draft, by=cast.quentin, title="Theirs")
    answer = amira.post(door(draft), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else wrote meanwhile" in page
    assert "Theirs" in page
    assert 'value="Mine"' in page
    base = re.search(r'name="base" value="([^"]+)"', page).group(1)
    amira.post(door(draft), mine | {"base": base})
    assert Version.objects.get().title == "Mine"


def test_a_picture_comes_to_a_step_with_and_without_a_script(draft, amira):
    told = amira.post(door(draft, "pictures"), {"picture": a_picture()}).json()
    assert told["url"] == reverse("front:file", args=[told["picture"]])
    amira.post(door(draft), as_form(draft, **{"line-0-file": a_picture()}))
    kept = Version.objects.get().steps[0].picture
    assert File.objects.of(draft).filter(pk=kept).exists()
    amira.post(door(draft), as_form(draft, **{"line-0-no_picture": "on"}))
    assert Version.objects.get().steps[0].picture == ""


def test_with_a_fault_no_picture_is_kept_and_the_earlier_one_stays(draft, amira):
    amira.post(door(draft), as_form(draft, **{"line-0-file": a_picture()}))
    earlier = Version.objects.get().steps[0].picture
    wrong = {"line-0-file": a_picture(), "line-1-low": "much", "idempotency_key": "k" * 32}
    page = amira.post(door(draft), as_form(draft, **wrong)).content.decode()
    assert File.objects.of(draft).count() == 1
    assert f'name="line-0-picture" value="{earlier}"' in page


def test_a_broken_picture_is_refused_with_a_sentence(draft, amira):
    broken = a_picture()
    broken.file.truncate(30)
    answer = amira.post(door(draft, "pictures"), {"picture": broken})
    assert answer.status_code == 422
    assert answer.json()["sentence"]
    assert amira.post(door(draft, "pictures")).status_code == 422


def test_a_file_that_is_no_picture_is_refused_whatever_its_name_says(draft, amira):
    words = SimpleUploadedFile("valve.png", b"Only words in here.", "image/png")
    told = amira.post(door(draft, "pictures"), {"picture": words})
    assert (told.status_code, told.json()["sentence"]) == (422, "Please choose a picture.")
    words.seek(0)
    assert amira.post(door(draft), as_form(draft, **{"line-0-file": words})).status_code == 422
    assert not File.objects.of(draft).exists()


def test_hostile_words_stay_words(cast, amira):
    evil = "</textarea><script>alert(1)</script>"
    page = amira.get(door(make_draft(cast, [{"what": evil, "who": '"><b>'}], title=evil))).content.decode()
    assert "<script>alert" not in page
    assert '"><b>' not in page


keys = st.integers(0, 5)
outlines = st.lists(keys, max_size=9).map(
    lambda depths: [{"key": f"k{at}", "what": f"w{at}", "depth": depth} for at, depth in enumerate(depths)]
)


@given(outlines)
def test_lines_and_steps_say_the_same(lines):
    steps = steps_of(lines)
    again = flat(steps)
    assert [line["key"] for line in again] == [line["key"] for line in lines]
    assert plain(steps_of(again)) == plain(steps)
    assert len(numbers_of(again)) == len(set(numbers_of(again)))


@given(outlines, st.lists(st.tuples(st.sampled_from(sorted(MOVES)), keys), max_size=6))
def test_no_move_loses_a_line_or_breaks_the_outline(lines, moves):
    now = flat(steps_of(lines))
    for name, at in moves:
        if at >= len(now):
            continue
        before = {line["key"] for line in now if "key" in line}
        gone = {now[at].get("key")} if name == "remove" else set()
        now = MOVES[name](now, at)
        assert {line["key"] for line in now if "key" in line} == before - gone
        assert all(
            0 <= below["depth"] <= above["depth"] + 1 <= 6
            for above, below in zip([{"depth": -1}, *now], now, strict=False)
        )
    written = [line | {"what": line["what"] or "new"} for line in now]
    assert [line["depth"] for line in flat(steps_of(written))] == [line["depth"] for line in now]


def test_the_editor_reads_what_the_factory_wrote():
    assert plain(steps_of(flat(steps_from(STEPS)))) == plain(steps_from(STEPS))


def test_a_form_sent_where_the_script_sends_is_told_so(draft, amira):
    answer = amira.post(door(draft, "draft"), {"column": "x"})
    assert (answer.status_code, answer.json()["sentence"]) == (400, "This could not be read.")
