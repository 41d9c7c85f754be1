"""Try: experiments, one after the other. Each says beforehand what it expects to see."""

from datetime import date, datetime

from django.db import transaction

from genba.improve import facts
from genba.improve.models import Card, Experiment
from genba.people.models import Person
from genba.trail.record import record


@transaction.atomic
def begin_experiment(
    card: Card, *, change: str, expectation: str, until: date, review_at: datetime | None = None, by: Person
) -> Experiment:
    """Begin an experiment. While one with the same words runs, there is only one."""
    experiment, is_new = Experiment.objects.get_or_create(
        card=card,
        change=change,
        expectation=expectation,
        result=Experiment.Result.OPEN,
        defaults={"until": until, "review_at": review_at},
    )
    if is_new:
        record(facts.EXPERIMENT_BEGUN, card, by=by, experiment=experiment.pk)
    return experiment


@transaction.atomic
def end_experiment(experiment: Experiment, *, result: str, learned: str, by: Person) -> bool:
    """Say what the experiment showed. False when somebody has said so before."""
    ended = Experiment.objects.filter(pk=experiment.pk, result=Experiment.Result.OPEN).update(
        result=result, learned=learned
    )
    if ended:
        experiment.refresh_from_db()
        record(facts.EXPERIMENT_ENDED, experiment.card, by=by, experiment=experiment.pk, result=result)
    return bool(ended)
