"""Who may open the doors of the front that not everybody may."""

from django.utils.translation import gettext_lazy as _

from genba.people.access import ADMINISTRATOR, QUALITY, Need

SEES_THE_WORKER = Need(
    "sees_the_worker",
    _("Quality and administrators"),
    lambda person: QUALITY.allows(person) or ADMINISTRATOR.allows(person),
)
