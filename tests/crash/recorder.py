"""Genba on a recorded disk: people report through the doors, and what they are told is written down too.

python -m tests.crash.recorder FOLDER FULL=150 NORMAL=40 …   writes FOLDER/recorded.pickle
"""

import os
import pickle
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = 3


def main() -> None:
    folder = Path(sys.argv[1])
    here = {
        "GENBA_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "genba.config.settings",
        "GENBA_RECEIPT_MEMORY_KIB": "1024",
        "GENBA_RECEIPT_PASSES": "1",
        "GENBA_PROOF_OF_WORK": "off",
        "GENBA_HOSTS": "testserver",
    }
    os.environ.update(here)
    import django  # noqa: PLC0415  (the settings come first)
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from genba.conftest import make_cast  # noqa: PLC0415
    from tests.crash.recording import Recorder  # noqa: PLC0415

    person = make_cast().tomas
    connection.close()
    recorder = Recorder()
    recorder.install()
    found = {}
    for wanted in sys.argv[2:]:
        synchronous, _, count = wanted.partition("=")
        found[synchronous] = record(recorder, person, synchronous=synchronous, count=int(count))
    (folder / "recorded.pickle").write_bytes(pickle.dumps(found))
    os._exit(0)  # the engine must not call a shim that Python has taken down already


def record(recorder, person, *, synchronous: str, count: int):
    """The database before, and every line that was written down."""
    from django.conf import settings  # noqa: PLC0415

    options = settings.DATABASES["default"]["OPTIONS"]
    if synchronous not in options["init_command"]:
        assert "synchronous=FULL" in options["init_command"]
        options["init_command"] = options["init_command"].replace("FULL", synchronous)
    database = settings.GENBA_DATA / "genba.sqlite3"
    base, recorder.lines = database.read_bytes(), []
    threads = [
        threading.Thread(target=report, args=(recorder, person, f"{synchronous} {number}", count // THREADS))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    options["init_command"] = options["init_command"].replace(synchronous, "FULL")
    return (str(database), base), recorder.lines


def report(recorder, person, number: str, count: int) -> None:
    """One person reports again and again, sometimes without a name; each acknowledgement is a line too."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from genba.trail.worker import Worker  # noqa: PLC0415

    client, worker = Client(), Worker()
    client.force_login(person)
    for time in range(count):
        words, named = f"The belt of person {number} slips, time {time}.", time % 4 != 3
        form = {"text": words, "idempotency_key": f"{number}-{time}", "sender": "person" if named else ""}
        answer = (client if named else Client()).post("/report/", form)
        assert answer.status_code == 200, answer.content[-2000:]
        recorder.note("acknowledged", words if named else "anonymous")
        if time % 5 == 0:
            worker.run_one()
    connection.close()


if __name__ == "__main__":
    main()
