import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from PIL import Image

from genba.improve.cards import open_card
from genba.improve.models import Card, Cause, CheckItem, Experiment
from genba.improve.trying import begin_experiment
from genba.improve.tying import tie
from genba.listen.models import Report
from genba.trail.models import Fact, File

VERBS = {
    "move": {"column": 1},
    "reword": {"title": "Other"},
    "redetail": {"kind": "idea", "severity": "high"},
    "take": {},
    "whys": {"why_1": "Because"},
    "causes": {"category": "method", "text": "No standard"},
    "experiments": {"change": "a", "expectation": "b", "until": "2030-01-01"},
    "plan_check": {"what": "Count", "away": "14"},
    "finish": {"what": "Count", "away": "14"},
    "standard": {"standard_changed": "Sheet 4"},
    "comments": {"text": "Seen"},
    "items": {"text": "Order glue"},
}


@pytest.fixture
def card(cast):
    return open_card(cast.board, title="Label came loose", kind="nonconformity", by=cast.amira)


@pytest.fixture
def member(cast, sign_in):
    return sign_in(cast.tomas)


def post(browser, name, card, data=None, *more):
    return browser.post(reverse(f"improve:{name}", args=[card.pk, *more]), data or {}, follow=True)


def look_at(browser, card, query=""):
    return browser.get(reverse("improve:card", args=[card.pk]) + query)


@pytest.mark.parametrize("role", ["amira", "tomas", "wanda", "quentin", "elena", "audrey", "nobody"])
def test_everybody_who_is_signed_in_reads_a_card(cast, card, sign_in, role):
    page = look_at(sign_in(getattr(cast, role)), card)
    assert page.status_code == 200
    assert ("Name a cause" in page.content.decode()) == (role in {"amira", "tomas", "quentin"})


def test_a_stranger_is_asked_to_sign_in(card, sign_in):
    assert look_at(sign_in(None), card).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["wanda", "elena", "audrey", "adam", "nobody"])
def test_who_does_not_work_in_the_team_changes_nothing(cast, card, sign_in, role):
    browser, before = sign_in(getattr(cast, role)), Fact.objects.count()
    answers = {verb: post(browser, verb, card, form).status_code for verb, form in VERBS.items()}
    assert set(answers.values()) == {404}, answers
    assert Fact.objects.count() == before


def test_a_member_of_the_team_changes_everything(cast, card, member):
    elsewhere = {"move": cast.board.column_for("try").pk, "redetail": cast.board.pk}
    for verb, form in VERBS.items():
        before = Fact.objects.about(card).count()
        more = {"column": elsewhere["move"], "board": elsewhere["redetail"]} if verb in elsewhere else {}
        assert post(member, verb, card, form | more).status_code == 200
        assert Fact.objects.about(card).count() > before, verb


@pytest.mark.parametrize(
    ("verb", "field"), [("reword", "title"), ("comments", "text"), ("items", "text"), ("causes", "text")]
)
@pytest.mark.parametrize(
    "words", ["", "   ", "x" * 1_000_000, "nul\x00byte"], ids=["none", "blank", "huge", "nul"]
)
def test_words_that_do_not_fit_are_refused_at_the_field(card, member, verb, field, words):
    before = Fact.objects.count()
    answer = post(member, verb, card, {**VERBS[verb], field: words})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert Fact.objects.count() == before


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "مرحبا", "🛠️ 1 < 2", "\ud800".encode("utf-8", "replace")]
)
def test_strange_words_are_kept_and_shown_as_words(card, member, words):
    for verb, field in (("reword", "title"), ("comments", "text"), ("items", "text")):
        assert post(member, verb, card, {**VERBS[verb], field: words}).status_code == 200
    post(member, "causes", card, {"category": "method", "text": words})
    assert "<script>alert" not in look_at(member, card).content.decode()


def test_what_was_typed_for_a_cause_comes_back_with_the_sentence(card, member):
    page = post(member, "causes", card, {"text": "The glue is old"}).content.decode()
    assert "The glue is old" in page
    assert "This field is required." in page


def test_a_cause_has_no_field_for_a_person():
    assert {field.name for field in Cause._meta.get_fields() if field.is_relation} == {"card"}


def test_whys_close_up_when_one_is_emptied(card, member):
    post(member, "whys", card, {"why_1": "a", "why_2": "b", "why_3": "c"})
    post(member, "whys", card, {"why_1": "a", "why_2": "", "why_3": "c"})
    assert [(why.position, why.answer) for why in card.whys.all()] == [(1, "a"), (2, "c")]


def test_the_cause_map_says_in_words_what_it_draws(card, member):
    post(member, "causes", card, {"category": "workload", "text": "Two <lines> at once"})
    assert "Cause map" not in look_at(member, card).content.decode()
    post(member, "causes", card, {"category": "workload", "text": "No break"})
    page = look_at(member, card).content.decode()
    assert 'role="img" aria-label="Cause map. Workload: Two &lt;lines&gt; at once; No break."' in page


def test_whys_are_read_once_the_card_moved_on_and_written_again_when_asked(card, member):
    post(member, "whys", card, {"why_1": "The glue is old"})
    assert 'name="why_2"' in look_at(member, card).content.decode()
    card.column = card.board.columns.get(stage="try")
    card.save(update_fields=["column"])
    page = look_at(member, card).content.decode()
    assert "The glue is old" in page
    assert 'name="why_1"' not in page
    again = member.get(reverse("improve:card", args=[card.pk]), {"edit": "whys"})
    assert 'name="why_1"' in again.content.decode()


def test_a_cause_taken_off_comes_back_with_undo(card, member):
    post(member, "causes", card, VERBS["causes"])
    page = post(member, "take_back_cause", card, None, card.causes.get().pk).content.decode()
    assert not card.causes.exists()
    assert 'name="category" value="method"' in page


def test_the_same_experiment_sent_twice_is_one(card, member):
    for _again in range(2):
        post(member, "experiments", card, VERBS["experiments"])
    assert card.experiments.count() == 1


def test_what_an_experiment_showed_is_said_once(card, member):
    post(member, "experiments", card, VERBS["experiments"])
    running = card.experiments.get()
    for learned in ("first", "second"):
        post(member, "end_experiment", card, {"result": "otherwise", "learned": learned}, running.pk)
    running.refresh_from_db()
    assert (running.result, running.learned) == (Experiment.Result.OTHERWISE, "first")


def test_an_experiment_without_a_lesson_is_asked_for_it(card, member):
    post(member, "experiments", card, VERBS["experiments"])
    answer = post(member, "end_experiment", card, {"result": "otherwise"}, card.experiments.get().pk)
    assert answer.status_code == 422
    assert card.experiments.get().result == Experiment.Result.OPEN


@pytest.fixture
def reviewed(cast, card):
    soon = timezone.now().replace(microsecond=0) + timedelta(3)
    details = {"change": "New glue", "expectation": "It holds", "until": timezone.localdate()}
    return begin_experiment(card, review_at=soon, by=cast.amira, **details)


def test_the_review_is_an_appointment_of_thirty_minutes(cast, card, reviewed, sign_in):
    file = sign_in(cast.nobody).get(reverse("improve:review", args=[card.pk, reviewed.pk]))
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == reviewed.review_at
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert str(event["summary"]) == "Review: Label came loose"


def test_the_review_is_mailed_to_the_team(card, reviewed, member, work_off):
    assert "Mailed to 2 people." in post(member, "invite", card, None, reviewed.pk).content.decode()
    work_off()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["amira@example.org", "tomas@example.org"]
    assert mail.outbox[0].attachments[0][0] == "review.ics"


def test_a_tick_is_undone_from_its_toast(card, member):
    post(member, "items", card, {"text": "Order glue"})
    item = CheckItem.objects.get()
    page = post(member, "tick", card, None, item.pk).content.decode()
    assert reverse("improve:untick", args=[card.pk, item.pk]) in page
    post(member, "untick", card, None, item.pk)
    item.refresh_from_db()
    assert not item.is_ticked


def test_a_move_is_undone_to_the_place_where_the_card_stood(cast, card, member):
    after = open_card(cast.board, title="After", kind="idea", by=cast.amira)
    page = post(member, "move", card, {"column": cast.board.column_for("try").pk}).content.decode()
    assert f'name="before" value="{after.pk}"' in page
    post(member, "move", card, {"column": after.column_id, "before": after.pk})
    titles = [one.title for one in Card.objects.filter(column=after.column).order_by("position")]
    assert titles == ["Label came loose", "After"]


def test_the_same_comment_sent_twice_is_said_once(card, member):
    for _again in range(2):
        post(member, "comments", card, {"text": "Seen", "idempotency_key": "9"})
    assert card.comments.count() == 1


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return SimpleUploadedFile("glue.png", stream.getvalue(), "image/png")


def test_a_file_is_kept_with_the_card_and_can_be_taken_off_and_back(card, member):
    post(member, "files", card, {"file": picture()})
    file = File.objects.of(card).get()
    assert file.name in look_at(member, card).content.decode()
    post(member, "take_off", card, None, file.pk)
    assert file.name not in look_at(member, card).content.decode()
    post(member, "put_back", card, None, file.pk)
    assert file.name in look_at(member, card).content.decode()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 a program"], ids=["empty", "program"])
def test_a_file_that_we_do_not_take_is_refused_in_a_sentence(card, member, content):
    answer = post(member, "files", card, {"file": SimpleUploadedFile("a.exe", content)})
    assert answer.status_code == 422
    assert not File.objects.of(card).exists()


def test_owner_date_and_board_change_in_one_form(cast, card, member):
    details = {"owner": cast.amira.pk, "due_on": "2030-05-01", "kind": "idea", "severity": "low"}
    post(member, "redetail", card, {**details, "board": cast.board.pk})
    card.refresh_from_db()
    assert (card.owner, str(card.due_on), card.severity) == (cast.amira, "2030-05-01", "low")
    assert Fact.objects.about(card).filter(name="improve.card_given", data__owner=cast.amira.pk).exists()


def test_a_card_does_not_go_to_a_board_of_a_team_one_does_not_work_in(cast, card, member):
    other = cast.ward.boards.create(name="Ward board")
    answer = post(member, "redetail", card, {"kind": "idea", "board": other.pk})
    assert answer.status_code == 422


def test_a_card_started_from_another_is_tied_to_it(cast, card, member):
    form = {"title": "Ask the supplier", "board": cast.board.pk, "kind": "idea"}
    member.post(f"{reverse('improve:new_card')}?from={card.pk}", form)
    assert Card.objects.get(title="Ask the supplier").made_from == card
    assert "Ask the supplier" in look_at(member, card).content.decode()


def test_reports_are_shown_as_far_as_one_may_see_them(cast, card, sign_in):
    said = Report.objects.create(text="My own words", team=cast.line, received_on=timezone.localdate())
    tie(card, said, by=cast.amira)
    assert "My own words" in look_at(sign_in(cast.amira), card).content.decode()
    page = look_at(sign_in(cast.tomas), card).content.decode()
    assert "My own words" not in page
    assert "of them is not open to you" in page


@pytest.mark.parametrize("edit", ["", "words", "details", "checks", "standard", "nonsense"])
def test_the_page_asks_the_database_few_questions(
    card, reviewed, member, edit, django_assert_max_num_queries
):
    for verb in ("whys", "causes", "comments", "items", "standard", "plan_check"):
        post(member, verb, card, VERBS[verb])
    look_at(member, card)
    with django_assert_max_num_queries(15):
        assert look_at(member, card, f"?edit={edit}").status_code == 200


def test_a_number_beyond_all_numbers_is_no_card(member):
    assert member.get("/cards/99999999999999999999999/").status_code == 404


def test_the_wall_is_not_offered_the_words_of_whoever_reported(cast, card, member):
    door, today = reverse("improve:finish", args=[card.pk]), timezone.localdate()
    for words, offered in (("Other words", card.title), (card.title, "")):
        said = Report.objects.create(text=words, team=cast.line, received_on=today)
        tie(card, said, by=cast.amira)
        assert member.get(door).context["form"]["said"].value() == offered
