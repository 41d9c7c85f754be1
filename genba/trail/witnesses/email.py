"""A mail box of somebody who is not the administrator. Its provider keeps the time of arrival."""

from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from genba.trail.models import Checkpoint
from genba.trail.seals.note import read_checkpoint
from genba.trail.witnesses.place import NotReached, Place

ONLY_PRINTED = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True)
class MailBox(Place):
    """The checkpoint as an attached file, so that no mail program changes it."""

    kind = "e-mail"

    @property
    def pace(self) -> timedelta:
        """Nobody wants a mail a minute; the setting says how often."""
        return timedelta(minutes=max(1, settings.GENBA_WITNESS_EMAIL_MINUTES))

    def send(self, checkpoint: Checkpoint) -> None:
        """Mail it."""
        if settings.EMAIL_BACKEND == ONLY_PRINTED:
            message = "There is no mail server (GENBA_EMAIL_URL)."
            raise NotReached(message)
        origin = read_checkpoint(checkpoint.note).origin
        words = _(
            "The attached file is the signed seal over the first %(size)s facts of %(origin)s. "
            "Keep this mail: with it, “genba verify --checkpoints FILE” shows later whether one of them was "
            "altered. Nothing else is to be done."
        ) % {"size": checkpoint.size, "origin": origin}
        mail = EmailMessage(
            subject=_("Seal of the trail: %(size)s facts") % {"size": checkpoint.size},
            body=f"{words}\n\n{checkpoint.note}",
            to=[self.target],
        )
        mail.attach(f"{checkpoint.size:012}.checkpoint", checkpoint.note, "text/plain")
        try:
            mail.send()
        except (OSError, SMTPException) as trouble:
            raise NotReached(str(trouble) or type(trouble).__name__) from trouble
