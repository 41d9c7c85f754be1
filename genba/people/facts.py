"""What the room `people` says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare

ORGANISATION_FOUNDED = declare("people.organisation_founded", _("opened this instance"))
ORGANISATION_CHANGED = declare("people.organisation_changed", _("changed the organisation’s details"))
PROMISE_SIGNED = declare("people.promise_signed", _("signed the promise to everybody who reports"))
PERSON_ADDED = declare("people.person_added", _("added this person"))
PERSON_CHANGED = declare("people.person_changed", _("changed this person’s details"))
ROLES_CHANGED = declare("people.roles_changed", _("changed this person’s roles"))
PERSON_DEACTIVATED = declare("people.person_deactivated", _("closed this person’s access"))
PERSON_RETURNED = declare("people.person_returned", _("opened this person’s access again"))
PERSON_ERASED = declare("people.person_erased", _("erased this person’s details"))
PERSON_EXPORTED = declare("people.person_exported", _("took out everything held about this person"))
SIGNING_REFUSED = declare("people.signing_refused", _("tried to sign and was not recognised"))
SIGNING_PAUSED = declare("people.signing_paused", _("Signing is paused for five minutes after wrong tries"))
PERSON_INVITED = declare("people.person_invited", _("sent an invitation"))
INVITATION_ACCEPTED = declare("people.invitation_accepted", _("accepted the invitation"))
SITE_ADDED = declare("people.site_added", _("added this site"))
SITE_CHANGED = declare("people.site_changed", _("changed this site"))
TEAM_ADDED = declare("people.team_added", _("added this team"))
TEAM_CHANGED = declare("people.team_changed", _("changed this team"))
MEMBER_JOINED = declare("people.member_joined", _("added somebody to this team"))
MEMBER_LEFT = declare("people.member_left", _("took somebody out of this team"))
PLACE_ADDED = declare("people.place_added", _("added this place"))
PLACE_CHANGED = declare("people.place_changed", _("changed this place"))
PLACE_CLOSED = declare("people.place_closed", _("closed this place"))
PLACE_REOPENED = declare("people.place_reopened", _("opened this place again"))
TOKEN_ISSUED = declare("people.token_issued", _("made an API token"))
TOKEN_WITHDRAWN = declare("people.token_withdrawn", _("withdrew an API token"))
