"""Questions on a step, through the doors of those who ask and those who answer."""

import pytest
from django.urls import reverse

from genba.trail.models import Fact
from genba.work.models import StepAnswer, StepQuestion
from genba.work.questioning import answer, questions_of
from genba.work.questioning import ask as ask_about
from genba.work.steps import steps_from
from genba.work.tests.factory import STEPS, make_procedure
from genba.work.whole import whole_of
from genba.work.writing import begin_version, put_in_force, write


@pytest.fixture
def procedure(cast):
    return make_procedure(cast)


def ask(client, procedure, text="Which driver?", key="set"):
    return client.post(reverse("work:step_questions", args=[procedure.pk, key]), {"text": text})


def page(client, procedure):
    return client.get(reverse("work:procedure", args=[procedure.pk])).content.decode()


def test_anybody_signed_in_asks_and_it_stands_at_the_step(cast, sign_in, procedure):
    asked = ask(sign_in(cast.nobody), procedure)
    assert asked.url.endswith("#step-set")
    at_step = page(sign_in(cast.wanda), procedure).partition('id="questions-set"')[2]
    assert "Which driver?" in at_step.partition("</article>")[0]
    assert StepQuestion.objects.get().number == 1


def test_a_stranger_asks_nothing(cast, sign_in, procedure):
    ask(sign_in(None), procedure)
    assert not StepQuestion.objects.exists()


def test_the_answer_of_the_owner_is_marked_and_others_are_not(cast, sign_in, procedure):
    ask(sign_in(cast.tomas), procedure)
    door = reverse("work:question_answers", args=[StepQuestion.objects.get().pk])
    sign_in(cast.wanda).post(door, {"text": "Ask the line."})
    sign_in(cast.amira).post(door, {"text": "The red one."})
    assert list(StepAnswer.objects.values_list("is_owners", flat=True)) == [False, True]
    at_step = page(sign_in(cast.tomas), procedure).partition('id="questions-set"')[2]
    assert at_step.partition("</article>")[0].count("is-owners") == 1


def test_an_empty_question_comes_back_with_a_sentence(cast, sign_in, procedure):
    refused = ask(sign_in(cast.tomas), procedure, "   ")
    assert refused.status_code == 422
    assert not StepQuestion.objects.exists()


def test_a_question_that_is_too_long_is_not_lost(cast, sign_in, procedure):
    refused = ask(sign_in(cast.tomas), procedure, "why " * 200)
    assert refused.status_code == 422
    assert "why why why" in refused.content.decode()


@pytest.mark.parametrize(("pk", "key"), [(0, "set"), (None, "no-such-step")])
def test_what_is_not_there_is_not_found(cast, sign_in, procedure, pk, key):
    door = reverse("work:step_questions", args=[procedure.pk if pk is None else pk, key])
    assert sign_in(cast.tomas).post(door, {"text": "x"}).status_code == 404
    assert sign_in(cast.tomas).get(reverse("work:question_answers", args=[99])).status_code == 404


def test_a_question_stays_with_its_step_until_a_version_answers_it(cast, sign_in, procedure):
    ask(sign_in(cast.tomas), procedure)
    question = StepQuestion.objects.get()
    version = begin_version(procedure, by=cast.amira, reason="The driver was asked about.")
    write(version, by=cast.amira, steps=steps_from(STEPS), title="Close a housing well")
    sign_in(cast.amira).post(reverse("work:question_in_version", args=[question.pk]))
    assert "answered by version 2" in page(sign_in(cast.tomas), procedure)
    put_in_force(version, by=cast.quentin)
    assert "Which driver?" in page(sign_in(cast.tomas), procedure)
    third = begin_version(procedure, by=cast.amira, reason="Again.")
    put_in_force(third, by=cast.quentin)
    assert "Which driver?" not in page(sign_in(cast.tomas), procedure)


def test_only_who_may_change_the_procedure_marks_and_unmarks(cast, sign_in, procedure):
    ask(sign_in(cast.tomas), procedure)
    pk = StepQuestion.objects.get().pk
    mark, unmark = (
        reverse(f"work:{name}", args=[pk]) for name in ("question_in_version", "question_still_open")
    )
    assert sign_in(cast.wanda).post(mark).status_code == 404
    sign_in(cast.quentin).post(mark)
    assert StepQuestion.objects.get().answered_in == 1
    assert sign_in(cast.wanda).post(unmark).status_code == 404
    sign_in(cast.quentin).post(unmark)
    assert StepQuestion.objects.get().answered_in is None
    assert {"work.question_in_version", "work.question_still_open"} <= set(
        Fact.objects.values_list("name", flat=True)
    )


def test_all_that_a_page_shows_costs_one_query(cast, procedure, django_assert_num_queries):
    for step in procedure.known_steps.all():
        answer(ask_about(step, text="Why?", number=1, by=cast.tomas), text="So.", by=cast.amira)
    version = procedure.in_force
    with django_assert_num_queries(1):
        found = questions_of(version, whole_of(version, cast.tomas).questions)
    assert sum(len(one.given) for asked in found.values() for one in asked) == 6
