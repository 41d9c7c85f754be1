"""The tree of teams, ready to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q

from genba.people.models import Membership, Site, Team

DRAWN_AT_ONCE = 300


@dataclass
class Limb:
    """A team with what hangs below it."""

    team: Team
    size: int
    leads: list[str]
    below: list["Limb"] = field(default_factory=list)


def forests_of(sites: Sequence[Site]) -> dict[int, list[Limb]]:
    """By the number of the site its teams as trees. A team whose parent works elsewhere stands at the top."""
    leads = Membership.objects.filter(role=Membership.Role.LEAD, person__is_active=True)
    members = Count("memberships__person", distinct=True, filter=Q(memberships__person__is_active=True))
    teams = (
        Team.objects.filter(site__in=sites)
        .annotate(size=members)
        .prefetch_related(Prefetch("memberships", leads.select_related("person"), to_attr="led_by"))
        .order_by("name")
    )
    limbs = {(team.site_id, team.pk): _limb(team) for team in teams}
    forests: dict[int, list[Limb]] = {site.pk: [] for site in sites}
    for (site, _number), limb in limbs.items():
        above = limbs.get((site, limb.team.parent_id or 0))
        (above.below if above else forests[site]).append(limb)
    return forests


def sites_shown(sites: Sequence[Site], *, wanted: str) -> list[Site]:
    """All sites while the tree is small; of a large organisation one at a time."""
    chosen = [site for site in sites if str(site.pk) == wanted]
    if chosen:
        return chosen
    is_large = Team.objects.all()[:DRAWN_AT_ONCE].count() == DRAWN_AT_ONCE or len(sites) > 5
    return list(sites[:1] if is_large else sites)


def _limb(team: Team) -> Limb:
    leads: list[Membership] = getattr(team, "led_by", [])
    return Limb(team, size=getattr(team, "size", 0), leads=[lead.person.name for lead in leads])
