"""Guessing is slow, and nobody is locked out by somebody else's guesses.

A factory sits behind one address, and our proxy hands no addresses on, so an address says little. A browser
in which somebody has signed in before says a lot: it carries a cookie that only the right password brought,
and its tries are counted by themselves. All others are counted together: against the account, and against
everybody. Whoever is slowed down there still comes in from a known browser, by the mailed link, or with a
passkey.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from genba.people.models import Person, SignInTry
from genba.people.models.sign_in_try import Limit

COOKIE = "genba_known_here"
SALT = "people.known_browser"
HALF_A_YEAR = timedelta(days=180)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class PasswordTry:
    """One try of a password for an address, from one browser."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self.email = email.strip().lower()
        browser = known_browser(request, self.email)
        here = request.META.get("REMOTE_ADDR", "")
        if browser:
            self.close_by = [Limit(f"password {self.email} in {browser}", 10, 5 * MINUTE)]
            self.together: list[Limit] = []
        else:
            self.close_by = [Limit(f"password {self.email} from {here}", 5, 5 * MINUTE)]
            account = f"password {self.email}"
            self.together = [
                Limit(account, 30, HOUR),
                Limit(account, 100, DAY),
                Limit("password", 300, 10 * MINUTE),
            ]

    @property
    def is_too_much(self) -> bool:
        return SignInTry.too_many([*self.close_by, *self.together])

    def was_wrong(self) -> None:
        SignInTry.note([*self.close_by, *self.together])

    def was_right(self) -> None:
        """What was mistyped before is forgotten; what others tried is not."""
        SignInTry.forgive(self.close_by)


class SecondFactorTry:
    """One try of a code from an authenticator app, by somebody whose first factor was right."""

    def __init__(self, person: Person) -> None:
        of = f"second factor {person.pk}"
        self.limits = [Limit(of, 5, 5 * MINUTE), Limit(of, 20, HOUR)]

    @property
    def is_too_much(self) -> bool:
        return SignInTry.too_many(self.limits)

    def was_wrong(self) -> None:
        SignInTry.note(self.limits)


def may_mail(email: str) -> bool:
    """Whether one more mail about signing in goes to this address, known or not: a few in five minutes."""
    of = f"mail {email.strip().lower()}"
    return _counted([Limit(of, 3, 5 * MINUTE), Limit(of, 12, HOUR)])


def may_mail_a_stranger() -> bool:
    """Whether one more mail goes to an address that nobody here has: we are no way to mail strangers."""
    return _counted([Limit("mail to strangers", 30, HOUR)])


def _counted(limits: list[Limit]) -> bool:
    if SignInTry.too_many(limits):
        return False
    SignInTry.note(limits)
    return True


def known_browser(request: HttpRequest, email: str) -> str:
    """The number of this browser, when this person has signed in here with the password they have now."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HALF_A_YEAR)
    except signing.BadSignature:
        return ""
    person = Person.objects.filter(email=email, is_active=True).first()
    if person is None or kept.get("person") != person.pk or kept.get("mark") != _mark(person):
        return ""
    return str(kept.get("browser", ""))


def remember_browser(response: HttpResponseBase, person: Person) -> None:
    """Let this browser be known from now on. The cookie is sent to the sign-in pages only."""
    kept = {"person": person.pk, "mark": _mark(person), "browser": secrets.token_hex(8)}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=HALF_A_YEAR,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(person: Person) -> str:
    """Changes with the password."""
    return person.get_session_auth_hash()[:16]
