"""Who hears of a question about a step, of its answer, and of a merge at which nobody else had looked."""

from django.urls import reverse

from genba.front.models import Notification
from genba.work.models import StepQuestion
from genba.work.tests.code_messages import connect, looked, merged, send
from genba.work.tests.factory import make_procedure, make_process


def ask(client, procedure):
    client.post(reverse("work:step_questions", args=[procedure.pk, "set"]), {"text": "Which driver?"})


def about_questions():
    """A procedure that has come into force asks to be read as well."""
    return Notification.objects.exclude(code="to_read")


def test_the_owner_hears_of_a_question_and_the_asker_of_the_answer(cast, sign_in, work_off):
    ask(sign_in(cast.tomas), make_procedure(cast))
    question = StepQuestion.objects.get()
    sign_in(cast.amira).post(reverse("work:question_answers", args=[question.pk]), {"text": "The red one."})
    work_off()
    told = {(row.person_id, row.code) for row in about_questions()}
    assert told == {(cast.amira.pk, "asked"), (cast.tomas.pk, "question_answered")}
    notices = sign_in(cast.tomas).get(reverse("front:notifications")).content.decode()
    assert "There is an answer to your question about a step." in notices


def test_nobody_is_told_of_their_own_question(cast, sign_in, work_off):
    ask(sign_in(cast.amira), make_procedure(cast))
    work_off()
    assert not about_questions().exists()


def test_without_an_owner_the_one_of_the_process_is_told(cast, sign_in, work_off):
    procedure = make_procedure(cast, process=make_process(cast, owner=cast.wanda))
    procedure.owner = None
    procedure.save()
    ask(sign_in(cast.tomas), procedure)
    work_off()
    assert about_questions().get().person == cast.wanda


def test_the_lead_hears_once_of_a_merge_without_a_look(cast, client, sign_in, work_off):
    hub = connect(cast)
    for delivery in ("one", "one", "two"):
        send(client, *hub, merged(), **{"X-GitHub-Delivery": delivery})
    work_off()
    assert [(row.person, row.code) for row in Notification.objects.all()] == [
        (cast.amira, "merged_unreviewed")
    ]
    assert "What allowed it?" in sign_in(cast.amira).get(reverse("front:notifications")).content.decode()


def test_nobody_is_told_of_a_merge_with_a_look(cast, client, work_off):
    hub = connect(cast)
    for message in (looked(), merged()):
        send(client, *hub, message)
    work_off()
    assert not Notification.objects.exists()
