"""A whole run comes in, from a phone that was without a signal or from a program."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from genba.people.models import Person, Place
from genba.trail.files import check_file
from genba.work.checks.given import GivenRun
from genba.work.checks.running import WAS_RUN, begin_run, take_run, team_for
from genba.work.models import Run, Version


class NotTheirsError(Exception):
    """Somebody else has signed in on this phone since the run was made."""


def take_whole_run(given: GivenRun, *, by: Person) -> Run:
    """Take a run in, once however often it is sent; an open one goes on.

    Raises ValidationError in words, FileRefused for a photo, NotTheirsError. Photos are painted before the
    transaction begins.
    """
    if given.person is not None and given.person != by.pk:
        raise NotTheirsError
    if given.ending not in {"", "end", "give_up"}:
        raise ValidationError(_("A run ends with “end” or “give_up”."))
    version = _version(given)
    place = Place.objects.select_related("team").filter(code=given.place).first() if given.place else None
    if given.place and place is None:
        raise ValidationError(_("There is no such place."))
    for result in given.results:
        if result.photo is not None:
            check_file(result.photo)
    with transaction.atomic():
        run = begin_run(
            version,
            by=by,
            team=team_for(version.procedure, by, place, given.team),
            place=place,
            begun_at=given.begun_at or min((one.at for one in given.results if one.at), default=None),
            client_key=given.client_key,
        )
        return take_run(run, given.results, by=by, ending=given.ending)


def _version(given: GivenRun) -> Version:
    """The version that was run; it may have been replaced since the phone last had a signal."""
    found = Version.objects.filter(
        procedure=given.procedure, number=given.version, state__in=WAS_RUN, in_force_at__isnull=False
    ) | Version.objects.filter(procedure=given.procedure, number=given.version, state=Version.State.PILOT)
    version = found.select_related("procedure__process__team").first()
    if version is None:
        raise ValidationError(_("There is no such version of a check."))
    return version
