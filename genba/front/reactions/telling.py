"""One notice to one person, because of a fact."""

from django.db.models import Model

from genba.front.models import Notification
from genba.people.models import Person
from genba.trail.models import Fact
from genba.trail.subjects import kind_of


def tell(fact: Fact, person: Person | None, *, code: str, why: str, about: Model | None = None) -> bool:
    """Tell somebody who is here and did not do it themselves; True where the notice is a new one.

    The notice leads to what the fact is about, or to the record `about`.
    """
    if person is None or person.pk == fact.by_id or not person.is_active:
        return False
    subject = (kind_of(about), str(about.pk)) if about else (fact.subject_kind, fact.subject_id)
    return Notification.objects.tell(person, subject, code=code, why=why, data={}, fact_id=fact.pk)
