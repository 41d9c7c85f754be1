"""The life of a procedure as people live it: each step through a door, by whoever takes it."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from genba.conftest import PASSWORD
from genba.improve.models import Card
from genba.trail.models import Fact
from genba.work.models import Procedure, Suggestion, Version
from genba.work.steps import steps_from
from genba.work.tests.factory import STEPS, make_process
from genba.work.writing import write


def door(version, name):
    return reverse(f"work:{name}", args=[version.procedure_id, version.number])


def sign_at_the_door(client, version):
    """Approve with a signature, as a person does: look, choose the meaning, show who one is."""
    signing = reverse("front:sign", args=["work.version", version.pk])
    page = client.get(signing).content.decode()
    names = ("seen", "idempotency_key")
    asked = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in names}
    shown = {"meaning": "approved", "address": "quentin@example.org", "password": PASSWORD}
    return client.post(signing, {**asked, **shown})


def test_from_a_draft_through_a_pilot_to_force_and_to_those_who_read_the_next_version(
    cast, sign_in, work_off
):
    amira, quentin, tomas = (sign_in(person) for person in (cast.amira, cast.quentin, cast.tomas))

    # Amira begins a procedure, and three people try it.
    process = make_process(cast)
    asked = {"title": "Close a housing", "process": process.pk, "why": "Loose covers came back."}
    amira.post(reverse("work:new_procedure"), asked)
    first = Version.objects.get()
    write(first, by=cast.amira, steps=steps_from(STEPS))
    day = timezone.localdate() + timedelta(7)
    amira.post(door(first, "pilot"), {"team": cast.line.pk, "until": day, "question": "Does it hold?"})
    assert _state(first) == "pilot"

    # They have learned something; it goes on, comes back once, and is approved.
    amira.post(door(first, "decide_pilot"), {"decision": "go_on", "learned": "Nothing came loose."})
    amira.post(door(first, "ask_approval"), {})
    quentin.post(door(first, "send_back"), {"because": "Why 4 Nm?"})
    assert "Why 4 Nm?" in amira.get(reverse("work:procedure", args=[first.procedure_id])).content.decode()
    amira.post(
        door(first, "ask_approval"), {"question": "Why 4 Nm?", "expected_answer": "The plastic gives."}
    )
    sign_at_the_door(quentin, first)
    work_off()
    assert _state(first) == "in_force"
    tomas.post(door(first, "read"), {"answer": "More breaks the plastic."})

    # Tomas sees a better word; it becomes a card, and is taken over into the next version.
    words = {"step": "label", "said": "Two labels, one is torn off.", "instead": "Put both labels on"}
    tomas.post(reverse("work:suggest", args=[first.procedure_id]), words)
    work_off()
    assert Card.objects.get().board == cast.board
    take = reverse("work:take_suggestion", args=[first.procedure_id, Suggestion.objects.get().pk])
    second = Version.objects.get(number=amira.post(take).url.rstrip("/").rpartition("/")[2])
    reason = {"reason": "One label is always torn off."}
    amira.post(door(second, "ask_approval"), {**reason, "question": "How many labels?"})
    sign_at_the_door(quentin, second)
    work_off()

    # Those who work with it read what is different, and it is told once and in words.
    assert (_state(first), _state(second)) == ("replaced", "in_force")
    page = tomas.get(door(second, "read")).content.decode()
    assert "Step 4 now says" in page
    assert "How many labels?" in page
    tomas.post(door(second, "read"), {"answer": "Two."})
    history = tomas.get(
        reverse("front:history", args=["work.procedure", first.procedure_id])
    ).content.decode()
    assert "put version 2 in force" in history
    assert Fact.objects.filter(name="work.reading_done", by_id=cast.tomas.pk).count() == 2
    assert Procedure.objects.get().in_force == second


def _state(version):
    return Version.objects.get(pk=version.pk).state
