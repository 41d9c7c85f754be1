from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models.person import Person
from genba.people.models.team import Team


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who is in which team, as one may see and change it."""

    def changeable_by(self, person: Person | None) -> "MembershipQuerySet":
        """Administrators and quality change all; leads those of the teams they answer for."""
        if person is None:
            return self.none()
        if person.manages_people:
            return self.all()
        led = models.Q(pk__in=[])
        for team in person.teams_led:
            led |= models.Q(team__path__startswith=team.path)
        return self.filter(led)


class Membership(models.Model):
    """A person in a team, as something. One person may be in several teams."""

    class Role(models.TextChoices):
        """As what somebody is in a team."""

        MEMBER = "member", _("member")
        LEAD = "lead", _("team lead")
        PROCESS_OWNER = "process_owner", _("process owner")
        CHAMPION = "champion", _("champion")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["team__name", "person__name"]
        constraints = [models.UniqueConstraint(fields=["person", "team", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.team}"

    @property
    def leads(self) -> bool:
        """Whether this role answers for the team."""
        return self.role in {self.Role.LEAD, self.Role.PROCESS_OWNER}
