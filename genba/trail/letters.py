"""`send()`: the one way in which a job hands a mail to the mail server, and what is said when it cannot.

A mail that was handed over just before its worker was killed is handed over again. Both carry the same
Message-ID, so mail programs show it once; more cannot be promised of mails.
"""

import secrets
import smtplib
import threading
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from genba.trail.work import HopelessError, NotNowError, job_in_hand

AWAY: Final = gettext_noop("The mail server does not answer")
NO_ENTRY: Final = gettext_noop("The mail server does not let us in")
LATER: Final = gettext_noop("The mail server asks to come back later")
NO_SUCH_ADDRESS: Final = gettext_noop("The mail server refuses this address")
NOT_TAKEN: Final = gettext_noop("The mail server refuses this mail")
SECONDS_TO_LEAVE_IT_ALONE = 30.0


@dataclass
class _Server:
    """What we know of the mail server. While it is away nobody waits for it again and again."""

    why: str = ""
    until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def leave_alone(self, why: str) -> None:
        with self.lock:
            self.why, self.until = why, time.monotonic() + SECONDS_TO_LEAVE_IT_ALONE

    def ask(self) -> None:
        """Raises NotNowError while it is to be left alone."""
        with self.lock:
            if time.monotonic() < self.until:
                raise NotNowError(self.why)

    def is_back(self) -> None:
        with self.lock:
            self.until = 0.0


server = _Server()


def send(message: EmailMessage) -> None:
    """Hand one mail to the mail server.

    Raises NotNowError while it is away, asks to come back later or does not let us in, and HopelessError when
    it will never take this mail or this address.
    """
    server.ask()
    key = job_in_hand() or secrets.token_hex(16)
    name = salted_hmac("genba.trail.letters", f"{key}\0{message.to}").hexdigest()[:32]
    host = urlsplit(settings.GENBA_ADDRESS).hostname or "localhost"
    message.extra_headers["Message-ID"] = f"<{name}@{host}>"
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException) as trouble:
        raise _in_words(trouble) from trouble
    finally:
        connection.close()
    server.is_back()


def _in_words(trouble: Exception) -> Exception:
    """What a refusal means for the job. Only the number is repeated: the words may hold an address."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in trouble.recipients.values()]
        return _by_code(max(codes), NO_SUCH_ADDRESS)
    if isinstance(trouble, smtplib.SMTPDataError):
        return _by_code(trouble.smtp_code, NOT_TAKEN)
    if isinstance(trouble, smtplib.SMTPResponseException):
        why = LATER if trouble.smtp_code < 500 else NO_ENTRY
        return _leave_alone(f"{why} ({trouble.smtp_code})")
    return _leave_alone(f"{AWAY} ({getattr(trouble, 'strerror', '') or type(trouble).__name__})")


def _by_code(code: int, refusal: str) -> Exception:
    if code >= 500:
        return HopelessError(f"{refusal} ({code})")
    return NotNowError(f"{LATER} ({code})")


def _leave_alone(why: str) -> NotNowError:
    server.leave_alone(why)
    return NotNowError(why)
