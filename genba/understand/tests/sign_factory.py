"""A sign of the tests' own, and what it finds."""

from datetime import timedelta

from django.utils import timezone

from genba.analysis.signs.sign import Sign as Described
from genba.analysis.signs.sign import State, Verdict
from genba.understand.models import Sign
from genba.understand.signs import registry
from genba.understand.signs.episodes import keep

FAKE = Described(
    name="too_loud",
    title="It is too loud",
    null_hypothesis="It is as loud as ever.",
    statistic="Decibels.",
    minimum="12 readings.",
    false_alarm="1 in 1,000.",
    power="0.9.",
    question="It was {now:.0f} dB; before, {before}. What changed?",
    would_change_my_mind="The microphone was moved.",
)
NUMBERS = {"now": 90.4, "before": 71.25}
NOW = timezone.now()


def verdict(state, needs=None):
    return Verdict(FAKE.name, state, 0.0004, NUMBERS, needs)


def look(cast, state, *, day=0, needs=None, metric=None):
    subject = metric or cast.organisation
    return keep(FAKE.name, [registry.of(subject, verdict(state, needs))], now=NOW + timedelta(days=day))


def raised(cast, **more):
    look(cast, State.ALARM, **more)
    return Sign.objects.latest("pk")
