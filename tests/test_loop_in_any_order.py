"""The loop as a machine: people report, admit, answer, work and look again in any order, and nothing is lost.

Reported → admitted or set aside → answered, passed on or carded → moved, tried, checked, done → reopened.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from genba.improve.checking import bring_back_what_is_due
from genba.improve.models import Card, EffectivenessCheck
from genba.improve.tests.test_any_order import check_what_must_hold
from genba.listen.models import Original, Report
from genba.trail.models import Fact
from genba.trail.worker import Worker
from tests.test_once import everything_stored

STAGES = ["new", "understand", "try", "check", "standardise", "done"]
ANSWER = "Thank you, this is our answer."


class Loop(RuleBasedStateMachine):
    """What may happen, by whom, through which door; `cast` is hung on by the test."""

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.lead, self.tomas = Client(), Client()
        self.lead.force_login(self.cast.amira)
        self.tomas.force_login(self.cast.tomas)
        self.receipts, self.named, self.keys = [], 0, 0

    def teardown(self):
        try:
            self.everybody_hears_back()
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    # Saying something

    @rule(severity=st.sampled_from(["", "low", "high"]))
    def somebody_reports_without_a_name(self, severity):
        form = {"text": "The guard is loose.", "severity": severity, "place": self.cast.station.code}
        page = Client().post("/report/", form | {"idempotency_key": self.fresh_key()})
        self.receipts.append(page.context["receipt"])

    @rule()
    def somebody_reports_with_a_name(self):
        form = {"text": "Labels come loose.", "place": self.cast.station.code}
        assert self.tomas.post("/report/", form | {"idempotency_key": self.fresh_key()}).status_code == 200
        self.named += 1

    # Admission and triage

    @precondition(lambda _loop: Original.objects.waiting().exists())
    @rule(data=st.data(), words=st.sampled_from(["admission", "setting-aside"]))
    def the_lead_admits_or_sets_aside(self, data, words):
        original = data.draw(st.sampled_from(list(Original.objects.waiting())))
        self.send(
            self.lead, f"/originals/{original.pk}/{words}/", {"text": "A guard is loose.", "words": ANSWER}
        )
        assert not Original.objects.waiting().filter(pk=original.pk).exists()

    @precondition(lambda self: self.answerable().exists())
    @rule(data=st.data(), outcome=st.sampled_from(["answered", "card", "join"]))
    def the_lead_ends_triage(self, data, outcome):
        report = data.draw(st.sampled_from(list(self.answerable())))
        form = {"words": ANSWER, "title": "Loose", "board": self.cast.board.pk, "kind": "idea"}
        card = Card.objects.first()
        if outcome == "join" and card is None:
            return
        self.send(
            self.lead,
            f"/reports/{report.pk}/triage/{outcome}/",
            form | {"number": f"#{card.pk if card else 0}"},
        )
        report.refresh_from_db()
        assert report.state != Report.State.NEW

    # The board

    @precondition(lambda _loop: Card.objects.exists())
    @rule(data=st.data(), stage=st.sampled_from(STAGES))
    def a_member_moves_a_card(self, data, stage):
        card = self.a_card(data)
        self.send(self.tomas, f"/cards/{card.pk}/moves/", {"column": card.board.column_for(stage).pk})

    @precondition(lambda _loop: Card.objects.exists())
    @rule(data=st.data())
    def a_member_tries_something(self, data):
        tomorrow = timezone.localdate() + timedelta(1)
        form = {"change": "New glue", "expectation": "None loose", "until": tomorrow}
        self.send(self.tomas, f"/cards/{self.a_card(data).pk}/experiments/", form)

    @precondition(lambda _loop: Card.objects.exists())
    @rule(data=st.data())
    def a_member_finishes_a_card(self, data):
        form = {"what": "Loose labels", "away": "30", "words": "We changed the glue.", "said": "Loose labels"}
        self.send(self.tomas, f"/cards/{self.a_card(data).pk}/done/", form)

    @rule()
    def the_day_of_the_look_comes(self):
        EffectivenessCheck.objects.filter(result="planned").update(due_on=timezone.localdate())
        bring_back_what_is_due.call()

    @precondition(lambda _loop: Card.objects.exists())
    @rule(data=st.data(), helped=st.sampled_from(["yes", "no"]))
    def a_member_looks_whether_it_helped(self, data, helped):
        self.send(self.tomas, f"/cards/{self.a_card(data).pk}/look/", {"helped": helped, "seen": "So it is."})

    @rule()
    def the_worker_works(self):
        Worker().run_all()

    # What must hold

    @invariant()
    def nothing_that_was_said_is_lost(self):
        assert Original.objects.count() == len(self.receipts)
        admitted = Original.objects.filter(state="admitted").count()
        assert Report.objects.count() == self.named + admitted
        assert facts("listen.report_received", "listen.report_admitted") == self.named + admitted
        assert facts("listen.report_set_aside") == Original.objects.filter(state="set_aside").count()

    @invariant()
    def every_card_is_whole_and_its_facts_tell_its_stays(self):
        assert facts("improve.card_opened") == Card.objects.count()
        for card in Card.objects.all():
            check_what_must_hold(card)

    def everybody_hears_back(self):
        """At the end whoever still waits is answered; then everybody who said something reads an answer."""
        for original in Original.objects.waiting():
            self.send(self.lead, f"/originals/{original.pk}/setting-aside/", {"words": ANSWER})
        for report in Report.objects.filter(state=Report.State.NEW):
            self.send(self.lead, f"/reports/{report.pk}/triage/answered/", {"words": ANSWER})
        Worker().run_all()
        for receipt in self.receipts:
            assert ANSWER in Client().post("/receipt/", {"receipt": receipt}).content.decode()
        for report in Report.objects.filter(reporter=self.cast.tomas):
            assert ANSWER in self.tomas.get(f"/reports/{report.pk}/").content.decode()

    # How

    def send(self, client, address, form):
        """Send a form twice with its key, as a nervous thumb does: the second changes nothing."""
        filled = {name: value for name, value in form.items() if value is not None}
        filled["idempotency_key"] = self.fresh_key()
        first = client.post(address, filled)
        assert first.status_code in {200, 302, 422}, (address, first.status_code)
        after = everything_stored()
        if first.status_code == 302:
            assert client.post(address, filled).headers["Idempotency-Replayed"] == "true"
            assert everything_stored() == after

    def fresh_key(self):
        self.keys += 1
        return f"{self.keys:032x}"

    def answerable(self):
        return Report.objects.filter(state=Report.State.NEW)

    def a_card(self, data):
        return data.draw(st.sampled_from(list(Card.objects.select_related("board"))))


def facts(*names) -> int:
    return Fact.objects.filter(name__in=names).count()


@pytest.mark.slow
def test_whatever_happens_in_whatever_order_nothing_is_lost_and_everybody_hears_back(cast):
    Loop.cast = cast
    run_state_machine_as_test(
        Loop,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
