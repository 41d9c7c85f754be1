"""Who is told that a warning sign asks: once an episode, whoever answers for it. Chart rules tell nobody."""

from genba.front.models import Notification
from genba.front.notices import leads_of
from genba.front.reactions.telling import tell
from genba.people.models import Person, Team
from genba.trail.models import Fact
from genba.trail.reactions import on
from genba.trail.subjects import kind_of
from genba.understand.facts import SIGN_ANSWERED, SIGN_CARDED, SIGN_RAISED
from genba.understand.models import Metric, Sign


@on(SIGN_RAISED)
def ask_who_answers_for_it(fact: Fact) -> None:
    """The owner of the metric or who leads the team, and quality."""
    sign = Sign.objects.filter(pk=fact.subject_id).first()
    if sign is None:
        return
    told = {person.pk: (person, why) for person, why in [*_of_quality(), *_answering(sign)]}
    for person, why in told.values():
        tell(fact, person, code="sign_raised", why=why)


@on(SIGN_ANSWERED, SIGN_CARDED)
def forget_the_question(fact: Fact) -> None:
    """What has an answer asks nobody any more."""
    told = Notification.objects.unread().filter(subject_kind=kind_of(Sign), subject_id=fact.subject_id)
    told.filter(code="sign_raised").update(read_at=fact.at)


def _of_quality() -> list[tuple[Person, str]]:
    return [(person, "quality_watch") for person in Person.objects.filter(is_quality=True, is_active=True)]


def _answering(sign: Sign) -> list[tuple[Person, str]]:
    """Those who answer for a metric or a team; for all of us quality does."""
    if sign.subject_kind == kind_of(Team):
        return _leads(Team.objects.filter(pk=sign.subject_id).first())
    if sign.subject_kind != kind_of(Metric):
        return []
    metric = Metric.objects.select_related("owner", "team").filter(pk=sign.subject_id).first()
    if metric is None:
        return []
    owned = metric.owner is not None and metric.owner.is_active
    return [(metric.owner, "metric_owner")] if metric.owner and owned else _leads(metric.team)


def _leads(team: Team | None) -> list[tuple[Person, str]]:
    return [one for one in leads_of(team) if one[1] == "lead"] if team else []
