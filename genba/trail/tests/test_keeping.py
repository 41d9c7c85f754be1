import logging
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.trail import keeping
from genba.trail.keeping import Keeper, is_time_to_sign, look_at_every_fact, rest_after
from genba.trail.kinds import declare
from genba.trail.models import Checkpoint, Fact, Leaf, Tree
from genba.trail.record import Telling, record_many
from genba.trail.seals.sealer import Outcome

HAPPENED = declare("trail.test_keeping_happened", _("did it"))


def test_one_round_seals_and_signs(cast):
    record_many([Telling(HAPPENED, cast.line)])
    assert Keeper(threading.Event()).seal_and_sign() >= 1
    assert Leaf.objects.count() == Checkpoint.objects.get().size == Fact.objects.count()


def test_a_checkpoint_is_signed_once_a_minute(cast):
    for _again in range(3):
        record_many([Telling(HAPPENED, cast.line)])
        Keeper(threading.Event()).seal_and_sign()
    assert Checkpoint.objects.count() == 1
    assert not is_time_to_sign()


@pytest.mark.parametrize(("age", "due"), [(59, False), (61, True), (-5, True)])
def test_it_is_time_to_sign_after_a_minute_or_when_a_clock_was_wrong(cast, age, due):
    Checkpoint.objects.create(size=1, root=b"", note="", signed_at=timezone.now() - timedelta(seconds=age))
    assert is_time_to_sign() is due


def test_sealing_rests_twenty_times_as_long_as_it_takes():
    assert rest_after(Outcome.NOTHING, 0.001) == 1
    assert rest_after(Outcome.SEALED, 0.2) == pytest.approx(4)
    assert rest_after(Outcome.MORE, 0.2) == pytest.approx(0.2)
    assert rest_after(Outcome.LOST, 0.2) == 5
    assert rest_after(Outcome.ALTERED, 0.2) == 10


@pytest.mark.parametrize("trouble", [DatabaseError("away"), OSError("disk full"), ValueError("?")])
def test_no_trouble_ends_the_keeper(trouble, monkeypatch, caplog):
    stopping, rounds = threading.Event(), []

    def stumble():
        rounds.append(1)
        if len(rounds) > 2:
            stopping.set()
        raise trouble

    monkeypatch.setattr(keeping, "SECONDS_AFTER_TROUBLE", 0)
    monkeypatch.setattr(keeping.connections, "close_all", lambda: None)
    monkeypatch.setattr(keeping, "close_old_connections", lambda: None)
    with caplog.at_level(logging.CRITICAL):
        Keeper(stopping)._keep(stumble)
    assert len(rounds) == 3


def test_once_a_day_every_fact_is_looked_at(cast, work_off):
    record_many([Telling(HAPPENED, cast.line)])
    Tree.objects.create(pk=1, mark=10**9)
    look_at_every_fact.enqueue()
    work_off()
    assert Leaf.objects.count() == Fact.objects.count()
