"""What `people` hangs into the rooms below: its nouns, its places in the menu, its deeds in the palette."""

from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people import whys
from genba.people.access import ADMINISTRATOR, QUALITY, SIGNED_IN, Need
from genba.people.models import (
    ApiToken,
    BrowserSession,
    Invitation,
    Membership,
    Organisation,
    Person,
    Place,
    SignInLink,
    Site,
    Team,
)
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu

LOOKS_AFTER_PEOPLE = Need(
    "looks_after_people",
    _("Quality and administrators"),
    lambda person: QUALITY.allows(person) or ADMINISTRATOR.allows(person),
)


_HANGS_ITSELF_IN = whys

register_subject(
    Subject(
        model=Person,
        label=_("Person"),
        icon="people",
        visible_to=Person.objects.visible_to,
        url=lambda person: reverse("people:person", args=[person.pk]),
        title=lambda person: person.name,
        searched=("name",),
    )
)
register_subject(
    Subject(
        model=Team,
        label=_("Team"),
        icon="team",
        visible_to=lambda person: Team.objects.visible_to(person).select_related("site"),
        url=lambda team: reverse("people:team", args=[team.pk]),
        title=lambda team: team.name,
        searched=("name",),
        note=lambda team: team.site.name,
    )
)
register_subject(
    Subject(
        model=Place,
        label=_("Place"),
        icon="place",
        visible_to=lambda person: Place.objects.visible_to(person).select_related("site"),
        url=lambda place: f"{reverse('people:places')}?{urlencode({'q': place.name, 'closed': 'on'})}",
        title=lambda place: place.name,
        searched=("name",),
        note=lambda place: place.site.name,
    )
)
register_subject(
    Subject(
        model=Site,
        label=_("Site"),
        icon="globe",
        visible_to=Site.objects.visible_to,
        url=lambda site: f"{reverse('people:teams')}?site={site.pk}",
        title=lambda site: site.name,
        searched=("name", "town"),
        note=lambda site: site.town,
    )
)
register_subject(
    Subject(
        model=Organisation,
        label=_("Organisation"),
        icon="shield",
        visible_to=lambda person: Organisation.objects.all() if person else Organisation.objects.none(),
        url=lambda _organisation: reverse("people:organisation"),
        title=lambda organisation: organisation.name,
    )
)
register_subject(
    Subject(
        model=ApiToken,
        label=_("API token"),
        icon="key",
        visible_to=ApiToken.objects.visible_to,
        url=lambda _token: reverse("people:tokens"),
        title=lambda token: token.name,
    )
)

register_menu(MenuEntry("people:people", _("People"), "people", needs=SIGNED_IN, order=70, group="house"))
register_menu(MenuEntry("people:teams", _("Teams"), "team", needs=SIGNED_IN, order=72, group="house"))
register_menu(MenuEntry("people:places", _("Places"), "place", needs=SIGNED_IN, order=74, group="house"))
register_menu(
    MenuEntry("people:organisation", _("Organisation"), "shield", needs=SIGNED_IN, order=78, group="house")
)

register_action(PaletteAction("people:add", _("Add a person"), "people", needs=LOOKS_AFTER_PEOPLE))
register_action(PaletteAction("people:add_team", _("Add a team"), "team", needs=LOOKS_AFTER_PEOPLE))
register_action(PaletteAction("people:add_place", _("Add a place"), "place", needs=LOOKS_AFTER_PEOPLE))
register_action(PaletteAction("people:tokens", _("API tokens"), "key", needs=SIGNED_IN))
register_action(PaletteAction("mfa_index", _("Passkeys and two-step sign-in"), "shield", needs=SIGNED_IN))

register_tie(Tie(Membership, "person", _("Places in teams"), ("id", "team", "role")))
register_tie(
    Tie(ApiToken, "person", _("API tokens"), ("id", "name", "scope", "made_on", "good_until", "last_used_on"))
)
register_tie(Tie(Invitation, "person", _("Their invitation"), ("id", "sent_at", "accepted_at")))
register_tie(Tie(Invitation, "invited_by", _("Invitations they sent"), ("id", "sent_at")))
register_tie(Tie(SignInLink, "person", _("Links in sign-in mails"), ("id", "made_at")))
register_tie(Tie(BrowserSession, "person", _("Browsers signed in"), ("device", "began_on", "used_on")))
register_tie(Tie(EmailAddress, "user", _("E-mail addresses"), ("id", "email", "verified", "primary")))
register_tie(
    Tie(
        Authenticator,
        "user",
        _("Passkeys, authenticator apps and recovery codes"),
        ("id", "type", "created_at", "last_used_at"),
    )
)
register_tie(
    Tie(
        SocialAccount,
        "user",
        _("Company accounts"),
        ("id", "provider", "uid", "extra_data", "last_login", "date_joined"),
    )
)
