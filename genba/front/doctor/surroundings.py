"""What Genba stands on: disk, clock, secret, pages, address, backup."""

import ipaddress
import os
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.front.doctor.finding import Finding
from genba.trail.models import Fact

MEGABYTE = 1024 * 1024
TOO_LITTLE, LITTLE = 200 * MEGABYTE, 1024 * MEGABYTE
SECONDS_APART = 5
LATELY = 1000  # facts
SHORTEST_SECRET = 32


def folder_is_writable() -> Finding:
    """Whether something can be stored."""
    try:
        with tempfile.NamedTemporaryFile(dir=settings.GENBA_DATA) as probe:
            probe.write(b"Genba")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as trouble:
        return Finding.bad(
            _("Nothing can be written into %(folder)s: %(trouble)s")
            % {"folder": settings.GENBA_DATA, "trouble": trouble.strerror},
            _("Give the account that runs Genba the right to write there."),
        )
    return Finding.good(_("The data folder can be written (%(folder)s).") % {"folder": settings.GENBA_DATA})


def disk_has_room() -> Finding:
    """Whether there is room for another while."""
    free = shutil.disk_usage(settings.GENBA_DATA).free
    words = {"free": f"{free / MEGABYTE:,.0f}"}
    remedy = _("Make room, or move the data folder to a larger disk.")
    if free < TOO_LITTLE:
        return Finding.bad(_("The disk is nearly full: %(free)s MB left.") % words, remedy)
    if free < LITTLE:
        return Finding.mind(_("The disk is filling up: %(free)s MB left.") % words, remedy)
    return Finding.good(_("The disk has room: %(free)s MB.") % words)


def clocks_agree() -> Finding:
    """Whether the clocks of program, files and database agree, and nothing is dated in the future."""
    with tempfile.NamedTemporaryFile(dir=settings.GENBA_DATA) as probe:
        apart = {_("the disk"): abs(Path(probe.name).stat().st_mtime - time.time())}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            apart[_("the database")] = abs(float(cursor.fetchone()[0]) - time.time())
    for name, seconds in apart.items():
        if seconds > SECONDS_APART:
            return Finding.mind(
                _("The clock of %(name)s is %(seconds).0f seconds away from ours.")
                % {"name": name, "seconds": seconds},
                _("Let every machine set its clock from the network (NTP)."),
            )
    latest = max(Fact.objects.order_by("-id").values_list("at", flat=True)[:LATELY], default=None)
    if latest is not None and latest > timezone.now() + timedelta(minutes=5):
        return Finding.bad(
            _("The last line of the trail is dated in the future (%(when)s UTC).")
            % {"when": f"{latest:%Y-%m-%d %H:%M}"},
            _("The clock of this machine was wrong then or is wrong now. Set it from the network (NTP)."),
        )
    return Finding.good(
        _("The clocks agree: %(now)s.") % {"now": f"{timezone.localtime():%Y-%m-%d %H:%M %Z}"}
    )


def time_zone_is_chosen() -> Finding:
    """Whether times are shown as people here read them."""
    if settings.TIME_ZONE == "UTC":
        return Finding.mind(
            _("Times are shown in UTC."),
            _("Set GENBA_TIME_ZONE to where you are, for example Europe/Berlin."),
        )
    return Finding.good(_("Times are shown in %(zone)s.") % {"zone": settings.TIME_ZONE})


def secret_is_secret() -> Finding:
    """Whether the instance's secret is long and readable by its own account only."""
    path = settings.GENBA_DATA / "secret_key"
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        return Finding.bad(
            _("The secret of this instance is too short."),
            _("Let GENBA_SECRET_KEY be at least %(count)s random characters.") % {"count": SHORTEST_SECRET},
        )
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding.bad(
            _("Other accounts of this machine can read the secret of this instance."),
            _("Run: chmod 600 %(path)s") % {"path": path},
        )
    return Finding.good(_("The secret of this instance is secret."))


def pages_have_their_styles() -> Finding:
    """Whether browsers will get styles and scripts."""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding.good(_("Styles and scripts are in place."))
    return Finding.bad(
        _("Styles and scripts are missing, so no page can be shown."),
        _("Start Genba with `genba up`, or run: genba manage collectstatic --noinput"),
    )


def address_is_known() -> Finding:
    """Whether others can reach the address that stands in mails and on posters."""
    there = urlsplit(settings.GENBA_ADDRESS)
    name = there.hostname or ""
    words = {"address": settings.GENBA_ADDRESS}
    if not validate_host(name, settings.ALLOWED_HOSTS):
        return Finding.bad(
            _("Genba does not answer under its own address %(address)s.") % words,
            _("Add %(name)s to GENBA_HOSTS.") % {"name": name},
        )
    if is_loopback(name):
        return Finding.mind(
            _("The address %(address)s works on this machine only, also on posters and in mails.") % words,
            _("Set GENBA_ADDRESS to the address under which people reach it."),
        )
    if there.scheme != "https":
        return Finding.mind(
            _("What people send to %(address)s can be read on the way.") % words,
            _("Put a proxy with TLS in front (deploy/Caddyfile) and set GENBA_ADDRESS to https://…"),
        )
    return Finding.good(_("The address is %(address)s.") % words)


def is_loopback(name: str) -> bool:
    """Whether a name means this machine itself."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
