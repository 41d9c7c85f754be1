"""How people come in: what we ask of django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from genba.people.models import Person


class SignInAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; people are invited or imported."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, for everybody."""
        del request
        return False


class CompanySignInAdapter(DefaultSocialAccountAdapter):
    """A company account opens the door of the person with the same, verified, address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Closed: only people who are already here."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie the company account to the person with its address."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo", claims)
        person = Person.objects.filter(email__iexact=claims.get("email", ""), is_active=True).first()
        if person is not None and claims.get("email_verified"):
            sociallogin.connect(request, person)
