"""Suggested changes: by anybody who is signed in, to a card, and back to whoever suggested them."""

import pytest
from django.urls import reverse

from genba.front.models import Notification
from genba.improve.models import Card
from genba.improve.suggested import team_of
from genba.trail.models import Link
from genba.work.life.approval import ask_for_approval
from genba.work.models import Suggestion
from genba.work.tests.factory import change, make_draft, make_procedure, make_process
from genba.work.writing import put_in_force

ROLES = ["lead", "member", "other_lead", "quality", "executive", "auditor", "administrator", "nobody"]


def door(procedure):
    return reverse("work:suggest", args=[procedure.pk])


def suggest(client, procedure, **more):
    asked = {"step": "set", "said": "The display is hidden behind the lamp", **more}
    return client.post(door(procedure), asked)


def verb(name, suggestion):
    return reverse(f"work:{name}_suggestion", args=[suggestion.procedure_id, suggestion.pk])


@pytest.mark.parametrize("role", ROLES)
def test_anybody_who_is_signed_in_suggests_a_change_of_a_step(cast, sign_in, role):
    procedure = make_procedure(cast)
    answer = suggest(sign_in(cast.people[role]), procedure)
    found = Suggestion.objects.get()
    assert answer.url == reverse("work:procedure", args=[procedure.pk]) + "#suggestions"
    assert (found.step.key, found.by, found.state) == ("set", cast.people[role], "open")


def test_a_suggestion_becomes_a_card_on_the_owners_board_tied_to_procedure_and_step(cast, sign_in, work_off):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.nobody), procedure, instead="Set the driver to 4.0 Nm")
    work_off()
    card = Card.objects.get()
    assert (card.board, card.owner, card.made_by) == (cast.board, cast.amira, cast.nobody)
    assert card.process == procedure.process
    assert "Set the driver to 4.0 Nm" in card.text
    tied = set(
        Link.objects.filter(from_id=str(card.pk), meaning="suggests").values_list("to_kind", flat=True)
    )
    assert tied == {"work.procedure", "work.knownstep", "work.suggestion"}
    page = sign_in(cast.tomas).get(reverse("improve:card", args=[card.pk])).content.decode()
    assert reverse("work:procedure", args=[procedure.pk]) in page


def test_it_stands_at_the_step_with_the_place_of_its_card(cast, sign_in, work_off):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.nobody), procedure)
    work_off()
    card = Card.objects.get()
    page = sign_in(cast.tomas).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert "The display is hidden behind the lamp" in page
    assert f'href="#suggestion-{Suggestion.objects.get().pk}"' in page
    assert reverse("improve:card", args=[card.pk]) in page
    assert card.column.name in page


def test_what_counts_no_more_leads_to_the_version_where_a_change_is_suggested(cast, sign_in):
    procedure = make_procedure(cast)
    put_in_force(change(procedure, cast, title="Close it well"), by=cast.amira)
    old, new = (
        sign_in(cast.tomas).get(reverse("work:version", args=[procedure.pk, number])).content.decode()
        for number in (1, 2)
    )
    assert door(procedure) in new
    assert door(procedure) not in old
    assert "Version <bdi>2</bdi> is in force now." in old
    assert f'href="{reverse("work:procedure", args=[procedure.pk])}#suggestions"' in old


def test_before_anything_is_in_force_a_change_is_suggested_all_the_same(cast, sign_in):
    draft = make_draft(cast)
    page = sign_in(cast.tomas).get(reverse("work:procedure", args=[draft.procedure_id])).content.decode()
    assert door(draft.procedure) in page
    assert "is in force now" not in page


def test_a_wrong_word_is_taken_over_into_a_draft_with_one_tap(cast, sign_in, work_off):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.nobody), procedure, step="clip", instead="Press the clip until it clicks twice")
    found = Suggestion.objects.get()
    answer = sign_in(cast.amira).post(verb("take", found))
    version = procedure.under_way
    assert answer.url == reverse("work:version", args=[procedure.pk, 2])
    assert version.steps[2].steps[1].what == "Press the clip until it clicks twice"
    assert version.reason == "The display is hidden behind the lamp"
    assert procedure.in_force.steps[2].steps[1].what == "Press the clip until it clicks"
    found.refresh_from_db()
    assert (found.state, found.taken_in) == ("taken", version)


def test_whoever_suggested_it_hears_that_it_is_taken_up(cast, sign_in, work_off):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.nobody), procedure)
    sign_in(cast.amira).post(verb("take", Suggestion.objects.get()))
    work_off()
    assert Notification.objects.get(person=cast.nobody).code == "suggestion_taken"
    page = sign_in(cast.nobody).get(reverse("front:notifications")).content.decode()
    assert "What you suggested is taken up." in page


def test_whoever_suggested_it_reads_why_not(cast, sign_in, work_off):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.nobody), procedure)
    found, client = Suggestion.objects.get(), sign_in(cast.amira)
    assert client.post(verb("decline", found), {"because": " "}).status_code == 422
    client.post(verb("decline", found), {"because": "The lamp moves on Monday."})
    work_off()
    assert Notification.objects.get(person=cast.nobody).code == "suggestion_declined"
    page = sign_in(cast.nobody).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert "The lamp moves on Monday." in page


@pytest.mark.parametrize("role", ["member", "other_lead", "executive", "auditor", "administrator", "nobody"])
def test_only_those_who_may_change_it_answer(cast, sign_in, role):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.tomas), procedure)
    found = Suggestion.objects.get()
    for name in ("take", "decline"):
        assert sign_in(cast.people[role]).post(verb(name, found), {"because": "No."}).status_code == 404
    page = sign_in(cast.people[role]).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert verb("take", found) not in page


def test_it_is_answered_once(cast, sign_in):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.tomas), procedure)
    found, client = Suggestion.objects.get(), sign_in(cast.amira)
    client.post(verb("decline", found), {"because": "Not now."})
    assert client.post(verb("take", found)).status_code == 404
    assert procedure.under_way is None


def test_what_waits_for_approval_takes_nothing_up(cast, sign_in):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.tomas), procedure)
    version = change(procedure, cast, title="Close it well")
    ask_for_approval(version, by=cast.amira)
    answer = sign_in(cast.amira).post(verb("take", Suggestion.objects.get()), follow=True)
    assert "A version waits for approval just now." in answer.content.decode()
    assert Suggestion.objects.get().state == "open"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"said": " "}, "This field is required"),
        ({"said": "x" * 1001}, "at most 1000 characters"),
        ({"step": "no-such-step"}, "Select a valid choice"),
        ({"step": "", "instead": "Do it"}, "Choose the step that should read like this."),
        ({"instead": "y" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(cast, sign_in, asked, words):
    answer = suggest(sign_in(cast.tomas), make_procedure(cast), **{"instead": "Kept words", **asked})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert asked.get("instead", "Kept words") in answer.content.decode()


def test_a_suggestion_can_come_with_the_step_and_words_of_a_failed_run(cast, sign_in):
    procedure = make_procedure(cast)
    page = (
        sign_in(cast.tomas).get(door(procedure), {"step": "label", "said": "No labels left"}).content.decode()
    )
    assert "No labels left" in page
    assert '<option value="label" selected>' in page


def test_words_of_a_suggestion_stay_words(cast, sign_in):
    procedure = make_procedure(cast)
    suggest(sign_in(cast.tomas), procedure, said="<img src=x onerror=alert(1)>")
    page = sign_in(cast.amira).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert "<img src=x" not in page


def test_a_procedure_without_a_team_keeps_its_suggestions_on_its_page(cast, sign_in, work_off):
    draft = make_draft(cast, process=make_process(cast, owner=None, team=None), owner=None)
    assert team_of(draft.procedure) is None
    suggest(sign_in(cast.tomas), draft.procedure)
    work_off()
    assert not Card.objects.exists()
    page = sign_in(cast.quentin).get(reverse("work:procedure", args=[draft.procedure_id])).content.decode()
    assert "The display is hidden behind the lamp" in page


def test_a_retired_procedure_takes_no_suggestions_on_its_page(cast, sign_in):
    procedure = make_procedure(cast)
    sign_in(cast.amira).post(reverse("work:retire", args=[procedure.pk]), {"because": "Old."})
    page = sign_in(cast.tomas).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert door(procedure) not in page
