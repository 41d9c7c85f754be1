"""Where sessions are kept: Django's store in the database, with fingerprints instead of keys."""

import hashlib
import time
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from genba.people.models import BrowserSession

BEGAN, USED, DEVICE = "began", "used", "device"


def kept_key(session_key: str) -> str:
    """What is kept of the key in a cookie. It is long and random, so SHA-256 cannot be turned back."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Sessions that know whose they are."""

    @classmethod
    def get_model_class(cls) -> Any:
        return BrowserSession

    def _get_session_from_db(self) -> BrowserSession | None:
        found = BrowserSession.objects.filter(
            session_key=kept_key(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return BrowserSession.objects.filter(session_key=kept_key(session_key)).exists()

    def save(self, must_create: bool = False) -> None:
        """Keep it; from the moment at which somebody signed in, it has an age."""
        if SESSION_KEY in self and BEGAN not in self:
            self[BEGAN] = self[USED] = int(time.time())
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        person = data.get(SESSION_KEY)
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]  # the stubs do not know it
        return BrowserSession(
            session_key=kept_key(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=int(person) if person else None,
            device=data.get(DEVICE, ""),
            began_on=_day(data.get(BEGAN)) if person else None,
            used_on=timezone.localdate() if person else None,
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            BrowserSession.objects.filter(session_key=kept_key(key)).delete()


def _day(moment: int | None) -> date | None:
    return timezone.localdate(datetime.fromtimestamp(moment, tz=UTC)) if moment else None
