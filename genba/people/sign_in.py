"""How people come in: what we ask of django-allauth, and the link in the mail."""

import logging
from smtplib import SMTPException
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import context as current
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.people.guessing import PasswordTry, may_mail, may_mail_a_stranger, remember_browser
from genba.people.models import Organisation, Person, SignInLink
from genba.people.session_life import name_device

log = logging.getLogger("genba.people")

ASKED_HERE = "sign_in_links_asked_here"
TO_A_STRANGER = "account/email/unknown_account"
ASKED_BY_ANYBODY = {"account/email/login_code", "account/email/password_reset_key", TO_A_STRANGER}


class SignInAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; people are invited or imported."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This access is closed. Ask your administrator."),
        "email_password_mismatch": gettext_lazy(
            "This address and this password do not belong together. Look for a typing error, "
            "or let us mail you a code."
        ),
        "enter_current_password": gettext_lazy("Type the password that you use now."),
        "incorrect_code": gettext_lazy("This is not the code we sent. Look again, or ask for a new one."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": gettext_lazy("That was a little fast. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, for everybody."""
        del request
        return False

    def format_email_subject(self, subject: str) -> str:
        """Say which organisation writes."""
        organisation = Organisation.objects.first()
        return f"{organisation.name}: {subject}" if organisation else subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; a mail server that is away is a sentence, not a fault page."""
        if template_prefix in ASKED_BY_ANYBODY and not may_mail(email):
            often = _("We have mailed this address several times already. Wait a few minutes.")
            messages.warning(current.request, often)
            return
        if template_prefix == TO_A_STRANGER and not may_mail_a_stranger():
            return
        if template_prefix == "account/email/login_code":
            context = {**context, "link": self._link_for(email)}
        try:
            super().send_mail(
                template_prefix, email, {**context, "organisation": Organisation.objects.first()}
            )
        except (OSError, SMTPException):
            log.exception("A mail about signing in could not be sent")
            sorry = _(
                "The mail could not be sent just now. Try again in a minute, or tell your administrator."
            )
            messages.error(current.request, sorry)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse to look at a password after too many wrong ones."""
        if PasswordTry(request, credentials.get("email", "")).is_too_much:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Whose password this is, or nobody's; what was wrong is counted."""
        found = super().authenticate(request, **credentials)
        one_try = PasswordTry(request, credentials.get("email", ""))
        if found:
            one_try.was_right()
        else:
            one_try.was_wrong()
        return found

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        """Where to go after signing in; the browser is known from now on."""
        response = super().post_login(request, user, **how)
        remember_browser(response, user)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """Let somebody in; what was mailed before opens nothing any more."""
        super().login(request, user)
        SignInLink.objects.filter(person=user).delete()
        request.session.pop(ASKED_HERE, None)
        name_device(request)

    def _link_for(self, email: str) -> str:
        """A link that signs in with one click; this browser is remembered as the one that asked."""
        request = cast(HttpRequest, current.request)
        person = Person.objects.filter(email=email.lower(), is_active=True).first()
        if person is None:
            return ""
        token = SignInLink.issue(person)
        link = SignInLink.find(token)
        if link is not None:
            request.session[ASKED_HERE] = [*request.session.get(ASKED_HERE, [])[-4:], link.token_hash]
        address = request.build_absolute_uri(reverse("people:by_link", args=[token]))
        onward = request.POST.get("next") or request.GET.get("next") or ""
        return f"{address}?{urlencode({'next': onward})}" if onward and self.is_safe_url(onward) else address


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


def was_asked_here(request: HttpRequest, link: SignInLink) -> bool:
    """Whether this browser asked for the link. Only then opening it is enough.

    Programs that look into mails open links too; they must not use one up, nor sign anybody in.
    """
    return link.token_hash in request.session.get(ASKED_HERE, [])


def come_in(request: HttpRequest, person: Person, *, onward: str = "") -> HttpResponse:
    """Sign somebody in who has proved who they are by a mailed link; a second factor is still asked for."""
    record_authentication(request, person, method="code", email=person.email)
    redirect_url = onward if onward and get_adapter(request).is_safe_url(onward) else None
    return cast(HttpResponse, perform_login(request, person, email=person.email, redirect_url=redirect_url))
