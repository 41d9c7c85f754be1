from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


class ValueStreamQuerySet(models.QuerySet["ValueStream"]):
    """Value streams, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "ValueStreamQuerySet":
        """Everybody who is signed in sees how value is made."""
        return self.filter(is_closed=False) if person else self.none()

    def known_to(self, person: Person | None) -> "ValueStreamQuerySet":
        """The closed ones too: what was said about them stays readable."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "ValueStreamQuerySet":
        """Whoever owns it, leads a team, or is quality."""
        return self.visible_to(person).answered_for_by(person)

    def answered_for_by(self, person: Person | None) -> "ValueStreamQuerySet":
        """Those that a person may change, or open again where they are closed."""
        if person is None:
            return self.none()
        return self.all() if person.is_quality or person.is_lead else self.filter(owner=person)


class ValueStream(models.Model):
    """How one kind of value is made, from the customer's wish to the customer's hand."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    purpose = models.CharField(_("what it is for, in one sentence"), max_length=300, blank=True)
    customer = models.CharField(_("who it is for"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    position = models.PositiveIntegerField(default=0)
    is_closed = models.BooleanField(default=False)

    objects = ValueStreamQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    if TYPE_CHECKING:
        id: int
        owner_id: int | None

    def __str__(self) -> str:
        return self.name
