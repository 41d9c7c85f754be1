"""What the room `people` says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare

ORGANISATION_FOUNDED = declare("people.organisation_founded", _("opened this instance"))
PROMISE_SIGNED = declare("people.promise_signed", _("signed the promise to everybody who reports"))
PERSON_ADDED = declare("people.person_added", _("added this person"))
PERSON_CHANGED = declare("people.person_changed", _("changed this person’s details or roles"))
PERSON_INVITED = declare("people.person_invited", _("sent an invitation"))
INVITATION_ACCEPTED = declare("people.invitation_accepted", _("accepted the invitation"))
SITE_ADDED = declare("people.site_added", _("added this site"))
TEAM_ADDED = declare("people.team_added", _("added this team"))
TEAM_CHANGED = declare("people.team_changed", _("changed this team"))
PLACE_ADDED = declare("people.place_added", _("added this place"))
PLACE_CHANGED = declare("people.place_changed", _("changed this place"))
TOKEN_ISSUED = declare("people.token_issued", _("made an API token"))
TOKEN_WITHDRAWN = declare("people.token_withdrawn", _("withdrew an API token"))
