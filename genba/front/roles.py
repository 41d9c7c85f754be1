"""As what somebody looks at the home page. Who is several things chooses; the first is the usual one."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person

LABELS: Final[dict[str, str | Promise]] = {
    "quality": _("Quality"),
    "executive": _("Top management"),
    "auditor": _("Auditor"),
    "lead": _("Team lead"),
    "administrator": _("Administrator"),
    "member": _("My work"),
}


def roles_of(person: Person) -> list[str]:
    """Every role this person has, the one whose page comes first on top."""
    has = {
        "quality": person.is_quality,
        "executive": person.is_executive,
        "auditor": person.is_auditor,
        "lead": person.is_lead,
        "administrator": person.is_administrator,
        "member": bool(person.teams) and not person.is_lead,
    }
    return [role for role in LABELS if has[role]] or ["member"]
