"""What a key costs: the same form with a fresh key each time and without one, in one process, medians.

`python -m benchmarks.once [TIMES]`
"""

import os
import statistics
import sys
import tempfile
import time

os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-once-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genba.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from genba.conftest import make_cast  # noqa: E402
from genba.improve.cards import open_card  # noqa: E402


def main(times: int) -> None:
    """Write a comment in turn with and without a key, and say how much longer the first takes."""
    call_command("migrate", verbosity=0)
    cast = make_cast()
    card = open_card(cast.board, title="Labels", kind="idea", by=cast.tomas)
    client, address = Client(SERVER_NAME="localhost"), reverse("improve:comments", args=[card.pk])
    client.force_login(cast.tomas)
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(times):
        for with_key in (True, False):
            form = {"text": f"Comment {number}"} | ({"idempotency_key": f"{number:032x}"} if with_key else {})
            begun = time.perf_counter()
            assert client.post(address, form).status_code == 302
            took[with_key].append(time.perf_counter() - begun)
    with_key, without = (statistics.median(took[kind]) * 1000 for kind in (True, False))
    print(f"with a key {with_key:.1f} ms, without {without:.1f} ms, ratio {with_key / without:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
