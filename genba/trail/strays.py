"""Bytes without a record: what a rolled back or killed upload left on the disk is swept away."""

from django.core.files.storage import default_storage
from django.db import connection, transaction

from genba.trail.models import File
from genba.trail.work import job

SAVING = 0x67656E6261  # the number of the lock in PostgreSQL


def while_saving_a_file() -> None:
    """Say, inside a transaction, that bytes lie on the disk whose record is not committed yet.

    On SQLite a transaction that writes has the database for itself, which says the same.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SAVING])


@job()
def sweep_strays() -> int:
    """Remove bytes on the disk that belong to no record, because their upload was never finished."""
    suspects = _kept_on_disk() - _recorded()
    if not suspects:
        return 0
    with transaction.atomic():
        # No clock is asked how old they are: once nobody is saving a file, what has no record never gets one.
        _wait_until_nobody_saves()
        strays = suspects - _recorded()
        for name in strays:
            default_storage.delete(name)
    return len(strays)


def _kept_on_disk() -> set[str]:
    if not default_storage.exists(""):
        return set()
    folders, _files = default_storage.listdir("")
    return {f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]}


def _recorded() -> set[str]:
    return set(File.objects.exclude(blob="").values_list("blob", flat=True).iterator())


def _wait_until_nobody_saves() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SAVING])
