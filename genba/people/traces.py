"""The traces of an erased person outside their own records: sign-ins, imports, failed jobs, freed bytes."""

from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from genba.people.models import BrowserSession, Person
from genba.people.sessions import SessionStore
from genba.people.ties import all_ties
from genba.sources.models import Arrival, Import
from genba.trail.wiping import rewrite_sqlite_file, short_wait_for_locks
from genba.trail.work import job

HOLD_DETAILS = {"people", "account", "socialaccount", "mfa"}
AT_ONCE = 256 << 20  # bytes rewritten by day; writers wait meanwhile. The docs say what to do above


def clear_traces(key: int, *, name: str, address: str) -> None:
    """Remove sign-ins, the imported row, and what failed jobs and dry runs have quoted."""
    _end_sessions(key, address=address)
    _forget_arrival(key)
    _forget_imports([name, address])
    quoted = Q(traceback__icontains=address) | Q(traceback__icontains=name)
    DBTaskResult.objects.filter(quoted).update(traceback="")


@job()
def wipe() -> None:
    """Let the freed bytes go from the database's files as well.

    SQLite overwrites what is deleted (`secure_delete`); rewriting the file and cutting its log back removes
    the copies that the log and moved rows still hold. PostgreSQL keeps old versions of rows until its tables
    are rewritten.
    """
    if connection.in_atomic_block:  # neither engine can do it inside a transaction
        return
    rewrite_sqlite_file(largest=AT_ONCE) if connection.vendor == "sqlite" else _wipe_postgresql()


def _end_sessions(key: int, *, address: str) -> None:
    """End what is theirs, and what a stranger's browser keeps that has asked for a code to their address."""
    for strangers in (BrowserSession.objects.filter(person=None), Session.objects.all()):
        ended = [
            session.pk
            for session in strangers.iterator(chunk_size=500)
            if _is_about(SessionStore().decode(session.session_data), key, address)
        ]
        strangers.filter(pk__in=ended).delete()


def _is_about(kept: dict[str, Any], key: int, address: str) -> bool:
    return kept.get("_auth_user_id") == str(key) or address.lower() in str(kept).lower()


def _forget_arrival(key: int) -> None:
    for arrival in Arrival.objects.filter(register__target="people", subject_id=key):
        arrival.external_id, arrival.fingerprint = f"erased-{arrival.pk}", ""
        arrival.save(update_fields=["external_id", "fingerprint"])
        arrival.changes.update(before={})


def _forget_imports(wanted: Iterable[str]) -> None:
    """Uploaded lists of people go at once; what a dry run quoted goes where it names the person."""
    names = [words.lower() for words in wanted if words]
    busy = (Import.State.CHECKING, Import.State.COMMITTING)
    for begun in Import.objects.exclude(state__in=busy):
        if begun.target == "people":
            begun.path.unlink(missing_ok=True)
        said = f"{begun.reasons} {begun.notes} {begun.error}".lower()
        if any(words in said for words in names):
            begun.reasons, begun.notes, begun.error = [], [], ""
            begun.save(update_fields=["reasons", "notes", "error"])


def _wipe_postgresql() -> None:
    goes = [tie.model._meta for tie in all_ties() if tie.goes]
    tables = {Person._meta.db_table} | {kind.db_table for kind in goes if kind.app_label in HOLD_DETAILS}
    others = {model._meta.db_table for model in (Session, Arrival, Import, DBTaskResult)}
    with connection.cursor() as cursor, short_wait_for_locks():
        for table in sorted(tables):
            cursor.execute(f'VACUUM (FULL) "{table}"')
        for table in sorted(others):
            cursor.execute(f'VACUUM "{table}"')
