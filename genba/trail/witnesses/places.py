"""The places that this instance's settings name."""

from django.conf import settings

from genba.trail.witnesses.email import MailBox
from genba.trail.witnesses.folder import Folder
from genba.trail.witnesses.place import Place
from genba.trail.witnesses.timestamp import Authority
from genba.trail.witnesses.webhook import Hook

ENOUGH = 2


def all_places() -> list[Place]:
    """Every place, those that keep files first."""
    places: list[Place] = [Folder(target) for target in settings.GENBA_WITNESS_FOLDERS]
    places += [Hook(target) for target in settings.GENBA_WITNESS_WEBHOOKS]
    places += [MailBox(target) for target in settings.GENBA_WITNESS_EMAILS]
    places += [Authority(target) for target in settings.GENBA_WITNESS_TIMESTAMPS]
    return places
