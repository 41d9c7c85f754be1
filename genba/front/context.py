"""What every page is given: the organisation, the person, the menu, the banner.

A stranger's page touches no session and gets no cookie. What a fragment does not show is not looked up.
"""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _

from genba.front.background import waiting_outside
from genba.front.backup.age import days_without
from genba.front.models import Notification
from genba.front.needs import SeesTheWorker
from genba.front.storage import LITTLE_ROOM, MEGABYTE, megabytes_left, trouble_now
from genba.people.access import ADMINISTRATOR, person_of
from genba.people.models import Organisation, Person
from genba.trail.models import Beat
from genba.trail.models.beat import SILENT_AFTER
from genba.ui.registry import MenuItem, menu_for

SECONDS_TO_REMEMBER = 5
LITTLE_MB = LITTLE_ROOM // MEGABYTE
LANGUAGES_WITH_WORDS = [
    (code, get_language_info(code)["name_local"].capitalize())
    for code, _name in settings.LANGUAGES
    if code == settings.LANGUAGE_CODE or (settings.LOCALE_PATHS[0] / code).is_dir()
]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of the base page."""
    person = visitor(request)
    organisation = SimpleLazyObject(Organisation.objects.first if _changes_it(person) else organisation_here)
    return {
        "organisation": organisation,
        "person": person,
        "menu": SimpleLazyObject(lambda: _menu(person, request.path)),
        "banner": SimpleLazyObject(lambda: _banner(person, organisation)),
        "unread": SimpleLazyObject(lambda: _unread(person)),
        "theme": person.theme if person else "auto",
        "single_keys": person.single_keys if person else False,
        "LANGUAGE_CODE": get_language(),
        "languages": LANGUAGES_WITH_WORDS,
        "in_language": _in_language(request),
        "dir": "rtl" if get_language_bidi() else "ltr",
    }


def _changes_it(person: Person | None) -> bool:
    """Whoever may change what the organisation says sees every change at once; others within seconds."""
    return person is not None and (person.is_administrator or person.is_executive)


def _in_language(request: HttpRequest) -> str:
    """The end of an address that keeps the language which this address asked for: no cookie does it."""
    asked = request.GET.get("lang", "")
    return f"?lang={asked}" if asked in dict(settings.LANGUAGES) else ""


def visitor(request: HttpRequest) -> Person | None:
    """Who looks at the page. Without the cookie of a session nobody does, and none is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return person_of(request)


def organisation_here() -> Organisation | None:
    """The one organisation, remembered by this process for a few seconds."""
    return _remembered("front.organisation", Organisation.objects.first)  # type: ignore[no-any-return]


def worker_is_alive() -> bool:
    """Whether any worker was seen within the last two minutes."""
    last = _remembered("front.beat", lambda: Beat.objects.aggregate(last=Max("seen_at"))["last"] or False)
    # A sign of life from the future is from before the clock was set back.
    return bool(last) and abs(timezone.now() - last) < SILENT_AFTER + timedelta(seconds=SECONDS_TO_REMEMBER)


def _remembered(key: str, look: Any) -> Any:
    looked_at, found = cache.get(key, (0.0, None))
    if found is None or time.monotonic() - looked_at > SECONDS_TO_REMEMBER:
        found = look()
        # By the stopwatch: the cache's own times would stand still for a day when the clock is set back.
        cache.set(key, (time.monotonic(), found), None)
    return found


def _menu(person: Person | None, path: str) -> list[MenuItem]:
    return menu_for(person, path) if person else []


def _unread(person: Person | None) -> int:
    return Notification.objects.filter(person=person).count_for_bell() if person else 0


def _banner(person: Person | None, organisation: Any) -> dict[str, str]:
    """The one thing that stands above every page: the worst of what is wrong."""
    if person is None:
        return {}
    return (
        _about_the_disk(person)
        or _about_the_worker(person)
        or _about_backups(person, organisation)
        or _about_mails(person)
        or _about_the_promise(person, organisation)
    )


def _about_the_disk(person: Person) -> dict[str, str]:
    if trouble := trouble_now():
        return {"tone": "bad", "text": str(trouble.sentence)}
    if ADMINISTRATOR.allows(person) and (left := megabytes_left()) < LITTLE_MB:
        text = _("The disk of the server is nearly full (%(left)s MB left). Then nothing can be saved.")
        return {"tone": "bad", "text": text % {"left": left}}
    return {}


def _about_the_worker(person: Person) -> dict[str, str]:
    if worker_is_alive():
        return {}
    text = _(
        "Background work has stopped. Nothing is lost; mails, checks and imports wait until it runs again."
    )
    looks_after_it = SeesTheWorker().allows(person)
    return {
        "tone": "bad",
        "text": text,
        "url": _address("front:worker") if looks_after_it else "",
        "link_label": _("See what waits"),
    }


def _about_the_promise(person: Person, organisation: Any) -> dict[str, str]:
    if ADMINISTRATOR.allows(person) and organisation and not organisation.promise_is_signed:
        return {
            "tone": "info",
            "text": _("The promise to everybody who reports is not signed yet. People wait for it."),
            "url": _address("people:organisation"),
            "link_label": _("Ask for the signature"),
        }
    return {}


def _about_mails(person: Person) -> dict[str, str]:
    if not SeesTheWorker().allows(person):
        return {}
    count, why = _remembered("front.mails", waiting_outside)
    if not count:
        return {}
    text = _("Mails do not go out just now: %(why)s. They are kept and go out by themselves later.")
    words = {"why": why[:1].lower() + why[1:]}
    return {
        "tone": "warn",
        "text": text % words,
        "url": _address("front:worker"),
        "link_label": _("See what waits"),
    }


def _about_backups(person: Person, organisation: Any) -> dict[str, str]:
    if not SeesTheWorker().allows(person):
        return {}
    late = _remembered("front.backups", lambda: days_without(organisation or None) or False)
    if not late:
        return {}
    days, ever = late
    text = (
        _("The last good backup is %(days)d days old. If the disk dies now, everything since is lost.")
        if ever
        else _("No good backup was ever made here. If the disk dies now, everything is lost.")
    )
    return {
        "tone": "bad",
        "text": text % {"days": days},
        "url": _address("front:backups"),
        "link_label": _("See the backups"),
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
