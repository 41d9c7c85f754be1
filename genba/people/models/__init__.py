from genba.people.models.api_token import ApiToken
from genba.people.models.browser_session import BrowserSession
from genba.people.models.invitation import Invitation
from genba.people.models.membership import Membership
from genba.people.models.organisation import Organisation
from genba.people.models.person import Person
from genba.people.models.place import Place
from genba.people.models.sign_in_link import SignInLink
from genba.people.models.sign_in_try import SignInTry
from genba.people.models.site import Site
from genba.people.models.team import Team

__all__ = [
    "ApiToken",
    "BrowserSession",
    "Invitation",
    "Membership",
    "Organisation",
    "Person",
    "Place",
    "SignInLink",
    "SignInTry",
    "Site",
    "Team",
]
