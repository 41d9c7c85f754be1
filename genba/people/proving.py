"""Showing at the moment of signing who one is. A session alone never signs.

The first signature of a sitting takes two components: the address and a password, a passkey, the number of an
authenticator app or (for people who have none of these) a mailed code. Within a quarter of an hour after a
signature one secret is enough. Wrong tries are facts; after five the signing is paused.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.models import Organisation, Person
from genba.trail.models import Fact
from genba.trail.record import record

SITTING = timedelta(minutes=15)
CODE_GOOD_FOR = timedelta(minutes=10)
WRONG_TRIES = 5
PAUSE = timedelta(minutes=5)
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
MISSHAPEN = (KeyError, ValueError, TypeError, AttributeError, IndexError)  # what fido2 says to nonsense
SITTING_KEY, CODE_KEY = "signing_sitting", "signing_code"


class NotProved(Exception):  # noqa: N818  (a state of affairs, not a fault)
    """Not recognised. Holds the sentence for the signer."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Ways:
    """How somebody can show who they are."""

    password: bool
    app: bool
    passkey: bool

    @property
    def mail(self) -> bool:
        """A mailed code is for people who have no other secret."""
        return not (self.password or self.app or self.passkey)


@dataclass(frozen=True)
class Shown:
    """What the signer has shown."""

    address: str = ""
    password: str = ""
    app_code: str = ""
    code: str = ""
    credential: Any = None


def ways_of(person: Person) -> Ways:
    """What this person can show."""
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return Ways(
        password=person.has_usable_password(),
        app=Authenticator.Type.TOTP in kinds,
        passkey=Authenticator.Type.WEBAUTHN in kinds,
    )


def is_first(request: HttpRequest, person: Person) -> bool:
    """Whether this is the first signature of a sitting, which takes two components."""
    kept = request.session.get(SITTING_KEY) or {}
    left = kept.get("until", 0) - timezone.now().timestamp()  # more than a sitting: the clock was set back
    return bool(kept.get("person") != person.pk or not 0 <= left <= SITTING.total_seconds())


def go_on_sitting(request: HttpRequest, person: Person) -> None:
    """After a signature: the next one within a quarter of an hour takes one secret."""
    until = timezone.now() + SITTING
    request.session[SITTING_KEY] = {"person": person.pk, "until": until.timestamp()}


def prove(request: HttpRequest, person: Person, shown: Shown, *, about: tuple[str, str]) -> str:
    """Look whether it is this person; the code of the way. Raises NotProved with a sentence.

    A wrong try is a fact and counts, whatever becomes of the request.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # many tries at once come one after the other
        if _is_paused(person):
            raise NotProved(_("Too many wrong tries. Wait five minutes, then try again."))
        way, is_right = _look(request, person, shown)
        if is_right and (not is_first(request, person) or _is_theirs(shown.address, person)):
            return way
        if way:
            _refuse(person, way, about)
    if not way:
        raise NotProved(_("Show us that it is you: your session alone does not sign."))
    raise NotProved(
        _("That is not right. Type your address and your secret once more.")
        if is_first(request, person)
        else _("That is not right. Type it once more.")
    )


def mail_code(request: HttpRequest, person: Person) -> None:
    """Mail a code that signs once, within ten minutes, in this browser."""
    code = "".join(secrets.choice(LETTERS) for _place in range(8))
    request.session[CODE_KEY] = {
        "mark": _mark(code, person),
        "until": (timezone.now() + CODE_GOOD_FOR).timestamp(),
    }
    words = {"code": f"{code[:4]}-{code[4:]}", "organisation": Organisation.objects.first(), "person": person}
    subject = " ".join(render_to_string("people/mail/signing_code_subject.txt", words).split())
    send_mail(subject, render_to_string("people/mail/signing_code.txt", words), None, [person.email])


def passkey_request(person: Person) -> dict[str, Any]:
    """What the browser needs to ask for a passkey; what it must answer is remembered in the session."""
    return dict(passkeys.begin_authentication(person))


def _look(request: HttpRequest, person: Person, shown: Shown) -> tuple[str, bool]:
    """The way that was tried (nothing where nothing was shown), and whether it was right."""
    ways = ways_of(person)
    if shown.credential:
        return "passkey", ways.passkey and _passkey_is_theirs(person, shown.credential)
    if shown.password:
        return "password", ways.password and person.check_password(shown.password)
    if shown.app_code:
        return "app", ways.app and _number_is_theirs(person, shown.app_code)
    if shown.code:
        return "mail", ways.mail and _code_is_right(request, person, shown.code)
    return "", False


def _is_theirs(address: str, person: Person) -> bool:
    return hmac.compare_digest(address.strip().lower().encode(), person.email.lower().encode())


def _passkey_is_theirs(person: Person, credential: Any) -> bool:
    try:
        passkeys.parse_authentication_response(credential)
        used = passkeys.complete_authentication(person, credential)
    except (forms.ValidationError, RateLimited, InvalidSignature, *MISSHAPEN):
        return False
    used.record_usage()
    return True


def _number_is_theirs(person: Person, number: str) -> bool:
    apps = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return any(app.wrap().validate_code(number.replace(" ", "")) for app in apps)


def _code_is_right(request: HttpRequest, person: Person, code: str) -> bool:
    """A mailed code is used up by the first look that is right; wrong looks are counted elsewhere."""
    kept = request.session.get(CODE_KEY) or {}
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    is_right = hmac.compare_digest(str(kept.get("mark", "")), _mark(plain, person))
    is_right = is_right and kept.get("until", 0) >= timezone.now().timestamp()
    if is_right:
        del request.session[CODE_KEY]
    return is_right


def _mark(code: str, person: Person) -> str:
    return salted_hmac("genba.signing_code", f"{person.pk}:{code}", algorithm="sha256").hexdigest()


def _wrong_tries(person: Person) -> int:
    now = timezone.now()
    tries = Fact.objects.about(person).filter(name=facts.SIGNING_REFUSED.name)
    return tries.filter(at__gt=now - PAUSE, at__lte=now + PAUSE).count()  # later: the clock was set back


def _is_paused(person: Person) -> bool:
    return _wrong_tries(person) >= WRONG_TRIES


def _refuse(person: Person, way: str, about: tuple[str, str]) -> None:
    kind, key = about
    record(facts.SIGNING_REFUSED, person, by=person, way=way, of_kind=kind, of=key)
    if _wrong_tries(person) == WRONG_TRIES:
        record(facts.SIGNING_PAUSED, person)
